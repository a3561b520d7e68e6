// The range at hand: [start, end) in code points, painted with the Custom Highlight API, with handles at its ends.

import { Handles } from "./handles.js";
import { domRange, paragraphAt, pointAt, quoteOf, toPoints, toUtf16 } from "./offsets.js";
import { snapToGraphemes, snapToWords, trimLine, trimPhrase, wordsOf } from "./trim.js";

/** Colour ranges of the DOM under a name of the Custom Highlight API, where the browser has it. */
export const paint = (name, ranges) =>
  CSS.highlights && (ranges.length ? CSS.highlights.set(name, new Highlight(...ranges)) : CSS.highlights.delete(name));

export class Cursor {
  /** `moved` is told when the person has dragged or typed an end elsewhere. */
  constructor({ moved, changed }) {
    this.range = this.pointed = null;
    this.changed = changed;
    this.handles = new Handles({ dragged: (side, event) => this.drag(side, event), done: () => moved() });
    new ResizeObserver(() => this.place()).observe(document.getElementById("text"));
    document.fonts.addEventListener("loadingdone", () => this.place());
  }

  /** A range to be marked; or, `marked`, the ends of the selected span, which is painted already. */
  set(start, end, { exact = false, marked = false } = {}) {
    this.range = { start, end, exact };
    this.marked = marked;
    this.pointed = null;
    this.draw();
  }

  /** Nothing is at hand any more; the keys go on from where it was. */
  clear() {
    this.last = this.range?.start ?? this.last;
    this.range = this.pointed = null;
    this.draw();
  }

  /** Nothing is at hand, and the keys begin with what stands at a place that was clicked. */
  point(place) {
    this.clear();
    this.last = this.pointed = place;
  }

  draw() {
    paint("cursor", this.range && !this.marked ? [domRange(this.range.start, this.range.end)] : []);
    this.place();
    this.changed(this.range);
  }

  /** Unsaved marks, as dashed lines. */
  pending(ranges) {
    paint("pending", ranges.map(({ start, end }) => domRange(start, end)));
  }

  quote() {
    return this.range && quoteOf(this.range.start, this.range.end);
  }

  // Ends ----------------------------------------------------------------------------------------------------------

  drag(side, event) {
    const point = pointUnder(event.clientX, event.clientY);
    if (point === null) return;
    const paragraph = paragraphAt(point);
    const unit = toUtf16(paragraph.text, point - paragraph.start);
    const [from, to] = event.altKey ? snapToGraphemes(paragraph.text, unit, unit) : snapToWords(paragraph.text, unit, unit);
    const snapped = paragraph.start + toPoints(paragraph.text, side === "start" ? from : to);
    const next = { ...this.range, [side]: snapped, exact: event.altKey };
    if (next.start >= next.end) return;
    this.range = next;
    this.draw();
  }

  place() {
    this.handles.place(this.range);
  }

  get held() {
    return this.handles.held;
  }
}

/** The code point under a place on the screen, or null outside the text. */
export function pointUnder(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  return node ? pointAt(node, offset) : null;
}

/** [start, end) as a gesture means it: whole words, or exact; trimmed as a phrase or a line by the label's unit. */
export function meant({ start, end, exact }, unit) {
  const [first, last] = [paragraphAt(start), paragraphAt(end - 1)];
  if (exact || first.number !== last.number) return [start, end];
  const { text } = first;
  const [a, b] = [toUtf16(text, start - first.start), toUtf16(text, end - first.start)];
  const [from, to] = unit === "paragraph" ? trimLine(text) : trimPhrase(text, a, b);
  return [first.start + toPoints(text, from), first.start + toPoints(text, to)];
}

/** The selection of the browser as a range of ours, snapped; null when it holds no text of the article. */
export function fromSelection(selection, exact) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = [...document.querySelectorAll(".para > .tx:first-child")].filter((tx) => range.intersectsNode(tx));
  if (!touched.length) return null;
  const inside = (node) => touched.some((tx) => tx.contains(node));
  const start = inside(range.startContainer) ? pointAt(range.startContainer, range.startOffset) : Number(touched[0].dataset.s);
  const end = inside(range.endContainer)
    ? pointAt(range.endContainer, range.endOffset)
    : Number(touched.at(-1).parentElement.dataset.end);
  return start < end ? snapped(start, end, exact) : null;
}

function snapped(start, end, exact) {
  const snap = exact ? snapToGraphemes : snapToWords;
  const [first, last] = [paragraphAt(start), paragraphAt(end - 1)];
  const a = toUtf16(first.text, Math.max(0, start - first.start));
  const b = toUtf16(last.text, Math.min(end, last.end) - last.start);
  const range = (from, to) => ({ start: first.start + toPoints(first.text, from), end: last.start + toPoints(last.text, to), exact });
  const taken = range(snap(first.text, a, a)[0], snap(last.text, b, b)[1]);
  if (taken.start < taken.end) return taken;
  // A double click on the last letter of a line takes the line feed after it: the word is meant.
  const word = wordsOf(last.text).find(([from, to]) => from <= b && b <= to);
  return word ? range(...word) : null;
}
