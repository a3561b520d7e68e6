// The two ends of the range at hand, to be taken hold of with a pointer.

import { domRange, paragraphAt, toUtf16 } from "./offsets.js";

// Letters that run from right to left: their text begins at their right edge.
const BACKWARDS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

export class Handles {
  /** `dragged` is told which end is where, `done` when the hand has let go. */
  constructor({ dragged, done }) {
    this.held = false;
    this.ends = { start: this.made("start", dragged, done), end: this.made("end", dragged, done) };
  }

  made(side, dragged, done) {
    const element = document.createElement("span");
    element.className = `handle ${side}`;
    element.hidden = true;
    document.getElementById("main").append(element);
    const drag = (event) => dragged(side, event);
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.addEventListener("pointermove", drag);
      this.hold(true);
    });
    element.addEventListener("lostpointercapture", () => {
      element.removeEventListener("pointermove", drag);
      this.hold(false);
      done();
    });
    return element;
  }

  /** While one is held, what lies under both is what the pointer is over. */
  hold(held) {
    this.held = held;
    for (const element of Object.values(this.ends)) element.style.pointerEvents = held ? "none" : "";
  }

  place(range) {
    for (const element of Object.values(this.ends)) element.hidden = !range;
    if (!range) return;
    const rects = [...domRange(range.start, range.end).getClientRects()].filter((rect) => rect.width);
    if (!rects.length) return;
    this.put("start", rects[0], edgeOf(range.start) ?? rects[0].left);
    this.put("end", rects.at(-1), edgeOf(range.end - 1, { last: true }) ?? rects.at(-1).right);
  }

  put(side, rect, x) {
    const frame = document.getElementById("main");
    const box = frame.getBoundingClientRect();
    const { style } = this.ends[side];
    style.left = `${x - box.left + frame.scrollLeft}px`;
    style.top = `${rect.top - box.top + frame.scrollTop}px`;
    style.height = `${rect.height}px`;
  }
}

/** Where a letter that runs backwards begins, or ends; nothing for other letters. */
function edgeOf(point, { last = false } = {}) {
  const { text, start } = paragraphAt(point);
  if (!BACKWARDS.test(String.fromCodePoint(text.codePointAt(toUtf16(text, point - start)) ?? 32))) return undefined;
  const [rect] = domRange(point, point + 1).getClientRects();
  return last ? rect?.left : rect?.right;
}
