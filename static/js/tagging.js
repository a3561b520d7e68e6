// Labels: say something of the range, something else of the selected span, or mark whole paragraphs.

import { choose, KEYS } from "./chooser.js";
import { meant } from "./cursor.js";
import * as gestures from "./gestures.js";
import * as lines from "./lines.js";
import * as marks from "./marks.js";
import { paragraphAt, quoteOf } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { say } from "./page.js";

export function tagging(desk) {
  const { cursor, state } = desk;
  let last = null;

  /** `onward`: from here to the end of the article. */
  function label(chosen, { onward = false } = {}) {
    if (state.selected && !onward) return relabel(chosen);
    if (!cursor.range) return say(gettext("Select some words first: ↓ takes a sentence."));
    last = chosen;
    if (chosen.unit === "paragraph" && !cursor.range.exact) return markParagraphs(chosen, onward);
    return add(chosen, meant(cursor.range, chosen.unit));
  }

  function relabel(chosen) {
    const mark = marks.markOf(state.selected);
    if (!mark || mark.label === chosen.key) return;
    last = chosen;
    desk.push({ op: "span.relabel", id: uuid7(), span: mark.id, seen: mark.seen, label: chosen.key });
  }

  /** The span that says this of these words already, saved or on its way. */
  function standing(label, start, end) {
    const same = (mark) => mark.label === label && mark.start === start && mark.end === end;
    return marks.marksIn(paragraphAt(start)).find(same)?.id ?? desk.outbox.queue.find(same)?.span;
  }

  function add(chosen, [start, end]) {
    const there = standing(chosen.key, start, end);
    if (there) {
      desk.select(there);
      return say(interpolate(gettext("These words are marked as %s already."), [chosen.name]));
    }
    const span = uuid7();
    state.selected = span;
    cursor.set(start, end);
    desk.push({ op: "span.add", id: uuid7(), span, label: chosen.key, start, end, quote: quoteOf(start, end), infer: true });
  }

  function markParagraphs(chosen, onward) {
    const { spans, under } = lines.toMark(chosen, cursor.range, onward);
    if (!spans.length) return say(gettext("These paragraphs are marked already."));
    const mark = (attrs) => {
      state.selected = spans[0].span;
      cursor.set(spans[0].start, spans[0].end, { marked: true });
      desk.push({ op: "paragraphs.mark", id: uuid7(), label: chosen.key, spans, under, attrs });
    };
    if (spans.length === 1 || !chosen.ask) return mark(null);
    state.hinting = choose(document.getElementById("label-bar"), {
      title: lines.question(chosen, spans, under),
      offered: [
        ...chosen.ask.values.map(({ key, name }, i) => ({ key: KEYS[i], name, act: () => mark({ [chosen.ask.key]: key }) })),
        { key: "Enter", name: gettext("later"), act: () => mark(null) },
      ],
      over: () => { state.hinting = null; },
    });
    gestures.placeBar(cursor.range);
    say(document.getElementById("label-bar").textContent);
  }

  /** The key of a label, or of a paragraph label with Shift: what it does; nothing for other keys. */
  function actOf(name) {
    const spans = marks.labels.filter(({ kind, shortcut }) => kind === "span" && shortcut);
    const plain = spans.find(({ shortcut }) => shortcut === name);
    if (plain) return () => label(plain);
    const onward = spans.find(({ unit, shortcut }) => unit === "paragraph" && shortcut.toUpperCase() === name);
    return onward && (() => label(onward, { onward: true }));
  }

  const acts = { repeat: () => (last ? label(last) : say(gettext("No label has been given yet."))) };
  return { acts, actOf, label };
}
