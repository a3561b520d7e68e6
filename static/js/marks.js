// The spans on the page, as the server last said: read from the paragraphs' data, never kept beside them.

import { paragraphAt, paragraphOf, paragraphsIn } from "./offsets.js";

const known = new WeakMap(); // by the paragraph's element, which every change replaces

function read(section) {
  if (!known.has(section)) {
    const facts = JSON.parse(section.dataset.spans);
    const version = Number(section.dataset.v);
    known.set(section, facts.map(([id, label, start, end, seen, name, says, ...ties]) => ({ id, label, start, end, seen, name, says, ties, version })));
  }
  return known.get(section);
}

export const labels = JSON.parse(document.getElementById("labels")?.textContent ?? "[]");
export const labelOf = (key) => labels.find((label) => label.key === key);
export const marksIn = (paragraph) => read(paragraph.section);

/** All spans in the order of the text, each once. */
export function allMarks() {
  const found = new Map();
  for (const section of document.querySelectorAll(".para")) for (const mark of read(section)) found.set(mark.id, mark);
  return [...found.values()];
}

export function markOf(id) {
  if (!id) return undefined;
  for (const section of document.querySelectorAll(".para")) {
    const found = read(section).find((mark) => mark.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Ids of the spans at a place in the text, innermost first. */
export function idsAt(element) {
  const ids = element.closest?.("[data-ids]")?.dataset.ids;
  return ids ? ids.split(" ") : [];
}

/** Spans that lie in [start, end) and that a label excludes. */
export function under(label, start, end) {
  return allMarks().filter((mark) => label.excludes.includes(mark.label) && mark.start < end && mark.end > start);
}

/** The paragraphs that [start, end) touches; to the end of the article when `onward`. */
export function touched({ start, end }, onward = false) {
  return paragraphsIn(start, onward ? Infinity : end);
}

/** Names follow the order of the text: after a swap the later ones may have moved on. */
export function rename() {
  const count = {};
  const names = new Map();
  for (const mark of allMarks().sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))) {
    const letter = labelOf(mark.label)?.letter ?? mark.name[0];
    count[letter] = (count[letter] ?? 0) + 1;
    names.set(mark.id, `${letter}${count[letter]}`);
  }
  for (const flag of document.querySelectorAll(".f[data-of]")) {
    const tails = flag.dataset.f.split(" ").map((name) => name.replace(/^\p{L}+\d+/u, ""));
    const fresh = flag.dataset.of.split(" ").map((id, i) => (names.get(id) ?? "") + (tails[i] ?? "")).join(" ");
    if (fresh !== flag.dataset.f) flag.dataset.f = fresh;
  }
  return names;
}

/** The selected span, and the other ends of its links. */
export function show(selected) {
  for (const name of ["act", "lk"]) for (const element of [...document.getElementsByClassName(name)]) element.classList.remove(name);
  const mark = markOf(selected);
  if (!mark) return;
  for (const id of mark.ties) dress(markOf(id), "lk");
  dress(mark, "act");
}

/** The elements of the text that a span covers. */
export function elementsOf(mark) {
  return paragraphsIn(mark.start, mark.end).flatMap(({ element }) => [...element.querySelectorAll(`.g[data-ids~="${mark.id}"]`)]);
}

function dress(mark, name) {
  for (const element of mark ? elementsOf(mark) : []) element.classList.add(name);
}

/**
 * Runs of lines marked by one gesture show their first and last line, and how many lie between. `opened` holds the runs
 * that the reader has unfolded.
 */
export function fold(opened) {
  for (const old of document.querySelectorAll(".fold")) old.remove();
  const sections = [...document.querySelectorAll(".para")];
  for (let i = 0; i < sections.length; i += 1) {
    const run = sections[i].dataset.run;
    let j = i;
    while (run && sections[j + 1]?.dataset.run === run) j += 1;
    const inside = sections.slice(i + 1, j);
    const folded = inside.length > 1 && !opened.has(run);
    for (const section of sections.slice(i, j + 1)) if (section.hidden) section.hidden = false;
    if (folded) for (const section of inside) section.hidden = "until-found";
    if (inside.length > 1) sections[i].after(unfolder(opened, run, inside.length, folded));
    i = j;
  }
}

function unfolder(opened, run, count, folded) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold quiet";
  button.textContent = folded ? interpolate(gettext("%s more lines"), [count]) : gettext("Fold these lines");
  Object.assign(button, { role: "option", tabIndex: -1 }); // a line among lines; for the keys it is in the menu
  button.addEventListener("click", () => {
    if (folded) opened.add(run); else opened.delete(run);
    fold(opened);
  });
  return button;
}

export const paragraphOfMark = (mark) => paragraphAt(mark.start) ?? paragraphOf(document.querySelector(".tx"));
