// The reading view: the article as plain text, with words for where each span begins and ends, which only a reader hears.

import { labelOf, marksIn } from "./marks.js";
import { domAt, paragraphs } from "./offsets.js";

/** A copy of a paragraph with the words in it. From its end on, so that places before stay where they are. */
function copy(paragraph) {
  const element = paragraph.element.cloneNode(true);
  for (const inside of [element, ...element.querySelectorAll("*")]) {
    for (const name of ["id", "role", "tabindex", "aria-selected", "aria-describedby"]) inside.removeAttribute(name);
  }
  const marks = marksIn(paragraph);
  const ends = marks.map((m) => ({ at: Math.min(m.end, paragraph.end), begins: false, words: interpolate(gettext("end %s"), [m.name]) }));
  const begins = marks.map((m) => ({ at: Math.max(m.start, paragraph.start), begins: true, words: `${labelOf(m.label)?.name} ${m.name}` }));
  for (const { at, words, begins: after } of [...begins, ...ends].sort((a, b) => b.at - a.at)) {
    const range = new Range();
    range.setStart(...domAt({ ...paragraph, element }, at, { after }));
    range.insertNode(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` [${words}] ` }));
  }
  return element;
}

export function reading({ text, attend, here }) {
  const view = Object.assign(document.createElement("div"), { id: "reading", className: "article", tabIndex: -1 });
  text.after(view);

  function toggle() {
    const back = !text.hidden;
    text.hidden = back;
    view.hidden = !back;
    if (!back) return attend(here());
    view.replaceChildren(...paragraphs(text).map(copy));
    view.focus();
  }

  return { toggle };
}
