// Signing out: what waits in this browser is sent first; what still waits is asked about; then nothing stays behind.

import { BATCH, PATIENCE, deliver, personOf, within } from "./line.js";
import { forget, storedOf } from "./outbox_store.js";
import { alone } from "./tabs.js";

const NEWEST = 2 ** 31 - 1; // a version that no set has: the answer need not bring what is older

const person = personOf(document);
const left = () => storedOf(person).catch(() => []); // a browser that keeps nothing has nothing left

async function sendAll(records) {
  for (const set of new Set(records.map((record) => record.set))) {
    const waiting = records.filter((record) => record.set === set && record.words === undefined);
    await within(PATIENCE, (signal) => alone(`outbox ${person} ${set}`, signal, () => send(set, waiting, signal))).catch(() => {});
  }
}

async function send(set, waiting, signal) {
  for (let at = 0; at < waiting.length; at += BATCH) {
    const ops = waiting.slice(at, at + BATCH).map(({ op }) => op);
    const { done = [], refusal } = await deliver({ url: waiting[at].url, person, set, base: NEWEST, ops, signal });
    await forget(done.map(({ id }) => id));
    if (refusal || !done.length) return;
  }
}

/** Whether to sign out all the same. */
function ask(count) {
  const dialog = document.createElement("dialog");
  const words = ngettext("%s change is not saved. Signing out removes it from this browser.", "%s changes are not saved. Signing out removes them from this browser.", count);
  const title = Object.assign(document.createElement("h2"), { id: "sign-out-title", textContent: gettext("Not everything is saved") });
  const buttons = Object.assign(document.createElement("form"), { className: "cluster", method: "dialog" });
  for (const [value, text] of [["stay", gettext("Stay signed in")], ["leave", gettext("Sign out and discard")]]) {
    buttons.append(Object.assign(document.createElement("button"), { value, textContent: text, className: value === "leave" ? "danger" : "primary" }));
  }
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, Object.assign(document.createElement("p"), { textContent: interpolate(words, [count]) }), buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => { dialog.remove(); done(dialog.returnValue === "leave"); }));
}

export async function signOut(form) {
  await sendAll(await left());
  const rest = await left();
  if (rest.length && !(await ask(rest.length))) return;
  await forget(rest.map(({ op }) => op.id)).catch(() => {});
  document.dispatchEvent(new Event("nothing-waits")); // the workbench need not ask once more
  form.submit();
}
