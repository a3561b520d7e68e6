// The article at a glance: its paragraphs with their spans, headings first among them, and which were visited. What was
// visited is remembered in this browser only.

import { stopsOf } from "./ladder.js";
import { labelOf, marksIn } from "./marks.js";
import { paragraphs } from "./offsets.js";

const WORDS = 60; // letters

export function outline(desk) {
  const { text } = desk;
  const panel = document.getElementById("outline");
  const place = `newsreview.visited.${text.dataset.set}`;
  const total = text.querySelectorAll(".para").length;
  let visited = new Set();
  try { visited = new Set(JSON.parse(localStorage.getItem(place) ?? "[]")); } catch { /* a browser that keeps nothing */ }

  function row(paragraph) {
    const marks = marksIn(paragraph);
    const heading = marks.some(({ label }) => labelOf(label)?.edge);
    const button = Object.assign(document.createElement("button"), { type: "button", className: heading ? "heading" : "", dir: "auto" });
    button.append(paragraph.text.slice(0, WORDS), Object.assign(document.createElement("small"), { textContent: ` ¶${paragraph.number}${visited.has(paragraph.number) ? " ✓" : ""}${marks.length ? ` · ${marks.length}` : ""}` }));
    button.addEventListener("click", () => {
      paragraph.section.hidden = false;
      desk.go(stopsOf("sentence", paragraph)[0]);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  function show() {
    panel.querySelector("summary").textContent = interpolate(gettext("Outline · %s of %s visited"), [visited.size, total]);
    if (panel.open) panel.querySelector("ol").replaceChildren(...paragraphs(text).map(row));
  }

  function visit(number) {
    if (visited.has(number)) return;
    visited.add(number);
    try { localStorage.setItem(place, JSON.stringify([...visited])); } catch { /* until the page is left */ }
    show();
  }

  panel.hidden = false;
  panel.addEventListener("toggle", show);
  show();
  return { show, visit };
}
