// What an answer brings: elements put in place of those with their ids, with eyes, focus and keys where they were.

import { say } from "./page.js";
import * as marks from "./marks.js";

export function swapping(desk) {
  const { cursor, inspector, state, unfolded } = desk;

  return function swap(page) {
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
    if (state.selected && !mark && !desk.outbox.queue.length) state.selected = null;
    marks.show(state.selected);
    if (mark && !desk.resting() && !cursor.held) cursor.set(mark.start, mark.end, { marked: true });
    else cursor.draw();
    const again = document.getElementById(focused);
    if (again?.matches(".sent")) desk.attend(again, { scroll: false });
    else again?.focus({ preventScroll: true });
    inspector.arrived(state.selected, { waiting: desk.outbox.queue.length > 0 });
  };
}
