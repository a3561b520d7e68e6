// Pages shown inside the workbench: the guideline in the inspector's place, another article in the queue's.

import { markOf } from "./marks.js";
import { alarm, wordsFor } from "./page.js";

/** The element with this id, of another page. */
async function part(url, id) {
  try {
    const response = await fetch(url);
    if (!response.ok) return alarm(wordsFor(response.status)) && null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return document.adoptNode(page.getElementById(id));
  } catch {
    return alarm(gettext("The server does not answer. Nothing is lost; try again.")) && null;
  }
}

export function beside(desk) {
  const { inspector, state, text } = desk;
  const panel = () => document.getElementById("inspector");
  const queue = document.querySelector("nav.queue");

  async function guideline() {
    if (document.getElementById("guideline")) return leave();
    const label = markOf(state.selected)?.label;
    const words = await part(`${text.dataset.guideline}?${new URLSearchParams(label && { label })}`, "guideline");
    if (!words) return;
    panel().replaceChildren(words);
    panel().scrollTop = 0;
    words.querySelector("h2")?.focus();
  }

  async function story(url = text.dataset.story) {
    const words = await part(url, "beside");
    if (!words) return;
    const old = document.getElementById("beside");
    if (old) old.replaceWith(words); else queue.after(words);
    document.body.dataset.beside = "";
    words.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      story(new URL(link.getAttribute("href"), new URL(text.dataset.story, location)));
    });
    words.querySelector("h2").focus();
  }

  /** Whether one of them was there, and is no more. */
  function leave() {
    const article = document.activeElement.closest("#beside") ?? (document.getElementById("guideline") ? null : document.getElementById("beside"));
    if (!article && !document.getElementById("guideline")) return false;
    if (article) delete document.body.dataset.beside;
    if (article) article.remove(); else inspector.load();
    desk.attend(desk.here(), { scroll: false });
    return true;
  }

  return { leave, guideline, story: () => (document.getElementById("beside") ? leave() : story()) };
}
