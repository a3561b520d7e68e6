// A key presses what shows it: in the row where the hands are, else wherever it stands first.

import { nameOf, typing } from "./keymap.js";
import { kept } from "./settings.js";

/** With Shift a digit writes another sign on most keyboards, and on some the digit itself. */
function keyOf(event) {
  const digit = event.code?.match(/^Digit(\d)$/)?.[1];
  const name = digit && event.shiftKey && event.key !== digit ? `Shift+${digit}` : nameOf(event);
  return { ArrowDown: "j", ArrowUp: "k" }[name] ?? name;
}

/** A summary opens, and leads to what can be answered; a field is gone to; a button is pressed. */
function press(target) {
  if (target.matches("textarea, [type=search]")) return target.focus();
  if (!target.matches("summary")) return target.click();
  target.parentElement.open = true;
  target.parentElement.querySelector(".chips button, textarea")?.focus();
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
  if (event.repeat && !"jk".includes(name)) return; // a key that is held judges once
  if ([...event.key].length === 1 && kept("letters") === "off") return;
  const showing = (place) => [...place?.querySelectorAll(`[data-key="${CSS.escape(name)}"]`) ?? []].find((element) => element.checkVisibility());
  const target = showing(event.target.closest("tr")) ?? showing(document);
  if (!target) return;
  event.preventDefault();
  press(target);
});
