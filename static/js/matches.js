// The selected span's label on every other place where its words stand: proposed first, and stored when accepted.

import { choose } from "./chooser.js";
import { paint } from "./cursor.js";
import * as gestures from "./gestures.js";
import { sentenceAt } from "./ladder.js";
import * as marks from "./marks.js";
import { domRange, paragraphs, quoteOf, toPoints } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { say } from "./page.js";

const INNER = /[\p{L}\p{N}\p{M}_]/u;

/** Where `words` stand in `text` as whole words, case as written: UTF-16 offsets. */
export function occurrences(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    const [before, after] = [[...text.slice(0, at)].at(-1) ?? " ", String.fromCodePoint(text.codePointAt(at + words.length) ?? 32)];
    const [first, last] = [[...words][0], [...words].at(-1)];
    const cuts = (INNER.test(before) && INNER.test(first)) || (INNER.test(last) && INNER.test(after));
    if (!cuts) found.push(at);
  }
  return found;
}

export function matching(desk) {
  const { state } = desk;
  let proposed = [];
  let at = 0;
  let asking = false;

  /** [start, end) of the other places: not where the span stands already, nor where something lies that excludes it. */
  function others(mark) {
    const words = quoteOf(mark.start, mark.end);
    const apart = marks.labels.filter(({ excludes }) => excludes?.includes(mark.label)).map(({ key }) => key);
    const barred = [...apart, ...marks.labelOf(mark.label).excludes];
    const standing = marks.allMarks();
    const stands = ({ start, end }) => standing.some((other) =>
      barred.includes(other.label) ? other.start < end && other.end > start : other.label === mark.label && other.start === start && other.end === end);
    return paragraphs().flatMap((paragraph) => occurrences(paragraph.text, words).map((unit) => {
      const start = paragraph.start + toPoints(paragraph.text, unit);
      return { start, end: start + mark.end - mark.start, quote: words };
    })).filter((place) => !stands(place));
  }

  function propose() {
    const mark = marks.markOf(state.selected);
    if (!mark) return;
    const attributes = JSON.parse(desk.inspector.cardOf(mark.id).dataset.answers);
    proposed = others(mark);
    at = proposed.findIndex(({ start }) => start > mark.start);
    if (!proposed.length) return say(gettext("These words stand nowhere else unmarked."));
    ask({ label: mark.label, attributes });
  }

  function ask(given) {
    if (!proposed.length) return;
    if (!proposed[at]) at = 0;
    const add = (places) => desk.push({ op: "spans.add", id: uuid7(), ...given, spans: places.map((place) => ({ span: uuid7(), ...place })), infer: true });
    const next = () => { proposed.splice(at, 1); ask(given); };
    const title = interpolate(ngettext("%s match", "%s matches", proposed.length), [proposed.length]);
    const bar = document.getElementById("label-bar");
    state.hinting = choose(bar, {
      title,
      offered: [
        { key: "a", name: gettext("accept"), act: () => { add([proposed[at]]); next(); } },
        { key: "r", name: gettext("reject"), act: next },
        { key: "A", name: gettext("accept all"), act: () => add(proposed) },
        { key: "Escape", name: gettext("leave"), act: () => {} },
      ],
      over: () => { state.hinting = null; asking = false; draw(); },
    });
    asking = true;
    sentenceAt(proposed[at].start).scrollIntoView({ block: "center" });
    gestures.placeBar(proposed[at]);
    draw();
    say(`${title}: ${sentenceAt(proposed[at].start).textContent}`);
  }

  /** Dotted, and the one at hand on a ground of its own; nothing once the question is gone. */
  function draw() {
    const ranges = (asking ? proposed : []).map(({ start, end }) => domRange(start, end));
    paint("match", ranges);
    paint("match-here", ranges.slice(at, at + 1));
  }

  return { acts: { matches: propose }, draw };
}
