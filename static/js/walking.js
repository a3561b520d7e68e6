// Walking through an article by keys, to review it or to settle it, with what is at hand shown in the text.

import { domRange, pointAt, quoteOf } from "./offsets.js";
import "./drafts.js";
import "./presses.js";

/** What is at hand, in the text: a span, or both ends of a link; and the words that are talked about. */
function show() {
  for (const name of ["act", "lk"]) for (const element of [...document.getElementsByClassName(name)]) element.classList.remove(name);
  const spans = document.querySelector("[data-at-hand]")?.dataset.atHand.split(" ") ?? [];
  for (const [i, id] of spans.entries()) {
    const elements = document.querySelectorAll(`#text .g[data-ids~="${CSS.escape(id)}"]`);
    for (const element of elements) element.classList.add(i ? "lk" : "act");
    if (!i) elements[0]?.scrollIntoView({ block: "center" });
  }
  const stretches = [...document.querySelectorAll("[data-stretch]")].map(({ dataset }) => domRange(...dataset.stretch.split(" ").map(Number)));
  CSS.highlights?.set("talk", new Highlight(...stretches));
  document.querySelector(".walk [aria-current]")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const id = event.target.closest("#text [data-ids]")?.dataset.ids.split(" ")[0];
  const row = id && document.querySelector(`.walk a[data-of~="${CSS.escape(id)}"]`);
  row?.click();
});

/** What is selected in the text is what a form takes that is about words of it: their place too. */
document.addEventListener("selectionchange", () => {
  const [selection, form] = [getSelection(), document.querySelector("[data-of-words]")];
  if (!form || selection.isCollapsed || !document.getElementById("text").contains(selection.anchorNode)) return;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  const [start, end] = [pointAt(startContainer, startOffset), pointAt(endContainer, endOffset)];
  if (start === null || end === null || start >= end) return;
  const { words, start: place } = form.elements;
  for (const [field, value] of [[words, quoteOf(start, end)], [place, start]]) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

document.addEventListener("htmx:afterSettle", show);
show();
