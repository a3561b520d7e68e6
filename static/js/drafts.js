// What is half typed where no operation keeps it: an answer, a note. It outlives the next swap, and a reload.

import { personOf } from "./line.js";

const person = personOf(document);
const keyOf = (field) => `draft ${person} ${location.pathname} ${field.dataset.draft}`;

/** Fields that were drawn anew have again what was typed in them. */
export function restore(within = document) {
  for (const field of within.querySelectorAll("[data-draft]")) {
    const typed = sessionStorage.getItem(keyOf(field));
    if (!typed || field.value === typed) continue;
    field.value = typed;
    field.closest("details")?.setAttribute("open", "");
  }
}

document.addEventListener("input", ({ target }) => target.dataset.draft && sessionStorage.setItem(keyOf(target), target.value));
/** What was sent is a draft no more; what htmx sends, once it was taken. */
function forget(form) {
  for (const field of form.querySelectorAll("[data-draft]")) sessionStorage.removeItem(keyOf(field));
}

document.addEventListener("submit", ({ target }) => target.hasAttribute("hx-post") || forget(target));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && forget(detail.elt));
document.addEventListener("htmx:afterSwap", () => restore());
restore();
