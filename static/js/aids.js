// What helps with the text, but is of no use before somebody works on it: it comes once the text is there.

import { find } from "./find.js";
import { hints } from "./hints.js";
import { matching } from "./matches.js";
import { menu } from "./menu.js";
import { outline } from "./outline.js";
import { ties } from "./ties.js";

export function aids(desk) {
  const { inspector, state } = desk;
  const glance = outline(desk);
  const { acts: finds, draw } = matching(desk);
  const { place } = ties(desk);

  /** What needs to know what the card of the selected span says: once it is there. */
  const withCard = (key, act) => () => (inspector.cardOf(state.selected) ? act() : inspector.press(key, state.selected));

  const acts = {
    ...menu(desk).acts,
    ...find(desk).acts,
    matches: withCard("*", finds.matches),
    link: withCard("l", () => { state.hinting = hints(inspector.targets(), () => { state.hinting = null; }); }),
  };

  /** The cursor has moved, or what it stands on has changed. */
  function follow(range) {
    if (range) glance.visit(state.paragraph);
    place();
    draw();
  }

  return { acts, follow, renew: glance.show };
}
