// What is not saved, in words: changes that wait, and changes set aside because they were refused. To copy, or try again.

import * as marks from "./marks.js";
import { quoteOf } from "./offsets.js";
import { uuid7 } from "./ops.js";
import { openSheet } from "./page.js";

const DOES = {
  "span.add": gettext("mark"),
  "span.move": gettext("move to"),
  "span.relabel": gettext("label"),
  "span.set": gettext("answer"),
  "span.remove": gettext("delete"),
  "link.add": gettext("link"),
  "link.set": gettext("answer of a link"),
  "link.remove": gettext("remove a link"),
  "label.set": gettext("answer for the article"),
  "paragraphs.mark": gettext("mark"),
  undo: gettext("undo"),
  redo: gettext("redo"),
};
const element = (name, properties, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};

export function unsaved(desk) {
  const button = document.getElementById("unsaved");
  const everything = () => [...desk.outbox.queue.map((op) => ({ op })), ...desk.outbox.aside];

  const wordsOf = (id) => {
    const mark = marks.markOf(id);
    const made = everything().find(({ op }) => op.span === id && op.quote)?.op;
    return mark ? quoteOf(mark.start, mark.end) : made?.quote;
  };

  /** One line for one operation: what it does, with what, to which words. */
  function describe(op) {
    const quotes = op.spans?.map(({ quote }) => quote) ?? [op.quote ?? wordsOf(op.span), wordsOf(op.from), wordsOf(op.to)];
    const value = op.op === "label.set" ? Object.values(op.value ?? {}).join(", ") : op.value;
    const said = [marks.labelOf(op.label)?.name, op.attr, value, ...quotes.map((quote) => quote && `“${quote}”`)];
    return `${DOES[op.op]}: ${said.filter((part) => part !== undefined && part !== null).join(" · ")}`;
  }

  /** A refused one again, on what now stands; one that waits goes by itself. */
  function again({ op }) {
    const mark = op.seen && marks.markOf(op.span);
    desk.outbox.discard(op);
    desk.push({ ...op, id: uuid7(), ...(mark && { seen: mark.seen }) });
  }

  const canAgain = ({ op, words }) => words !== undefined && (!op.seen || (op.span && marks.markOf(op.span)));

  function row(item) {
    const stuck = item.words !== undefined || desk.outbox.stopped === "by-person";
    const act = (text, run) => element("button", { type: "button", textContent: text, onclick: run });
    return element("li", {},
      element("bdi", { textContent: describe(item.op) }),
      element("small", { textContent: item.words ?? gettext("waits") }),
      ...(canAgain(item) ? [act(gettext("Do it again"), () => again(item))] : []),
      ...(stuck ? [act(gettext("Discard"), () => desk.outbox.discard(item.op))] : []));
  }

  const inWords = () => everything().map(({ op, words }) => [describe(op), words].filter(Boolean).join(" — ")).join("\n");

  function copy(items) {
    if (navigator.clipboard) return navigator.clipboard.writeText(inWords());
    return getSelection().selectAllChildren(items);
  }

  function list() {
    const items = element("ol", { className: "unsaved" }, ...everything().map(row));
    if (!items.children.length) return document.getElementById("sheet").close();
    openSheet(gettext("Not saved"), items,
      element("button", { type: "button", textContent: gettext("Copy as text"), onclick: () => copy(items) }),
      element("button", { type: "button", textContent: gettext("Try now"), onclick: () => desk.outbox.retry() }));
  }

  button.addEventListener("click", list);

  return {
    describe,
    list,
    /** The button is there while there is something behind it. */
    show() {
      const { queue, aside, stopped } = desk.outbox;
      button.hidden = !aside.length && !(stopped && queue.length);
      if (document.querySelector("#sheet[open] .unsaved")) list();
      button.textContent = aside.length ? interpolate(gettext("%s not done"), [aside.length]) : gettext("What waits");
    },
  };
}
