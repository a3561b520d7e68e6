// The practice article's six steps, told one at a time. Each waits until the real screen shows that it was done.

import { actOf, nameOf, typing } from "./keymap.js";
import { allMarks } from "./marks.js";

const panel = document.getElementById("practice");
const steps = panel.querySelectorAll("template");
const status = panel.querySelector('[role="status"]');
const leave = panel.querySelector("[data-leave]");
const pressed = []; // in this step

/** The key was pressed, after those that the step waited for before. */
const did = (act) => () => {
  const at = pressed.findIndex((key) => actOf(key) === act);
  if (at < 0) return false;
  pressed.splice(0, at + 1);
  return true;
};
const marked = (label) => () => allMarks().some((mark) => mark.label === label);
const chosen = (button) => button.getAttribute("aria-pressed") === "true" && pressed.includes(button.dataset.key);
const answered = () => [...document.querySelectorAll("#inspector .card [data-key]")].some(chosen);
const linked = () => document.querySelector("#inspector .links li") !== null;
const saved = () => document.querySelector("#saved.ok") !== null;

const WAITS = [
  [did("sentence-next"), did("phrase-next")],
  [marked("boilerplate"), answered],
  [marked("source")],
  [marked("claim"), answered],
  [linked, did("undo"), saved, did("redo"), saved],
  [() => false], // the page that submitting leads to tells the rest
];
const MARKS = ["boilerplate", "source", "claim"]; // of the steps from the second on

let current;
let waits;
let changes = 0;

function show(step) {
  if (step === steps.length) return leave.click();
  current = step;
  waits = [...WAITS[step]];
  pressed.length = 0;
  status.replaceChildren(steps[step].content.cloneNode(true));
}

function look() {
  changes += 1;
  while (waits.length && waits[0]()) waits.shift();
  if (!waits.length) show(current + 1);
}

// Before the workbench acts on the key: what it then changes is looked at.
document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (typing(event.target)) return;
  pressed.push(name);
  if (name !== "Escape" || !event.target.matches("body, #text, #text *")) return; // else it leads back to the text
  const before = changes;
  setTimeout(() => before === changes && leave.click()); // there was no level to go back to but this one
}, { capture: true });

panel.querySelector("[data-skip]").addEventListener("click", () => show(current + 1));

panel.hidden = false;
const last = MARKS.findLastIndex((label) => marked(label)());
show(last < 0 ? 0 : last + 2); // where the page was left
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
