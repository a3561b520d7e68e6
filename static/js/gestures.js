// What hands do: drag, click, double- and triple-click; the next span; the label bar and the key sheet.

import { fromSelection, pointUnder } from "./cursor.js";
import { allMarks, elementsOf, idsAt, markOf } from "./marks.js";
import { stopAt } from "./ladder.js";
import { domRange } from "./offsets.js";

const CLICKS = 500; // milliseconds in which one click may follow another

/** Tells of ranges chosen with a pointer and of plain clicks in the text. `whenUp` acts once no gesture is under way. */
export function pointer(text, { chosen, clicked }) {
  let down = null;
  let settling = null;
  let settle = null;
  let clicks = 0;
  const waiting = [];
  text.addEventListener("click", (event) => { clicks = event.detail; });
  const up = () => { for (const act of waiting.splice(0)) act(); };
  // What was clicked before this belongs to itself, not to what the browser selects now.
  document.addEventListener("pointerdown", () => settle?.(), { capture: true });
  text.addEventListener("pointerdown", (event) => { down = [event.clientX, event.clientY]; });
  document.addEventListener("pointerup", (event) => {
    if (!down) return;
    const still = Math.hypot(event.clientX - down[0], event.clientY - down[1]) < 4;
    down = null;
    settle = () => {
      clearTimeout(settling);
      settle = null;
      const range = clicks >= 3 ? sentenceUnder(event) : fromSelection(getSelection(), event.altKey);
      if (still) expectMore();
      clicks = 0;
      if (range) {
        if (event.pointerType !== "touch") getSelection().removeAllRanges();
        chosen(range);
      } else if (still && event.target.closest("#text") && !event.target.closest("button")) {
        clicked(event.target, pointUnder(event.clientX, event.clientY));
      }
      up();
    };
    // The browser settles its selection after this event: a double click has its word only then.
    clearTimeout(settling);
    settling = setTimeout(() => settle?.());
  });
  document.addEventListener("pointercancel", () => { down = null; up(); });
  return {
    whenUp: (act) => (down || settle ? waiting.push(act) : act()),
    settled: () => settle?.(), // a key may overtake the timer
  };
}

/** A second or third click means the text, not the handle that the one before has put there. */
function expectMore() {
  document.body.classList.add("clicking");
  setTimeout(() => document.body.classList.remove("clicking"), CLICKS);
}

/** A triple click takes the sentence, where the browser would take the paragraph. */
function sentenceUnder(event) {
  const point = pointUnder(event.clientX, event.clientY);
  return point === null ? null : stopAt("sentence", point);
}

/** The span a click selects: the innermost; on another click the next one out. */
export function nextUnder(element, selected) {
  const ids = idsAt(element);
  const at = ids.indexOf(selected);
  return ids[at + 1] ?? (at >= 0 ? ids[0] : null);
}

/** The span next out from the selected one, at its beginning. */
export function around(selected) {
  const [first] = selected ? elementsOf(markOf(selected)) : [];
  const ids = first ? idsAt(first) : [];
  return ids[ids.indexOf(selected) + 1];
}

export function spanBeside(state, cursor, direction) {
  const all = allMarks().sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  const at = all.findIndex((mark) => mark.id === state.selected);
  if (at >= 0) return all[at + direction]?.id ?? state.selected;
  const place = cursor.range?.start ?? cursor.last ?? 0;
  return (direction > 0 ? all.find((mark) => mark.start >= place) : all.findLast((mark) => mark.start < place))?.id ?? null;
}

let opening = null;
const OPENS = 150; // milliseconds: a key is quicker, and nothing should flash
const ARRIVES = 300; // milliseconds in which a hand on its way to the text below cannot stop any more

/** The labels, after a moment; and until they have been seen, the pointer goes through them to the text. */
export function showBar(range) {
  clearTimeout(opening);
  opening = setTimeout(() => {
    const bar = document.getElementById("label-bar");
    bar.hidden = false;
    bar.style.pointerEvents = "none";
    setTimeout(() => { bar.style.pointerEvents = ""; }, ARRIVES);
    placeBar(range);
  }, OPENS);
}

export function hideBar() {
  clearTimeout(opening);
  const bar = document.getElementById("label-bar");
  if (!bar.classList.contains("asking")) bar.hidden = true;
}

/** Under the last line of the range, never over it. */
export function placeBar(range, bar = document.getElementById("label-bar")) {
  const rects = [...domRange(range.start, range.end).getClientRects()];
  if (!rects.length) return;
  const last = rects.at(-1);
  const below = last.bottom + 14;
  const above = rects[0].top - bar.offsetHeight - 24;
  bar.style.left = `${Math.max(8, Math.min(innerWidth - bar.offsetWidth - 8, last.right - bar.offsetWidth / 2))}px`;
  bar.style.top = `${below + bar.offsetHeight < innerHeight - 40 ? below : Math.max(52, above)}px`;
  const box = bar.getBoundingClientRect(); // on small screens it is at the foot, whatever was said here
  if (last.top < box.bottom && last.bottom > box.top) document.getElementById("main").scrollTop += last.bottom - box.top + 12;
}
