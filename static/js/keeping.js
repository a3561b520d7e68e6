// Keeping the work: the outbox, what the screen says of it, and what has to wait until everything is saved.

import { PATIENCE, personOf } from "./line.js";
import { markOf } from "./marks.js";
import { Outbox } from "./ops.js";
import { alarm, fillSheet, wordsFor } from "./page.js";
import * as saved from "./saved.js";
import { unsaved } from "./unsaved.js";

/** `answered` gets the page of an answer. */
export function keeping(desk, { view, answered }) {
  const { url, set, version } = { ...desk.text.dataset, url: desk.text.dataset.ops };
  const person = personOf(document);
  let warned = false;

  const outbox = new Outbox({
    url, set, person, view, answered, refused, unkept,
    version: Number(version),
    signedOut: async (answer) => (await signing()).show(answer),
    state: show,
  });
  const waiting = unsaved({ ...desk, outbox });
  const help = { again: () => outbox.retry(), signIn, reload: () => location.reload() };
  let dialog = null;

  async function signing() {
    const { signInAgain } = await import("./sign_in_again.js");
    return (dialog ??= signInAgain({ person, waiting: () => outbox.queue.length, back: () => outbox.retry() }));
  }

  async function signIn() {
    await (await signing()).ask();
  }

  function show(name, facts) {
    saved.show(name === "saved" && desk.inspector.behind ? "saving" : name, facts, help);
    waiting.show();
    desk.cursor.pending(outbox.queue.flatMap((op) => op.spans ?? (op.start === undefined ? [] : [op])));
  }

  /** In the server's words; what was typed is shown with them, and kept. */
  function refused(words, op) {
    const kept = typeof op.value === "string" ? ` ${interpolate(gettext("Your answer is kept: “%s”."), [op.value])}` : "";
    alarm(words + kept, { action: gettext("Show"), act: waiting.list });
    desk.select(markOf(desk.state.selected) ? desk.state.selected : null);
  }

  function unkept() {
    if (!warned) alarm(gettext("This browser stores nothing: what is not saved is lost when this page is closed."));
    warned = true;
  }

  const notYet = () => alarm(navigator.onLine
    ? gettext("Not everything is saved yet, here or in another tab. Submit when it is.")
    : gettext("There is no connection. Submit when there is."));

  async function handIn() {
    if (await outbox.settled() && navigator.onLine) return showMatters();
    notYet();
  }

  /** What is left to check, in the sheet: as the server has it now. */
  async function showMatters() {
    try {
      const response = await fetch(document.querySelector(".submit").href, { signal: AbortSignal.timeout(PATIENCE) });
      if (response.redirected) return signIn(); // its person is signed out
      if (!response.ok) return alarm(wordsFor(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      fillSheet(...page.getElementById("matters").childNodes);
    } catch {
      alarm(gettext("The server does not answer. Nothing is lost; try again."));
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#sheet") || (navigator.onLine && !outbox.queue.length)) return;
    event.preventDefault();
    notYet();
  });
  for (const name of ["online", "offline"]) addEventListener(name, () => outbox.told?.());
  document.addEventListener("nothing-waits", () => { outbox.queue = []; });
  addEventListener("beforeunload", (event) => { if (outbox.queue.length) event.preventDefault(); });

  return { outbox, handIn };
}
