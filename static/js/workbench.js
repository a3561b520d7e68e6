// The workbench: wires the text, the cursor, the keys, the inspector and the outbox together.

import { Cursor } from "./cursor.js";
import { replacing } from "./depending.js";
import * as gestures from "./gestures.js";
import { going } from "./going.js";
import { Inspector } from "./inspector.js";
import { dispatch } from "./dispatch.js";
import { sheet, wayToPractice } from "./keymap.js";
import { firstSentence, sentenceAt } from "./ladder.js";
import { keeping } from "./keeping.js";
import { later } from "./later.js";
import * as marks from "./marks.js";
import { moving } from "./moving.js";
import { paragraphAt, quoteOf } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { openSheet, say } from "./page.js";
import { roles } from "./roles.js";
import { selecting } from "./selecting.js";
import { swapping } from "./swapping.js";
import { tagging } from "./tagging.js";
import { clock } from "./time.js";
import { touch } from "./touch.js";
import { zones } from "./zones.js";

const text = document.getElementById("text");
const state = { selected: text.dataset.selected || null, paragraph: 1, hinting: null };
/** What the panel is to show: the paragraph, the selected span, the list of all links where it is open. */
const view = () => ({ p: state.paragraph, ...(state.selected && { span: state.selected }), ...(document.querySelector("#listing[open]") && { listing: 1 }) });

// What the modules of the workbench share: the state of the screen, and what each of them can ask of the others.
const desk = { text, state, unfolded: new Set(), push, send, attend, here };

desk.cursor = new Cursor({ moved: () => commitMove(), changed: showRange });
desk.inspector = new Inspector({ url: text.dataset.inspector, push, view, caughtUp: () => desk.outbox.report(), again: (key) => desk.press(key), leave: () => attend(here()) });
addEventListener("beforeunload", () => commitMove()); // before the outbox is asked whether anything waits
// A drag loses its beginning with the elements it began in.
const { outbox, handIn } = keeping(desk, { view, answered: (page, ops) => pointer.whenUp(() => swap(page, ops)) });
Object.assign(desk, { outbox, handIn });

const { cursor, inspector } = desk;
const time = clock();
const pages = later(desk);
const { acts: moves, commitMove, go, resting } = moving(desk);
const { acts: tags, actOf: labelAct, label } = tagging(desk);
const { acts: spans, select, choose, click, clear } = selecting(desk);
Object.assign(desk, { commitMove, select, resting, go, label, choose, pages, roles: roles(desk) });
const { swap, load } = swapping(desk);
const { acts: ways, leave } = zones(() => attend(here()));

// What is shown ---------------------------------------------------------------------------------------------------

function showRange(range) {
  if (!range || state.selected) gestures.hideBar();
  if (range) state.paragraph = paragraphAt(range.start)?.number ?? state.paragraph;
  const words = range ? `¶${state.paragraph} “${quoteOf(range.start, range.end).slice(0, 60)}”` : "";
  document.getElementById("where").textContent = words;
  pages.follow(range);
}

/** The sentence at hand has the focus: one stop in the order of Tab, and what a screen reader reads. */
function attend(sentence, { scroll = true } = {}) {
  desk.roles.hold(sentence);
  state.attending = true;
  sentence.focus({ preventScroll: true });
  state.attending = false;
  if (scroll) sentence.scrollIntoView({ block: "nearest" });
  inspector.look(state.paragraph);
}

/** The sentence at hand, or the first that is not folded away. */
function here() {
  const point = cursor.range?.start ?? cursor.last ?? firstSentence()?.start;
  return sentenceAt(point);
}

// Operations ------------------------------------------------------------------------------------------------------

/** Every operation says how long it took. */
function send(op) {
  outbox.push({ ...op, ms: time.take() });
}

function push(op) {
  commitMove();
  if (op.op === "span.remove") state.selected = null;
  if (op.op === "span.remove") cursor.clear();
  // A card that was not redrawn, because somebody was typing in it, is older than the text.
  const mark = op.seen && marks.markOf(op.span);
  const known = mark && mark.version > inspector.version ? { ...op, seen: mark.seen } : op;
  send(op.op === "link.add" ? replacing(op, outbox.queue) : known);
}

function back(op) {
  commitMove();
  state.selected = null;
  cursor.clear();
  send({ op, id: uuid7() });
}

// Keys and clicks -------------------------------------------------------------------------------------------------

const acts = {
  ...moves,
  ...tags,
  ...spans,
  ...ways,
  ...desk.roles.acts,
  ...going(desk).acts,
  ...time.acts,
  ...pages.acts,
  press: (key) => inspector.press(key, state.selected),
  undo: () => back("undo"),
  redo: () => back("redo"),
  load: () => load() || say(gettext("Nobody else has changed this paragraph.")),
  escape: () => pages.leave() || leave() || clear(),
  keys: () => openSheet(gettext("Keys"), sheet(marks.labels), wayToPractice()),
};

document.addEventListener("click", (event) => {
  const row = event.target.closest("a[data-span]");
  if (!row) return;
  event.preventDefault();
  row.closest("dialog")?.close();
  select(row.dataset.span, { scroll: true });
});

/** Tab has led here: the sentence is at hand. */
text.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (relatedTarget && !state.attending && !cursor.range && target.matches(".sent:focus-visible")) go({ start: Number(target.dataset.s), end: Number(target.dataset.e) });
});

text.addEventListener("pointerdown", () => { state.hinting?.press("Escape"); gestures.hideBar(); });

touch(desk);
const pointer = gestures.pointer(text, { chosen: choose, clicked: click });

desk.press = dispatch(desk, { acts, labelAct, first: () => pointer.settled() });
document.querySelector(".undo")?.removeAttribute("hidden");
marks.fold(desk.unfolded);
if (state.selected) select(state.selected, { scroll: true });
