// The workbench: wires the text, the cursor, the keys, the inspector and the outbox together.

import { Cursor } from "./cursor.js";
import * as gestures from "./gestures.js";
import { Inspector } from "./inspector.js";
import { keeping } from "./keeping.js";
import { actOf, nameOf, sheet, typing } from "./keymap.js";
import { hints } from "./hints.js";
import { sentenceAt } from "./ladder.js";
import * as marks from "./marks.js";
import { matching } from "./matches.js";
import { moving } from "./moving.js";
import { paragraphAt, quoteOf } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { openSheet, say } from "./page.js";
import { swapping } from "./swapping.js";
import { tagging } from "./tagging.js";
import { replacing, ties } from "./ties.js";

const text = document.getElementById("text");
const state = { selected: text.dataset.selected || null, paragraph: 1, hinting: null };
const view = () => (state.selected ? { p: state.paragraph, span: state.selected } : { p: state.paragraph });

// What the modules of the workbench share: the state of the screen, and what each of them can ask of the others.
const desk = { text, state, unfolded: new Set(), select, push, attend };

desk.cursor = new Cursor({ moved: () => commitMove(), changed: showRange });
desk.inspector = new Inspector({ url: text.dataset.inspector, push, view, caughtUp: () => desk.outbox.report(), again: press, leave: () => attend(here()) });
addEventListener("beforeunload", () => commitMove()); // before the outbox is asked whether anything waits
// A drag loses its beginning with the elements it began in.
const { outbox, handIn } = keeping(desk, { view, answered: (page) => pointer.whenUp(() => swap(page)) });
Object.assign(desk, { outbox });

const { cursor, inspector } = desk;
const { acts: moves, commitMove, go, resting } = moving(desk);
const { acts: tags, actOf: labelAct } = tagging(desk);
const { acts: finds, draw: drawMatches } = matching(desk);
const { place: placeTies } = ties(desk);
Object.assign(desk, { resting, go });
const { swap, load } = swapping(desk);

// What is shown ---------------------------------------------------------------------------------------------------

function showRange(range) {
  if (!range || state.selected) gestures.hideBar();
  if (range) state.paragraph = paragraphAt(range.start)?.number ?? state.paragraph;
  const words = range ? `¶${state.paragraph} “${quoteOf(range.start, range.end).slice(0, 60)}”` : "";
  document.getElementById("where").textContent = words;
  placeTies();
  drawMatches();
}

/** The sentence at hand has the focus: one stop in the order of Tab, and what a screen reader reads. */
function attend(sentence, { scroll = true } = {}) {
  for (const old of text.querySelectorAll(".sent[tabindex]")) old.removeAttribute("tabindex");
  sentence.tabIndex = 0;
  sentence.focus({ preventScroll: true });
  if (scroll) sentence.scrollIntoView({ block: "nearest" });
  inspector.look(state.paragraph);
}

const here = () => sentenceAt(cursor.range?.start ?? cursor.last ?? 0);

/** Select a span, or nothing; the inspector follows. */
function select(id, { scroll = false } = {}) {
  commitMove();
  state.hinting?.press("Escape");
  state.selected = id;
  const mark = id && marks.markOf(id);
  marks.show(id);
  gestures.hideBar();
  if (mark) {
    state.paragraph = marks.paragraphOfMark(mark).number;
    marks.paragraphOfMark(mark).section.hidden = false;
    cursor.set(mark.start, mark.end, { marked: true });
    if (scroll) attend(sentenceAt(mark.start));
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
  // A card that was not redrawn, because somebody was typing in it, is older than the text.
  const mark = op.seen && marks.markOf(op.span);
  const known = mark && mark.version > inspector.version ? { ...op, seen: mark.seen } : op;
  outbox.push(op.op === "link.add" ? replacing(op, outbox.queue) : known);
}

function back(op) {
  commitMove();
  state.selected = null;
  cursor.clear();
  outbox.push({ op, id: uuid7() });
}

function submit() {
  commitMove();
  document.activeElement.blur(); // what is being typed is kept first
  const form = document.querySelector("#sheet[open] form");
  if (form) return form.requestSubmit();
  return handIn();
}

// Keys and clicks -------------------------------------------------------------------------------------------------

const acts = {
  ...moves,
  ...tags,
  "span-next": () => select(gestures.spanBeside(state, cursor, 1), { scroll: true }),
  "span-previous": () => select(gestures.spanBeside(state, cursor, -1), { scroll: true }),
  link: () => withCard("l", () => { state.hinting = hints(inspector.targets(), () => { state.hinting = null; }); }),
  matches: () => withCard("*", finds.matches),
  press: (key) => inspector.press(key, state.selected),
  undo: () => back("undo"),
  redo: () => back("redo"),
  submit,
  load: () => load() || say(gettext("Nobody else has changed this paragraph.")),
  escape: () => { if (state.selected) select(null); cursor.clear(); gestures.hideBar(); },
  keys: () => openSheet(gettext("Keys"), sheet(marks.labels)),
};

/** What needs to know what the card of the selected span says: once it is there. */
function withCard(key, act) {
  if (!state.selected || !inspector.cardOf(state.selected)) return inspector.press(key, state.selected);
  act();
}

/** Whether the key means something here, having done it. */
function press(name) {
  if (state.hinting) return state.hinting.press(name);
  if (inspector.typeAhead(name)) return true;
  const act = labelAct(name) ?? acts[actOf(name)];
  act?.(name === "Delete" ? "x" : name);
  return act !== undefined;
}

document.addEventListener("keydown", (event) => {
  pointer.settled();
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

document.querySelector(".undo")?.removeAttribute("hidden");
marks.fold(desk.unfolded);
if (state.selected) select(state.selected, { scroll: true });
