// The cursor's keys: the ladder from sentence to character, both ends, words by their letters.

import { meant } from "./cursor.js";
import { beside, edgeBeside, firstSentence, sentenceAt, stopAt, wordFrom, wordUpTo } from "./ladder.js";
import * as marks from "./marks.js";
import { paragraphAt, quoteOf } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { say } from "./page.js";

const RESTS = 700; // milliseconds that a hand rests before an end is sent

export function moving(desk) {
  const { cursor, state } = desk;
  let resting = null;

  /** Where the cursor is: the range at hand, or the place where one was. */
  const here = () => cursor.range ?? (cursor.last === undefined ? null : { start: cursor.last, end: cursor.last });

  function go(range) {
    if (!range) return;
    if (state.selected) desk.select(null);
    cursor.set(range.start, range.end);
    state.active = range.start;
    desk.attend(sentenceAt(range.start));
    say(cursor.quote());
  }

  const step = (unit, direction) => () => {
    if (cursor.pointed !== null) return go(stopAt(unit, cursor.pointed));
    go(here() ? beside(unit, here(), onwards(unit, direction)) : firstSentence());
  };

  /** → leads on: in a text that runs from right to left, that is ←. Sentences have an order, not a side. */
  function onwards(unit, direction) {
    const place = here()?.start ?? 0;
    const backwards = unit !== "sentence" && getComputedStyle(paragraphAt(place).element).direction === "rtl";
    return backwards ? -direction : direction;
  }

  const end = (side, unit, direction) => () => {
    if (!cursor.range) return step(unit, direction)();
    const point = edgeBeside(unit, side, cursor.range, onwards(unit, direction));
    if (point !== null) put(side, point, { exact: cursor.range.exact || unit === "character" });
  };

  /** One end elsewhere. Extending says what came in; drawing back says what is left. */
  function put(side, point, { exact }) {
    const { start, end: stop } = cursor.range;
    const grown = side === "end" ? [stop, point] : [point, start];
    cursor.set(side === "start" ? point : start, side === "end" ? point : stop, { exact, marked: cursor.marked });
    say(grown[0] < grown[1] ? quoteOf(...grown) : cursor.quote());
    if (!state.selected) return;
    clearTimeout(resting);
    resting = setTimeout(commitMove, RESTS);
  }

  /** The ends of the selected span move on screen at once; they are sent when the hand rests, as one edit. */
  function commitMove() {
    clearTimeout(resting);
    resting = null;
    const mark = state.selected && marks.markOf(state.selected);
    const { range } = cursor;
    if (!mark || !range) return;
    const sent = desk.outbox.queue.findLast((op) => op.op === "span.move" && op.span === mark.id) ?? mark;
    if (sent.start === range.start && sent.end === range.end) return;
    // Only the end that was moved is trimmed; the other stays where it was put.
    const trimmed = marks.labelOf(mark.label)?.unit === "phrase" ? meant(range, "phrase") : [range.start, range.end];
    const start = range.start === sent.start ? range.start : trimmed[0];
    const stop = range.end === sent.end ? range.end : trimmed[1];
    cursor.set(start, stop, { exact: range.exact, marked: true });
    if (start !== range.start || stop !== range.end) say(cursor.quote());
    desk.send({ op: "span.move", id: uuid7(), span: mark.id, seen: mark.seen, start, end: stop, quote: quoteOf(start, stop) });
  }

  /** The next two letters name the word that an end goes to. */
  const find = (side) => () => {
    if (!cursor.range) return;
    let letters = "";
    say(side === "end" ? gettext("Two letters of the last word") : gettext("Two letters of the first word"));
    const over = () => { state.hinting = null; };
    state.hinting = {
      press(name) {
        if ([...name].length > 1) return over() ?? false;
        letters += name;
        if ([...letters].length < 2) return true;
        over();
        const word = side === "end" ? wordFrom(cursor.range, letters) : wordUpTo(cursor.range, letters);
        if (word) put(side, word[side], { exact: cursor.range.exact });
        else say(interpolate(gettext("No word here begins with %s."), [letters]));
        return true;
      },
    };
  };

  const acts = { "find-end": find("end"), "find-start": find("start") };
  for (const unit of ["sentence", "phrase", "word", "character"]) {
    for (const [way, direction] of [["next", 1], ["previous", -1]]) {
      acts[`${unit}-${way}`] = step(unit, direction);
      for (const side of ["start", "end"]) acts[`${side}-${unit}-${way}`] = end(side, unit, direction);
    }
  }
  return { acts, commitMove, go, resting: () => resting !== null };
}
