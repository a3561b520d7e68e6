// What hands do: drag, click, double-click; the next paragraph, word, span; the label bar and the key sheet.

import { fromSelection, pointUnder } from "./cursor.js";
import { allMarks, idsAt } from "./marks.js";
import { domRange, paragraphAt, paragraphs, toPoints, toUtf16 } from "./offsets.js";
import { trimLine, wordsOf } from "./trim.js";

/** Tells of ranges chosen with a pointer and of plain clicks in the text. `whenUp` acts once no drag is under way. */
export function pointer(text, { chosen, clicked }) {
  let down = null;
  let settling = null;
  const waiting = [];
  const up = () => { for (const act of waiting.splice(0)) act(); };
  text.addEventListener("pointerdown", (event) => { down = [event.clientX, event.clientY]; });
  document.addEventListener("pointerup", (event) => {
    if (!down) return;
    const still = Math.hypot(event.clientX - down[0], event.clientY - down[1]) < 4;
    down = null;
    // The browser settles its selection after this event: a double click has its word only then.
    clearTimeout(settling);
    settling = setTimeout(() => {
      const range = fromSelection(getSelection(), event.altKey);
      if (range) {
        getSelection().removeAllRanges();
        chosen(range);
      } else if (still && event.target.closest("#text") && !event.target.closest("button")) {
        clicked(event.target, pointUnder(event.clientX, event.clientY));
      }
      up();
    });
  });
  document.addEventListener("pointercancel", () => { down = null; up(); });
  return { whenUp: (act) => (down ? waiting.push(act) : act()) };
}

/** The span a click selects: the innermost; on another click the next one out. */
export function nextUnder(element, selected) {
  const ids = idsAt(element);
  const at = ids.indexOf(selected);
  return ids[at + 1] ?? (at >= 0 ? ids[0] : null);
}

export function paragraphBeside(state, cursor, direction) {
  const all = paragraphs().filter((p) => p.section.hidden === false);
  const place = cursor.range?.start ?? cursor.last;
  const here = place === undefined ? (direction > 0 ? -1 : 1) : all.findIndex((p) => p.number === paragraphAt(place).number);
  const p = all[Math.min(all.length - 1, Math.max(0, here + direction))];
  const [from, to] = trimLine(p.text);
  return { start: p.start + toPoints(p.text, from), end: p.start + toPoints(p.text, to) };
}

export function wordBeside(cursor, direction) {
  const all = paragraphs();
  const place = cursor.range?.start ?? cursor.last ?? 0;
  let index = Math.max(0, all.findLastIndex((p) => p.start <= place));
  const whole = cursor.range && isWhole(all[index], cursor.range);
  for (; all[index]; index += direction) {
    const p = all[index];
    const at = p.start <= place && place <= p.end ? toUtf16(p.text, place - p.start) : direction > 0 ? -1 : Infinity;
    const words = wordsOf(p.text);
    const word = direction > 0 ? words.find(([start]) => (whole ? start >= at : start > at)) : words.findLast(([start]) => start < at);
    if (word) return { start: p.start + toPoints(p.text, word[0]), end: p.start + toPoints(p.text, word[1]) };
  }
  return null;
}

function isWhole(p, range) {
  const [from, to] = trimLine(p.text);
  return range.start === p.start + toPoints(p.text, from) && range.end === p.start + toPoints(p.text, to);
}

export function spanBeside(state, cursor, direction) {
  const all = allMarks().sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  const at = all.findIndex((mark) => mark.id === state.selected);
  if (at >= 0) return all[at + direction]?.id ?? state.selected;
  const place = cursor.range?.start ?? cursor.last ?? 0;
  return (direction > 0 ? all.find((mark) => mark.start >= place) : all.findLast((mark) => mark.start < place))?.id ?? null;
}

let opening = null;

/** The labels, after a moment: a key is quicker, and nothing should flash. */
export function showBar(range) {
  clearTimeout(opening);
  opening = setTimeout(() => {
    document.getElementById("label-bar").hidden = false;
    placeBar(range);
  }, 150);
}

export function hideBar() {
  clearTimeout(opening);
  document.getElementById("label-bar").hidden = true;
}

/** Under the last line of the range, never over it. */
export function placeBar(range) {
  const bar = document.getElementById("label-bar");
  const rects = [...domRange(range.start, range.end).getClientRects()];
  if (!rects.length) return;
  const last = rects.at(-1);
  const below = last.bottom + 14;
  const above = rects[0].top - bar.offsetHeight - 24;
  bar.style.left = `${Math.max(8, Math.min(innerWidth - bar.offsetWidth - 8, last.right - bar.offsetWidth / 2))}px`;
  bar.style.top = `${below + bar.offsetHeight < innerHeight - 40 ? below : Math.max(52, above)}px`;
}

export function openSheet(list) {
  const dialog = document.getElementById("sheet");
  const title = Object.assign(document.createElement("h2"), { id: "sheet-title", tabIndex: -1, textContent: gettext("Keys") });
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: gettext("Close") });
  close.dataset.close = "";
  dialog.replaceChildren(title, list, close);
  dialog.showModal();
  title.focus();
}
