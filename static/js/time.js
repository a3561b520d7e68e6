// The time a person works: from one sign of life to the next, where less than a minute lies between. Not while the page is
// hidden, not in a pause.

const MINUTE = 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "scroll"];

export function clock() {
  let spent = 0;
  let last = performance.now();

  function tick({ counts = true } = {}) {
    const now = performance.now();
    if (counts && now > last && now - last < MINUTE) spent += now - last; // clocks are set back, too
    last = now;
  }

  const working = () => !document.hidden && !document.getElementById("pause").open;
  for (const sign of SIGNS) addEventListener(sign, () => tick({ counts: working() }), { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => tick({ counts: document.hidden })); // until now it was seen

  /** Covers the text; only the button in it goes on. */
  function pause() {
    tick();
    document.getElementById("pause").showModal();
  }

  return {
    /** Milliseconds since they were asked for last. */
    take() {
      tick({ counts: working() });
      const whole = Math.round(spent);
      spent = 0;
      return whole;
    },
    acts: { pause },
  };
}
