// Letters over the spans that the selected one may be linked to. l is the nearest, or the first of its links.

import { domRange } from "./offsets.js";
import { markOf } from "./marks.js";
import { say } from "./page.js";

const LETTERS = "lasdfghjkqwertyuiopzxcvbnm";

export function hints(buttons, over) {
  if (!buttons.length) {
    over();
    say(gettext("There is nothing to link this span to."));
    return null;
  }
  const offered = buttons.slice(0, LETTERS.length).map((button, i) => ({ key: LETTERS[i], button, badge: badge(LETTERS[i], button) }));
  say(offered.slice(0, 5).map(({ key, button }) => `${key}: ${button.textContent.trim()}`).join(", "));
  const end = () => {
    for (const { badge: element } of offered) element?.remove();
    over();
  };
  return {
    press(name) {
      const hit = offered.find(({ key }) => key === name);
      end();
      hit?.button.click();
      return true;
    },
  };
}

function badge(letter, button) {
  const mark = markOf(button.dataset.linkTo);
  if (!mark) return null;
  const rect = domRange(mark.start, mark.end).getClientRects()[0];
  if (!rect) return null;
  const element = Object.assign(document.createElement("span"), { className: "hint-letter", textContent: letter });
  document.body.append(element);
  element.style.left = `${rect.left - 4}px`;
  element.style.top = `${rect.top - 14}px`;
  return element;
}
