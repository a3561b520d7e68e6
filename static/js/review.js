// Review by keys: a key presses what shows it.

import { typing } from "./keymap.js";

const item = () => document.getElementById("review-item");

/** What is at hand, in the text: a span, or both ends of a link. */
function show() {
  for (const name of ["act", "lk"]) for (const element of [...document.getElementsByClassName(name)]) element.classList.remove(name);
  const spans = item().dataset.spans?.split(" ") ?? [];
  for (const [i, id] of spans.entries()) {
    const elements = document.querySelectorAll(`#text .g[data-ids~="${id}"]`);
    for (const element of elements) element.classList.add(i ? "lk" : "act");
    if (!i) elements[0]?.scrollIntoView({ block: "center" });
  }
  document.querySelector("#review-list [aria-current]")?.scrollIntoView({ block: "nearest" });
}

/** A summary opens, and leads to what can be answered; a field is gone to; a button is pressed. */
function press(target) {
  if (target.matches("textarea")) return target.focus();
  target.click();
  if (target.matches("summary")) target.parentElement.querySelector(".chips button, textarea")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.activeElement.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = { ArrowDown: "j", ArrowUp: "k" }[event.key] ?? event.key;
  const shown = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const target = shown.find((element) => element.checkVisibility());
  if (!target) return;
  event.preventDefault();
  press(target);
});

document.addEventListener("click", (event) => {
  const ids = event.target.closest("#text [data-ids]")?.dataset.ids.split(" ");
  const row = ids && [...document.querySelectorAll("#review-list a")].find(({ dataset }) => dataset.of === ids[0]);
  row?.click();
});

document.addEventListener("htmx:afterSettle", show);
show();
