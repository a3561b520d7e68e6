// What an answer brings: elements put in place of those with their ids, with eyes, focus and keys where they were.

import { keepFocus } from "./focus.js";
import { alarm, say } from "./page.js";
import * as marks from "./marks.js";

const later = window.requestIdleCallback ?? setTimeout;

export function swapping(desk) {
  const { cursor, inspector, state, unfolded } = desk;
  const offered = new Map(); // by id: paragraphs at hand that somebody else has changed
  let note = null;

  /** Whether somebody else changed the paragraph that the cursor is in: then it comes when the person asks for it. */
  function offer(fresh, page) {
    const who = page.querySelector(`[data-elsewhere="${fresh.id}"]`)?.textContent;
    const atHand = cursor.range && fresh.id === `p-${state.paragraph}`;
    if (!who || !atHand || page.querySelector("[data-refused]")) {
      offered.delete(fresh.id);
      return false;
    }
    offered.set(fresh.id, fresh);
    note?.remove();
    note = alarm(interpolate(gettext("%s has changed this paragraph."), [who]), { action: gettext("Load it  ."), act: load });
    return true;
  }

  function load() {
    note?.remove();
    const fresh = [...offered.values()];
    offered.clear();
    put(fresh);
    return fresh.length > 0;
  }

  function swap(page, ops) {
    const fresh = [...page.querySelectorAll("section.para, #inspector, #counts")].filter((element) => !offer(element, page));
    if (page.querySelector("[data-refused]")) { // it speaks of what they show
      fresh.unshift(...offered.values());
      offered.clear();
    }
    const live = page.querySelector("[data-live]");
    if (live && ops.some(({ op }) => op !== "span.move")) say(live.textContent); // a move was said as it was made
    put(fresh);
  }

  function replace(elements) {
    for (const fresh of elements) {
      const old = document.getElementById(fresh.id);
      if (fresh.id !== "inspector") old?.replaceWith(document.adoptNode(fresh));
      else if (!inspector.busyTyping()) inspector.put(fresh);
    }
    later(() => inspector.rename(marks.rename())); // further on: what was swapped has its names
    marks.fold(unfolded);
    desk.roles.renew();
    desk.pages.renew();
  }

  function put(elements) {
    keepFocus(() => replace(elements), () => desk.attend(desk.here(), { scroll: false }));
    const mark = marks.markOf(state.selected);
    if (state.selected && !mark && !desk.outbox.queue.length) state.selected = null;
    marks.show(state.selected);
    if (mark && !desk.resting() && !cursor.held) cursor.set(mark.start, mark.end, { marked: true });
    else cursor.draw();
    inspector.arrived(state.selected, { waiting: desk.outbox.queue.length > 0 });
  }

  return { swap, load };
}
