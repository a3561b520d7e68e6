// Walking through an article by keys, to review it or to settle it: a key presses what shows it.

import { nameOf, typing } from "./keymap.js";

/** What is at hand, in the text: a span, or both ends of a link. */
function show() {
  for (const name of ["act", "lk"]) for (const element of [...document.getElementsByClassName(name)]) element.classList.remove(name);
  const spans = document.querySelector("[data-at-hand]")?.dataset.atHand.split(" ") ?? [];
  for (const [i, id] of spans.entries()) {
    const elements = document.querySelectorAll(`#text .g[data-ids~="${CSS.escape(id)}"]`);
    for (const element of elements) element.classList.add(i ? "lk" : "act");
    if (!i) elements[0]?.scrollIntoView({ block: "center" });
  }
  document.querySelector(".walk [aria-current]")?.scrollIntoView({ block: "nearest" });
}

/** With Shift a digit writes another sign on most keyboards, and on some the digit itself. */
function keyOf(event) {
  const digit = event.code?.match(/^Digit(\d)$/)?.[1];
  const name = digit && event.shiftKey && event.key !== digit ? `Shift+${digit}` : nameOf(event);
  return { ArrowDown: "j", ArrowUp: "k" }[name] ?? name;
}

/** A summary opens, and leads to what can be answered; a field is gone to; a button is pressed. */
function press(target) {
  if (target.matches("textarea")) return target.focus();
  target.click();
  if (target.matches("summary")) target.parentElement.querySelector(".chips button, textarea")?.focus();
}

/** Out of a field, having sent it where that is all there is to send. */
function leave(field, name) {
  if (name === "Control+Enter" || name === "Meta+Enter") field.form?.hasAttribute("data-choose") ? field.blur() : field.form?.requestSubmit();
  else if (name === "Escape") field.blur();
}

document.addEventListener("keydown", (event) => {
  const name = keyOf(event);
  const radio = event.target.matches("[type=radio]");
  if (typing(event.target) && !radio) return leave(event.target, name);
  if (name === "Escape") document.activeElement.blur();
  if (radio && event.key.startsWith("Arrow")) return;
  const shown = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)];
  const target = shown.find((element) => element.checkVisibility());
  if (!target) return;
  event.preventDefault();
  press(target);
});

document.addEventListener("click", (event) => {
  const id = event.target.closest("#text [data-ids]")?.dataset.ids.split(" ")[0];
  const row = id && document.querySelector(`.walk a[data-of~="${CSS.escape(id)}"]`);
  row?.click();
});

document.addEventListener("htmx:afterSettle", show);
show();
