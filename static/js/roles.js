// What a screen reader meets: the article as a list of sentences, in groups of paragraphs. The page as it comes from the
// server is a plain article.

import { labelOf, marksIn } from "./marks.js";
import { quoteOf } from "./offsets.js";
import { say } from "./page.js";

const told = ({ label, name, says }) => [labelOf(label)?.name, name, says].filter(Boolean).join(" ");

function summary(marks) {
  const counts = Map.groupBy(marks, ({ label }) => labelOf(label)?.name ?? label);
  return [[...counts].map(([name, { length }]) => `${length} ${name}`).join(", "), marks.map(told).join(", ")].join("; ");
}

export function roles({ text, state }) {
  const here = document.getElementById("marks-here");
  const total = text.querySelectorAll(".para").length;
  let stop = null;
  Object.assign(text, { role: "listbox", ariaLabel: gettext("Article, sentence by sentence") });

  /** What a swap has brought gets its roles; in a long article only that. */
  function renew() {
    for (const section of text.querySelectorAll(".para:not([role])")) {
      const spans = marksIn({ section }).length;
      const words = ngettext("Paragraph %s of %s, %s span", "Paragraph %s of %s, %s spans", spans);
      Object.assign(section, { role: "group", ariaLabel: interpolate(words, [section.id.slice(2), total, spans]) });
      for (const line of section.children) line.role = "none";
      for (const sentence of section.querySelectorAll(".sent")) sentence.role = "option";
    }
    const sentence = document.getElementById(stop) ?? text.querySelector(".para:not([hidden]) .sent");
    if (sentence) hold(sentence);
  }

  /** The one sentence where Tab stops. */
  function hold(sentence) {
    const old = document.getElementById(stop);
    if (old !== sentence) for (const name of ["tabindex", "aria-selected", "aria-describedby"]) old?.removeAttribute(name);
    stop = sentence.id;
    Object.assign(sentence, { tabIndex: 0, ariaSelected: "true" });
    sentence.setAttribute("aria-describedby", here.id);
    const { s, e } = sentence.dataset;
    const marks = marksIn({ section: sentence.closest(".para") }).filter(({ start, end }) => start < e && end > s);
    here.textContent = marks.length ? summary(marks) : "";
  }

  /** The paragraph's spans in their order, aloud. */
  function speak() {
    const marks = marksIn({ section: document.getElementById(`p-${state.paragraph}`) });
    const words = marks.map((mark) => `${told(mark)}: ${quoteOf(mark.start, mark.end)}`);
    say(words.join("; ") || gettext("There is no span in this paragraph."));
  }

  renew();
  return { renew, hold, acts: { speak } };
}
