// Whole lines under one label: what a gesture over a run of paragraphs means.

import * as marks from "./marks.js";
import { toPoints } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { trimLine } from "./trim.js";

/** The lines that `range` touches (or all from there on) and that do not wear the label yet; and what lies under them. */
export function toMark(label, range, onward) {
  const standing = new Set(marks.allMarks().filter((m) => m.label === label.key).map((m) => `${m.start} ${m.end}`));
  const spans = marks.touched(range, onward).map(whole).filter(({ start, end }) => !standing.has(`${start} ${end}`));
  const below = spans.flatMap(({ start, end }) => marks.under(label, start, end));
  const under = [...new Map(below.map(({ id, seen }) => [id, { span: id, seen }])).values()];
  return { spans, under };
}

function whole(paragraph) {
  const [from, to] = trimLine(paragraph.text);
  const [start, end] = [from, to].map((unit) => paragraph.start + toPoints(paragraph.text, unit));
  return { span: uuid7(), start, end, quote: paragraph.text.slice(from, to) };
}

export function question(label, spans, under) {
  const asked = interpolate(gettext("%s paragraphs as %s: %s?"), [spans.length, label.name, label.ask.name]);
  if (!under.length) return asked;
  const lies = ngettext("%s span lies under them and goes.", "%s spans lie under them and go.", under.length);
  return `${interpolate(lies, [under.length])} ${asked}`;
}
