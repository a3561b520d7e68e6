// Whether the work is saved: always on screen, and loud when it is not.

import { alarm, wordsFor } from "./page.js";

const PILL = {
  saved: gettext("Saved"),
  saving: gettext("Saving …"),
  waiting: gettext("Not saved: %s waiting, trying again"),
  "signed-out": gettext("Not saved: signed out, %s waiting"),
  refused: gettext("Not saved: %s waiting"),
};
const ALARM = {
  waiting: gettext("The server does not answer. Your changes wait here and are sent again by themselves."),
  "signed-out": gettext("You are signed out. Sign in again in another tab, then try again: nothing is lost."),
};

/** `retry` is what the person may do about it. */
export function show(name, { count = 0, status, words }, retry) {
  const pill = document.getElementById("saved");
  pill.textContent = interpolate(PILL[name], [count]);
  pill.className = `pill ${{ saved: "ok", saving: "" }[name] ?? "bad"}`;
  const again = { action: gettext("Try again"), act: retry };
  if (name === "refused") alarm(words || wordsFor(status), again);
  else if (ALARM[name]) alarm(ALARM[name], again);
  if (name === "saved") document.querySelector("#alert button:not(.quiet)")?.parentElement.remove();
}
