// What a page opens sooner without: aids come when it is there; guideline, second article and reading view, which not
// everybody needs, with the first press of their keys.

const AIDS = ["find", "link", "matches", "menu"];

const once = (load) => {
  let loaded = null;
  return () => (loaded ??= load());
};

export function later(desk) {
  let helping = null;
  const help = once(async () => (helping = (await import("./aids.js")).aids(desk)));
  const pages = once(async () => (await import("./beside.js")).beside(desk));
  const view = once(async () => (await import("./reading.js")).reading(desk));
  const reading = async () => (await view()).toggle();

  /** Whether one of them was there; it is taken away. */
  function leave() {
    const open = desk.text.hidden || document.querySelector("#guideline, #beside") !== null;
    if (desk.text.hidden) reading();
    else if (open) pages().then((beside) => beside.leave());
    return open;
  }

  const acts = {
    ...Object.fromEntries(AIDS.map((name) => [name, () => (helping ? helping.acts[name]() : help().then(({ acts: aid }) => aid[name]()))])),
    reading,
    guideline: async () => (await pages()).guideline(),
    story: async () => (await pages()).story(),
  };

  const idle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => idle(async () => (await help()).follow(desk.cursor.range)), { once: true });
  return { acts, leave, follow: (range) => helping?.follow(range), renew: () => helping?.renew() };
}
