// Every action as a menu, for whoever uses no letters. It is made of what keys and buttons are made of.

import { KEYS } from "./keymap.js";
import * as gestures from "./gestures.js";
import * as marks from "./marks.js";
import { paragraphAt } from "./offsets.js";

const words = (element) => element.ariaLabel ?? [...element.childNodes].filter(({ localName }) => localName !== "kbd").map((node) => node.textContent).join(" ").replace(/\s+/g, " ").trim();

/** The buttons and fields of the selected span, under the words that stand above them. */
function ofCard(card) {
  const groups = new Map();
  for (const target of card?.querySelectorAll('button[name="do"], [data-key]:not(button)') ?? []) {
    const field = target.matches("button") ? null : target;
    if (!field && target.form.elements.text) continue; // the button that keeps a text
    const title = words(target.closest("fieldset, details")?.querySelector("legend, summary") ?? card.querySelector("h3"));
    const item = { says: words(field ? field.labels[0] : target), key: target.dataset.key, act: () => (field ?? target)[field ? "focus" : "click"]() };
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return [...groups];
}

export function menu(desk) {
  const { cursor, inspector, state } = desk;

  function offered() {
    const range = cursor.range && { start: cursor.range.start };
    const fold = range && paragraphAt(range.start).section.nextElementSibling;
    const spans = marks.labels.filter(({ kind }) => kind === "span");
    const card = inspector.cardOf(state.selected);
    const labels = [
      ...(card ? [] : spans.map((label) => ({ says: label.name, key: label.shortcut, act: () => desk.label(label) }))),
      ...spans.filter(({ unit }) => unit === "paragraph").map((label) => ({ says: interpolate(gettext("%s, from here to the end"), [label.name]), act: () => desk.label(label, { onward: true }) })),
    ];
    const rest = KEYS.filter(({ act }) => !["press", "menu"].includes(act)).map(({ keys, says }) => ({ says, key: keys[0].replace("Arrow", ""), act: () => desk.press(keys[0]) }));
    if (fold?.matches(".fold")) rest.unshift({ says: fold.textContent, act: () => fold.click() });
    return [...ofCard(card), [gettext("Label"), labels], [gettext("More"), rest]];
  }

  function open() {
    if (state.selected && !inspector.cardOf(state.selected)) return inspector.press("Enter", state.selected);
    const element = Object.assign(document.createElement("div"), { className: "menu", role: "menu", ariaLabel: gettext("Actions") });
    const close = () => desk.attend(desk.here(), { scroll: false });
    for (const [title, items] of offered()) {
      const group = Object.assign(document.createElement("div"), { role: "group", ariaLabel: title });
      group.append(Object.assign(document.createElement("b"), { textContent: title, ariaHidden: "true" }));
      for (const { says, key, act } of items) {
        const item = Object.assign(document.createElement("button"), { type: "button", role: "menuitem", textContent: says });
        if (key) item.append(" ", Object.assign(document.createElement("kbd"), { textContent: key, ariaHidden: "true" }));
        item.addEventListener("click", (event) => { event.stopPropagation(); close(); act(); });
        group.append(item);
      }
      element.append(group);
    }
    element.addEventListener("keydown", (event) => walk(event, element, close));
    element.addEventListener("focusout", ({ relatedTarget }) => { if (!element.contains(relatedTarget)) element.remove(); });
    document.getElementById("main").append(element);
    gestures.hideBar();
    if (cursor.range) gestures.placeBar(cursor.range, element);
    element.querySelector("button").focus();
  }

  return { acts: { menu: open } };
}

function walk(event, element, close) {
  const items = [...element.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const typed = event.key.length === 1 && [...items.slice(at + 1), ...items].find((item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
  const to = { ArrowDown: items[(at + 1) % items.length], ArrowUp: items.at(at - 1), Home: items[0], End: items.at(-1) }[event.key] ?? typed;
  event.stopPropagation();
  if (event.key === "Escape" || event.key === "Tab") close();
  if (event.key === "Escape" || to) event.preventDefault();
  if (to) to.focus();
}
