// What is at hand: a span, a range to be marked, or nothing.

import * as gestures from "./gestures.js";
import { sentenceAt } from "./ladder.js";
import * as marks from "./marks.js";
import { paragraphAt, quoteOf } from "./offsets.js";
import { say } from "./page.js";

export function selecting(desk) {
  const { cursor, inspector, state } = desk;

  /** Select a span, or nothing; the inspector follows. */
  function select(id, { scroll = false } = {}) {
    desk.commitMove();
    state.hinting?.press("Escape");
    state.selected = id;
    const mark = id && marks.markOf(id);
    marks.show(id);
    gestures.hideBar();
    if (mark) {
      state.paragraph = marks.paragraphOfMark(mark).number;
      marks.paragraphOfMark(mark).section.hidden = false;
      cursor.set(mark.start, mark.end, { marked: true });
      if (scroll) desk.attend(sentenceAt(mark.start));
      say(`${marks.labelOf(mark.label).name} ${mark.name}: ${quoteOf(mark.start, mark.end)}`);
    } else {
      cursor.draw();
    }
    inspector.load();
  }

  function deselect() {
    desk.commitMove();
    state.selected = null;
    marks.show(null);
  }

  /** A range that a hand has drawn. */
  function choose(range) {
    deselect();
    cursor.set(range.start, range.end, range);
    inspector.load();
    gestures.showBar(range);
  }

  /** A click takes the span under it, or leads there with nothing at hand. */
  function click(element, point) {
    const id = gestures.nextUnder(element, state.selected);
    if (id) return select(id);
    deselect();
    if (point === null) cursor.clear(); else cursor.point(point);
    state.paragraph = (point !== null && paragraphAt(point)?.number) || state.paragraph;
    inspector.load();
  }

  function clear() {
    if (cursor.range) say(gettext("Nothing is selected."));
    if (state.selected) select(null);
    cursor.clear();
    gestures.hideBar();
  }

  /** From a span to the one around it; false where there is none. */
  function outer() {
    const id = gestures.around(state.selected);
    return id ? select(id) : false;
  }

  const beside = (direction) => () => select(gestures.spanBeside(state, cursor, direction), { scroll: true });
  return { select, choose, click, clear, acts: { outer, "span-next": beside(1), "span-previous": beside(-1) } };
}
