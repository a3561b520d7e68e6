// The parts of the screen and the way between them: F6 goes round, Escape leads back to the text.

const STOPS = "a[href], button, summary, input, select, textarea, [tabindex='0']";
const ZONES = ["body > header", "nav.queue", "#main", "#inspector", "footer.keys"];

const stopsIn = (name) => [...document.querySelectorAll(`${name} :is(${STOPS})`)].filter((element) => element.checkVisibility());

/** `attend` puts the focus on the sentence at hand. */
export function zones(attend) {
  const zone = () => ZONES.findIndex((name) => document.activeElement.closest(name));

  function enter(name) {
    if (name === "#main") attend();
    else (document.querySelector(`${name} a[aria-current]`) ?? stopsIn(name)[0]).focus();
  }

  const beside = (direction) => () => {
    const there = ZONES.filter((name) => name === "#main" || stopsIn(name).length);
    const at = there.indexOf(ZONES[zone()] ?? "#main");
    enter(there.at((at + direction) % there.length));
  };

  /** Whether there was a way back to the text. */
  function leave() {
    const away = zone() >= 0 && ZONES[zone()] !== "#main";
    if (away) attend();
    return away;
  }

  return { leave, acts: { "zone-next": beside(1), "zone-previous": beside(-1) } };
}
