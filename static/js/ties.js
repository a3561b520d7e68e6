// Links in the text: those of the span under the pointer and of the selected one, and no others.

import { paint } from "./cursor.js";
import { allMarks, idsAt } from "./marks.js";
import { domRange } from "./offsets.js";

export function ties(desk) {
  const main = document.getElementById("main");
  const edges = { above: edge("above"), below: edge("below") };
  let hovered = null;

  /** The other ends of a span's links. */
  function endsOf(id) {
    const marks = new Map(id ? allMarks().map((mark) => [mark.id, mark]) : []);
    return (marks.get(id)?.ties ?? []).map((other) => marks.get(other)).filter(Boolean);
  }

  function hover({ target }) {
    const id = target.closest?.("[data-span]")?.dataset.span ?? idsAt(target)[0] ?? null;
    if (id === hovered) return;
    hovered = id;
    paint("hover-link", endsOf(id).map(({ start, end }) => domRange(start, end)));
  }

  /** What the selected span is linked to and does not show on the screen has a button at the edge where it lies. */
  function place() {
    const box = main.getBoundingClientRect();
    const ends = { above: [], below: [] };
    for (const mark of endsOf(desk.state.selected)) {
      const [rect] = domRange(mark.start, mark.end).getClientRects();
      if (rect && rect.bottom < box.top) ends.above.push(mark);
      if (rect && rect.top > box.bottom) ends.below.push(mark);
    }
    for (const [side, element] of Object.entries(edges)) {
      element.replaceChildren(...ends[side].slice(0, 6).map((mark) => button(mark, side)));
      element.style.left = `${box.left + box.width / 2}px`;
      element.style.top = side === "above" ? `${box.top + 6}px` : `${box.bottom - 40}px`;
    }
    hovered = null;
  }

  function button(mark, side) {
    const words = side === "above" ? gettext("linked to %s, above") : gettext("linked to %s, below");
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: `${side === "above" ? "↑" : "↓"} ${mark.name}` });
    element.setAttribute("aria-label", interpolate(words, [mark.name]));
    element.addEventListener("click", () => desk.select(mark.id, { scroll: true }));
    return element;
  }

  document.addEventListener("pointerover", hover);
  main.addEventListener("scroll", place, { passive: true });
  return { place };
}

function edge(side) {
  const element = Object.assign(document.createElement("div"), { className: `beyond ${side}` });
  document.body.append(element);
  return element;
}
