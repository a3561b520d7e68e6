// The stops of the cursor: sentences and phrases as the server cut them, words and characters as the browser knows them.

import { paragraphAt, paragraphNumbered, paragraphOf, toPoints, toUtf16 } from "./offsets.js";
import { graphemesOf, wordsOf } from "./trim.js";

const inPoints = (p, ranges) => ranges.map(([from, to]) => ({ start: p.start + toPoints(p.text, from), end: p.start + toPoints(p.text, to) }));
const sentencesOf = (p) => [...p.element.querySelectorAll(".sent")];

const STOPS = {
  sentence: (p) => sentencesOf(p).map(({ dataset }) => ({ start: Number(dataset.s), end: Number(dataset.e) })),
  phrase: (p) => sentencesOf(p).flatMap(({ dataset }) => dataset.ph.split(" ").filter(Boolean)).map((pair) => {
    const [start, end] = pair.split("-").map(Number);
    return { start, end };
  }),
  word: (p) => inPoints(p, wordsOf(p.text)),
  character: (p) => inPoints(p, graphemesOf(p.text)),
};

/** The stops of a paragraph, in the order of the text: [start, end) in code points. */
export const stopsOf = (unit, paragraph) => STOPS[unit](paragraph);

/** The stop that holds a place, or the nearest before it in its paragraph. */
export function stopAt(unit, point) {
  const stops = stopsOf(unit, paragraphAt(point));
  return stops.findLast(({ start }) => start <= point) ?? stops[0];
}

/** The paragraph before or after one, over folded ones; null at the ends of the article. */
function paragraphBeyond(paragraph, direction) {
  let next = paragraphNumbered(paragraph.number + direction);
  while (next?.section.hidden) next = paragraphNumbered(next.number + direction);
  return next;
}

/** The first stop for which `fits` holds, from a paragraph on (or back); `within` looks no further than that paragraph. */
function search(unit, paragraph, direction, fits, { within = false } = {}) {
  for (let p = paragraph; p; p = within ? null : paragraphBeyond(p, direction)) {
    const stops = stopsOf(unit, p);
    const hit = direction > 0 ? stops.find(fits) : stops.findLast(fits);
    if (hit) return hit;
  }
  return null;
}

/**
 * The stop after (or before) `range`. From a range that reaches further than its first stop, that stop: so a phrase
 * follows its sentence, and a word its phrase.
 */
export function beside(unit, range, direction) {
  const forward = (stop) => stop.start > range.start || (stop.start === range.start && stop.end < range.end);
  const back = (stop) => stop.start < range.start;
  return search(unit, paragraphAt(range.start), direction, direction > 0 ? forward : back);
}

/** Where one end of `range` goes by a step; null where it cannot go. Only by sentences does it leave its paragraph. */
export function edgeBeside(unit, side, range, direction) {
  const at = range[side];
  const paragraph = paragraphAt(side === "end" ? at - 1 : at);
  const fits = (stop) => (direction > 0 ? stop[side] > at : stop[side] < at);
  const point = search(unit, paragraph, direction, fits, { within: unit !== "sentence" })?.[side];
  if (point === undefined) return null;
  return (side === "end" ? point > range.start : point < range.end) ? point : null;
}

const wordAt = (p, start) => p.text.slice(toUtf16(p.text, start - p.start)).toLowerCase();

/** Words of a paragraph that begin with these letters. */
function wordsWith(letters, p) {
  return stopsOf("word", p).filter(({ start }) => wordAt(p, start).startsWith(letters.toLowerCase()));
}

/** The word for an end to go to: ahead in its sentence, else inside the range, else further on in the paragraph. */
export function wordFrom(range, letters) {
  const p = paragraphAt(range.end - 1);
  const words = wordsWith(letters, p).filter(({ start, end }) => start >= range.start && end !== range.end);
  const stop = Number(sentenceAt(range.end - 1).dataset.e);
  return words.find(({ start }) => start >= range.end && start < stop) ?? words[0] ?? null;
}

/** The word for a start to go to: inside the range, else before it in the paragraph, the nearest first. */
export function wordUpTo(range, letters) {
  const words = wordsWith(letters, paragraphAt(range.start)).filter(({ start }) => start !== range.start && start < range.end);
  return words.find(({ start }) => start > range.start) ?? words.at(-1) ?? null;
}

/** The sentence's element that holds a place in the text. */
export function sentenceAt(point) {
  const all = sentencesOf(paragraphAt(point));
  return all.findLast(({ dataset }) => Number(dataset.s) <= point) ?? all[0];
}

/** Where reading begins: the first sentence that is not folded away. */
export function firstSentence() {
  const tx = document.querySelector(".para:not([hidden]) > .tx:first-child");
  return tx && stopsOf("sentence", paragraphOf(tx))[0];
}
