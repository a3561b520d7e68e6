// Whether the work is saved: always on screen, said when that changes, and loud when only a person can help.

import { alarm, say, wordsFor } from "./page.js";

const PILL = {
  saved: () => gettext("Saved"),
  saving: () => gettext("Saving …"),
  waiting: (count) => interpolate(ngettext("%s change waiting", "%s changes waiting", count), [count]),
};
const notSaved = (count) => interpolate(gettext("Not saved: %s"), [count]);

let shown = "saved";
let warning = null;

/** `acts` are what the person may do: `again`, `signIn` and `reload`. */
export function show(name, { count = 0, status, words }, acts) {
  const pill = document.getElementById("saved");
  const text = (PILL[name] ?? notSaved)(count);
  if (pill.textContent !== text) pill.textContent = text;
  pill.className = `pill ${{ saved: "ok", saving: "" }[name] ?? "bad"}`;
  const submit = document.querySelector(".submit");
  submit?.setAttribute("aria-disabled", String(!["saved", "saving"].includes(name) || !navigator.onLine));
  const again = { action: gettext("Try again"), act: acts.again };
  const loud = {
    refused: () => alarm(words || wordsFor(status), again),
    "not-open": () => alarm(words, again),
    "wrong-quote": () => alarm(words, { action: gettext("Load the page again"), act: acts.reload }),
    "signed-out": () => alarm(gettext("You are signed out. What you do is kept here until you sign in again."), { action: gettext("Sign in"), act: acts.signIn }),
  };
  warning = loud[name]?.() ?? warning;
  if (name === "waiting" && words) warning = alarm(`${gettext("Not saved yet.")} ${words}`, again);
  else if (name === "waiting" && shown !== name) say(gettext("The server does not answer. Your changes wait here and are sent again by themselves."));
  if (name === "saved" && !["saved", "saving"].includes(shown)) {
    warning?.remove();
    say(gettext("Everything is saved."));
  }
  if (name !== "saving") shown = name;
}
