// The workbench: wires the text, the cursor, the keys, the inspector and the outbox together.

import { choose } from "./chooser.js";
import { Cursor, meant } from "./cursor.js";
import * as gestures from "./gestures.js";
import { Inspector } from "./inspector.js";
import { actOf, nameOf, sheet, typing } from "./keymap.js";
import { hints } from "./hints.js";
import * as lines from "./lines.js";
import * as marks from "./marks.js";
import { paragraphAt, paragraphs, quoteOf } from "./offsets.js";
import { Outbox, uuid7 } from "./ops.js";
import { alarm, say } from "./page.js";
import * as saved from "./saved.js";

const text = document.getElementById("text");
const unfolded = new Set();
const state = { selected: text.dataset.selected || null, paragraph: 1, hinting: null };

const cursor = new Cursor({ moved: () => commitMove(), changed: (range) => showRange(range) });
const inspector = new Inspector({ url: text.dataset.inspector, push: (op) => push(op), view: () => view(), caughtUp: () => outbox.report(), again: (key) => press(key) });
const outbox = new Outbox({
  url: text.dataset.ops,
  set: text.dataset.set,
  version: Number(text.dataset.version),
  view: () => view(),
  answered: (page) => pointer.whenUp(() => swap(page)), // a drag loses its beginning with the elements it began in
  refused: (words) => { alarm(words); select(marks.markOf(state.selected) ? state.selected : null); },
  state: showState,
});

function view() {
  return state.selected ? { p: state.paragraph, span: state.selected } : { p: state.paragraph };
}

// What is shown ---------------------------------------------------------------------------------------------------

function showState(name, facts = {}) {
  saved.show(name === "saved" && inspector.behind ? "saving" : name, facts, () => outbox.retry());
  cursor.pending(outbox.queue.filter((op) => op.start !== undefined));
}

/** Put the answer's elements in place of those with their ids, keeping the focus where it was. */
function swap(page) {
  const focused = document.activeElement?.id;
  for (const fresh of page.querySelectorAll("section.para, #inspector, #counts")) {
    const old = document.getElementById(fresh.id);
    if (old && !(fresh.id === "inspector" && inspector.busyTyping())) old.replaceWith(document.adoptNode(fresh));
  }
  const live = page.querySelector("[data-live]");
  if (live) say(live.textContent);
  inspector.rename(marks.rename());
  marks.fold(unfolded);
  const mark = marks.markOf(state.selected);
  if (state.selected && !mark && !outbox.queue.length) state.selected = null;
  marks.show(state.selected);
  if (mark && !moving && !cursor.held) cursor.set(mark.start, mark.end, { marked: true });
  else cursor.draw();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  inspector.arrived(state.selected, { waiting: outbox.queue.length > 0 });
}

function showRange(range) {
  if (!range || state.selected) gestures.hideBar();
  if (range) state.paragraph = paragraphAt(range.start)?.number ?? state.paragraph;
  const words = range ? `¶${state.paragraph} “${quoteOf(range.start, range.end).slice(0, 60)}”` : "";
  document.getElementById("where").textContent = words;
}

/** Select a span, or nothing; the inspector follows. */
function select(id, { scroll = false } = {}) {
  commitMove();
  state.selected = id;
  const mark = id && marks.markOf(id);
  marks.show(id);
  gestures.hideBar();
  if (mark) {
    state.paragraph = marks.paragraphOfMark(mark).number;
    marks.paragraphOfMark(mark).section.hidden = false;
    cursor.set(mark.start, mark.end, { marked: true });
    if (scroll) marks.paragraphOfMark(mark).section.scrollIntoView({ block: "nearest" });
    say(`${marks.labelOf(mark.label).name} ${mark.name}: ${quoteOf(mark.start, mark.end)}`);
  } else {
    cursor.draw();
  }
  inspector.load();
}

// Operations ------------------------------------------------------------------------------------------------------

function push(op) {
  commitMove();
  if (op.op === "span.remove") state.selected = null;
  if (op.op === "span.remove") cursor.clear();
  // A card that was not redrawn, because somebody was typing in it, is older than the text. Ids are in order of time.
  const { seen } = (op.seen && marks.markOf(op.span)) || op;
  outbox.push(seen > op.seen ? { ...op, seen } : op);
}

/** A label's key: say something of the range, say something else of the selected span, or mark whole paragraphs. */
function label(chosen, { onward = false } = {}) {
  if (state.selected && !onward) {
    const mark = marks.markOf(state.selected);
    if (mark && mark.label !== chosen.key) push({ op: "span.relabel", id: uuid7(), span: mark.id, seen: mark.seen, label: chosen.key });
    return;
  }
  if (!cursor.range) return;
  if (chosen.unit === "paragraph" && !cursor.range.exact) return markParagraphs(chosen, onward);
  const [start, end] = meant(cursor.range, chosen.unit);
  const span = uuid7();
  state.selected = span;
  cursor.set(start, end);
  push({ op: "span.add", id: uuid7(), span, label: chosen.key, start, end, quote: quoteOf(start, end) });
}

function markParagraphs(chosen, onward) {
  const { spans, under } = lines.toMark(chosen, cursor.range, onward);
  if (!spans.length) return say(gettext("These paragraphs are marked already."));
  const mark = (attrs) => {
    state.selected = spans[0].span;
    cursor.set(spans[0].start, spans[0].end, { marked: true });
    push({ op: "paragraphs.mark", id: uuid7(), label: chosen.key, spans, under, attrs });
  };
  if (spans.length === 1 || !chosen.ask) return mark(null);
  state.hinting = choose(document.getElementById("label-bar"), {
    title: lines.question(chosen, spans, under),
    values: chosen.ask.values,
    later: gettext("later"),
    chosen: (value) => mark(value && { [chosen.ask.key]: value }),
    over: () => { state.hinting = null; },
  });
  gestures.placeBar(cursor.range);
  say(document.getElementById("label-bar").textContent);
}

// Ends of the selected span move at once on screen; they are sent when the hand rests, as one edit.
let moving = null;

function step(side, unit, direction) {
  if (!cursor.range || !cursor.step(side, unit, direction)) return;
  cursor.draw();
  say(cursor.quote());
  if (!state.selected) return;
  clearTimeout(moving);
  moving = setTimeout(commitMove, 700);
}

function commitMove() {
  clearTimeout(moving);
  moving = null;
  const mark = state.selected && marks.markOf(state.selected);
  const { range } = cursor;
  if (!mark || !range) return;
  const sent = outbox.queue.findLast((op) => op.op === "span.move" && op.span === mark.id) ?? mark;
  if (sent.start === range.start && sent.end === range.end) return;
  // Only the end that was moved is trimmed; the other stays where it was put.
  const trimmed = marks.labelOf(mark.label)?.unit === "phrase" ? meant(range, "phrase") : [range.start, range.end];
  const start = range.start === sent.start ? range.start : trimmed[0];
  const end = range.end === sent.end ? range.end : trimmed[1];
  cursor.set(start, end, { exact: range.exact, marked: true });
  outbox.push({ op: "span.move", id: uuid7(), span: mark.id, seen: mark.seen, start, end, quote: quoteOf(start, end) });
}

async function submit() {
  commitMove();
  document.activeElement.blur(); // what is being typed is kept first
  if (document.getElementById("sheet").open) return document.querySelector("#sheet form").requestSubmit();
  await outbox.settled();
  htmx.trigger(".submit", "open-sheet");
}

function back(op) {
  commitMove();
  state.selected = null;
  cursor.clear();
  outbox.push({ op, id: uuid7() });
}

// Keys and clicks -------------------------------------------------------------------------------------------------

const acts = {
  "paragraph-next": () => move(gestures.paragraphBeside(state, cursor, 1)),
  "paragraph-previous": () => move(gestures.paragraphBeside(state, cursor, -1)),
  "paragraph-extend": () => { const p = paragraphs().find((x) => x.number === state.paragraph); if (cursor.range) { cursor.set(cursor.range.start, p.end); } },
  "word-next": () => move(gestures.wordBeside(cursor, 1)),
  "word-previous": () => move(gestures.wordBeside(cursor, -1)),
  "span-next": () => select(gestures.spanBeside(state, cursor, 1), { scroll: true }),
  "span-previous": () => select(gestures.spanBeside(state, cursor, -1), { scroll: true }),
  link: () => link(),
  press: (key) => inspector.press(key, state.selected),
  undo: () => back("undo"),
  redo: () => back("redo"),
  submit,
  escape: () => { if (state.selected) { select(null); cursor.clear(); } else cursor.clear(); gestures.hideBar(); },
  keys: () => gestures.openSheet(sheet(marks.labels)),
};

for (const side of ["start", "end"]) {
  for (const unit of ["word", "character"]) {
    acts[`${side}-${unit}-next`] = () => step(side, unit, 1);
    acts[`${side}-${unit}-previous`] = () => step(side, unit, -1);
  }
}

function move(range) {
  if (!range) return;
  if (state.selected) select(null);
  cursor.set(range.start, range.end);
  paragraphAt(range.start).section.scrollIntoView({ block: "nearest" });
  say(cursor.quote());
  inspector.load();
}

/** Letters over what the selected span may be tied to; once its card, which knows that, is there. */
function link() {
  if (!state.selected || !inspector.cardOf(state.selected)) return inspector.press("l", state.selected);
  state.hinting = hints(inspector.targets(), () => { state.hinting = null; });
}

function press(name) {
  if (state.hinting) return state.hinting.press(name);
  const plain = marks.labels.find((l) => l.kind === "span" && l.shortcut === name);
  const onward = marks.labels.find((l) => l.unit === "paragraph" && l.shortcut && l.shortcut.toUpperCase() === name);
  if (plain) return label(plain) ?? true;
  if (onward && onward.kind === "span") return label(onward, { onward: true }) ?? true;
  const act = actOf(name);
  if (!act) return false;
  acts[act](name === "Delete" ? "x" : name);
  return true;
}

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (typing(event.target) && name !== "Control+Enter" && name !== "Meta+Enter") return inspector.typed(event);
  if (event.target.closest("button, a, summary") && ["Enter", " "].includes(event.key)) return;
  if (press(name) !== false) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-press]");
  if (button) return press(button.dataset.press);
  if (event.target.closest(".submit")) { event.preventDefault(); return submit(); }
  const row = event.target.closest("a[data-span]");
  if (!row) return;
  event.preventDefault();
  row.closest("dialog")?.close();
  select(row.dataset.span, { scroll: true });
});

text.addEventListener("pointerdown", () => { state.hinting?.press("Escape"); gestures.hideBar(); });

const pointer = gestures.pointer(text, {
  chosen: (range) => { commitMove(); state.selected = null; marks.show(null); cursor.set(range.start, range.end, range); inspector.load(); gestures.showBar(range); },
  clicked: (element, point) => {
    const id = gestures.nextUnder(element, state.selected);
    if (id) return select(id);
    commitMove();
    state.selected = null;
    marks.show(null);
    cursor.clear();
    state.paragraph = (point !== null && paragraphAt(point)?.number) || state.paragraph;
    inspector.load();
  },
});

addEventListener("beforeunload", (event) => { commitMove(); if (outbox.queue.length) event.preventDefault(); });
document.querySelector(".undo")?.removeAttribute("hidden");
marks.fold(unfolded);
if (state.selected) select(state.selected, { scroll: true });
