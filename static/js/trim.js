// What a gesture means: pure functions on one paragraph's text, in UTF-16 units. The server stores what they yield.

const words = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const LOOSE = /[\s\u00a0\u202f•·▪◦‣*.,;:–—…-]/u;
const ABBREVIATION = /(?:^|[^\p{L}])(?:\p{L}\.)+\p{L}$|(?:^|[^\p{L}])(?:Mr|Mrs|Ms|Dr|St|No|Jr|Sr|Prof|Gen|Sen|Rep|Gov|Inc|Ltd|Co|vs)$/u;
const OPENS = { "“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’" };
const MARKS = /["“”„«»‹›‘’]/u;

/** The words of a text: [start, end) of each. */
export function wordsOf(text) {
  return [...words.segment(text)].filter((w) => w.isWordLike).map((w) => [w.index, w.index + w.segment.length]);
}

/** The characters of a text as people see them: [start, end) of each. */
export function graphemesOf(text) {
  return [...graphemes.segment(text)].map(({ index, segment }) => [index, index + segment.length]);
}

/** Outward to whole words. */
export function snapToWords(text, start, end) {
  let [from, to] = [start, end];
  for (const [a, b] of wordsOf(text)) {
    if (a < start && start < b) from = a;
    if (a < end && end < b) to = b;
  }
  return [from, to];
}

/** Outward to whole characters as people see them. */
export function snapToGraphemes(text, start, end) {
  let [from, to] = [start, end];
  for (const { index, segment } of graphemes.segment(text)) {
    const after = index + segment.length;
    if (index < start && start < after) from = index;
    if (index < end && end < after) to = after;
  }
  return [from, to];
}

/** Each quote mark's partner, by place. Straight ones are paired by counting; ’ closes only where ‘ opened. */
export function partners(text) {
  const pairs = new Map();
  const open = [];
  let straight = -1;
  for (let i = 0; i < text.length; i += 1) {
    const mark = text[i];
    if (mark === '"') {
      if (straight >= 0) pairs.set(straight, i).set(i, straight);
      straight = straight >= 0 ? -1 : i;
      continue;
    }
    const opener = open.at(-1);
    const closes = opener !== undefined && OPENS[text[opener]].includes(mark);
    if (closes && !(mark === "’" && /\p{L}/u.test(text[i + 1] ?? ""))) {
      pairs.set(open.pop(), i).set(i, opener);
    } else if (OPENS[mark] && !(mark === "‘" && /\p{L}/u.test(text[i - 1] ?? ""))) {
      open.push(i);
    }
  }
  return pairs;
}

function loose(text, at, { end }) {
  if (!LOOSE.test(text[at])) return false;
  return !(end && text[at] === "." && ABBREVIATION.test(text.slice(Math.max(0, at - 20), at)));
}

function strayMark(text, at, start, end, pairs) {
  if (!MARKS.test(text[at])) return false;
  if (text[at] === "’" && !pairs.has(at)) return false;
  const partner = pairs.get(at);
  return partner === undefined || !(partner > start && partner < end - 1);
}

/** A phrase: without outer white space, bullets and stops; without quote marks around the whole. */
export function trimPhrase(text, start, end) {
  const pairs = partners(text);
  let [from, to] = [start, end];
  for (let changed = true; changed && from < to; ) {
    changed = false;
    if (loose(text, from, { end: false }) || strayMark(text, from, from, to, pairs)) {
      from += 1;
      changed = true;
    } else if (loose(text, to - 1, { end: true }) || strayMark(text, to - 1, from, to, pairs)) {
      to -= 1;
      changed = true;
    }
  }
  return from < to ? [from, to] : [start, end];
}

/** A whole line, without outer white space. */
export function trimLine(text) {
  const from = text.length - text.trimStart().length;
  return [from, from + text.trim().length];
}
