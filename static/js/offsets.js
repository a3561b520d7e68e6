// The one place where the browser's UTF-16 meets code points. An article's offsets are code points, half-open; a
// paragraph's text element (.tx) says its first one in data-s.

/** Number of code points in a string. */
export function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** UTF-16 offset of a code point offset. */
export function toUtf16(text, point) {
  let unit = 0;
  for (let left = point; left > 0; left -= 1) {
    if (unit >= text.length) throw new RangeError(`the text ends before code point ${point}`);
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** Code point offset of a UTF-16 offset; inside a surrogate pair is no place. */
export function toPoints(text, unit) {
  const before = text.charCodeAt(unit - 1);
  const after = text.charCodeAt(unit);
  if (unit < 0 || unit > text.length) throw new RangeError(`the text has no unit ${unit}`);
  if (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000) {
    throw new RangeError(`unit ${unit} lies inside a character`);
  }
  return points(text.slice(0, unit));
}

/** The paragraphs on the page: {number, element, section, text, start, end}, in the order of the text. */
export function paragraphs(root = document) {
  return [...root.querySelectorAll(".para > .tx:first-child")].map(paragraphOf);
}

export function paragraphOf(element) {
  const start = Number(element.dataset.s);
  const text = element.textContent;
  const section = element.parentElement;
  return { number: Number(section.id.slice(2)), element, section, text, start, end: Number(section.dataset.end) };
}

// The text never changes: where its paragraphs begin is read once.
let starts = null;

/** The paragraph with a number, counted from 1; null where there is none. */
export function paragraphNumbered(number) {
  const section = document.getElementById(`p-${number}`);
  return section && paragraphOf(section.firstElementChild);
}

/** The paragraph that holds a code point, or the nearest before it. */
export function paragraphAt(point) {
  starts ??= [...document.querySelectorAll(".para > .tx:first-child")].map(({ dataset }) => Number(dataset.s));
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] > point) high = middle; else low = middle + 1;
  }
  return paragraphNumbered(low);
}

/** The paragraphs that [start, end) touches, in the order of the text. */
export function paragraphsIn(start, end) {
  const found = [];
  for (let next = paragraphAt(start) ?? paragraphNumbered(1); next && next.start < end; next = paragraphNumbered(next.number + 1)) {
    if (next.end > start) found.push(next);
  }
  return found;
}

/** Code point at a position in the DOM, inside a paragraph's text element. */
export function pointAt(node, offset) {
  const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".tx");
  if (!element) return null;
  const range = new Range();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return Number(element.dataset.s) + points(range.toString());
}

function textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Position in the DOM of a code point: [text node, unit]. At an edge of two segments: the end of the first. */
export function domAt(paragraph, point, { after = false } = {}) {
  const nodes = textNodes(paragraph.element);
  let left = toUtf16(paragraph.text, point - paragraph.start);
  for (const [i, node] of nodes.entries()) {
    const last = i === nodes.length - 1;
    if (left < node.length || (left === node.length && (!after || last))) return [node, left];
    left -= node.length;
  }
  return [paragraph.element, 0];
}

/** A DOM range over [start, end) of the article. */
export function domRange(start, end) {
  const range = new Range();
  range.setStart(...domAt(paragraphAt(start), start, { after: true }));
  range.setEnd(...domAt(paragraphAt(end - 1), end));
  return range;
}

/** The text of [start, end), line feeds between paragraphs included as they stand in the article. */
export function quoteOf(start, end) {
  const first = paragraphAt(start);
  if (end <= first.end) return first.text.slice(toUtf16(first.text, start - first.start), toUtf16(first.text, end - first.start));
  let quote = "";
  let at = start;
  for (const element of document.querySelectorAll(".tx")) {
    const from = Number(element.dataset.s);
    const length = points(element.textContent);
    if (from + length <= at || from >= end) continue;
    quote += "\n".repeat(Math.max(0, from - at));
    const text = element.textContent;
    quote += text.slice(toUtf16(text, Math.max(0, at - from)), toUtf16(text, Math.min(length, end - from)));
    at = Math.min(end, from + length);
  }
  return quote;
}
