// Find in the text: every place is shown, Enter goes from one to the next, Escape leaves the cursor there.

import { paint } from "./cursor.js";
import { hideBar } from "./gestures.js";
import { sentenceAt } from "./ladder.js";
import { domRange, paragraphs, toPoints } from "./offsets.js";
import { say } from "./page.js";

/** [start, end) of every occurrence, letters large or small. */
function places(words) {
  const pattern = new RegExp(RegExp.escape?.(words) ?? words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  return paragraphs().flatMap((p) => [...p.text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: p.start + toPoints(p.text, index),
    end: p.start + toPoints(p.text, index + found.length),
    section: p.section,
  })));
}

export function find(desk) {
  const form = document.getElementById("find");
  const { input } = form.elements;
  let found = [];
  let at = 0;

  function show() {
    const where = input.value && `${found.length && at + 1}/${found.length}`;
    form.querySelector(".places").textContent = where;
    say(where);
    paint("find", found.map(({ start, end }) => domRange(start, end)));
    const place = found[at];
    if (!place) return;
    place.section.hidden = false;
    desk.cursor.set(place.start, place.end);
    sentenceAt(place.start).scrollIntoView({ block: "center" });
  }

  function search() {
    found = input.value ? places(input.value) : [];
    const from = desk.cursor.range?.start ?? 0;
    at = Math.max(0, found.findIndex(({ start }) => start >= from));
    show();
  }

  function close() {
    form.hidden = true;
    paint("find", []);
    desk.attend(desk.here());
  }

  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || !found.length) return;
    at = (at + (event.shiftKey ? found.length - 1 : 1)) % found.length;
    show();
  });

  function open() {
    if (desk.state.selected) desk.select(null);
    hideBar();
    if (input.value) search();
  }

  return { acts: { find: open } };
}
