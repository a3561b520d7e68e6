// The session ended in the middle of the work: sign in where one stands, and the queue goes on.

import { personOf, renew } from "./line.js";
import { wordsFor } from "./page.js";

/** `back` is called once the person of this page is signed in again. `waiting` counts what is sent then by itself. */
export function signInAgain({ person = personOf(document), waiting = () => 0, back }) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "sign-in-title");
  const title = Object.assign(document.createElement("h2"), { id: "sign-in-title", textContent: gettext("Sign in again") });
  const words = document.createElement("p");
  const wrong = Object.assign(document.createElement("p"), { className: "notice error" });
  wrong.setAttribute("role", "alert");
  const form = document.createElement("form");
  const buttons = Object.assign(document.createElement("p"), { className: "cluster" });
  const button = (text, act) => buttons.append(Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick: act }));
  button(gettext("I have signed in elsewhere"), () => ask());
  button(gettext("Later"), () => dialog.close());
  dialog.append(title, words, wrong, form, buttons);
  document.body.append(dialog);

  let where; // the form goes

  /** What the sign-in page says: its form, filled in wrongly or not at all; or who is signed in now. */
  function show({ page, name }) {
    const count = waiting();
    const sent = interpolate(ngettext("%s change waits here; it is sent when you are back.", "%s changes wait here; they are sent when you are back.", count), [count]);
    const others = interpolate(gettext("%s is signed in in this browser now. Nothing of yours is saved under another name: your changes wait here until you sign in again."), [name]);
    const kept = count ? sent : gettext("Nothing on this page is lost. Do the last step once more when you are back.");
    words.textContent = name ? others : kept;
    const theirs = page.querySelector("main form");
    where = theirs?.getAttribute("action") ?? undefined; // a second factor has a page of its own
    form.hidden = Boolean(name) || !theirs;
    if (!form.hidden) form.replaceChildren(...theirs.cloneNode(true).children);
    form.className = "stack";
    if (!dialog.open) dialog.showModal();
    form.querySelector("[name=login], [name=code]")?.focus();
  }

  /** Ask the sign-in page again, or send its form to it. */
  async function ask(filled) {
    wrong.hidden = true;
    try {
      const answer = await renew(filled, filled && where);
      if (filled && answer.refused) return ask(); // signed in elsewhere meanwhile: the form was older than that
      if (answer.status >= 400) return say(wordsFor(answer.status));
      if (answer.person === person) { dialog.close(); return back(); }
      show({ page: answer.page, name: personOf(answer.page) && answer.name });
      const fault = answer.page.querySelector("main form [role=alert]:not([hidden]), main [role=alert]:not([hidden])");
      if (filled && fault) say(fault.textContent);
    } catch {
      say(gettext("The server does not answer. Nothing is lost; try again."));
    }
  }

  function say(text) {
    wrong.textContent = text;
    wrong.hidden = false;
  }

  wrong.hidden = true;
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(new FormData(form, event.submitter)); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && dialog.open) ask(); });
  return { show, ask: () => ask() };
}
