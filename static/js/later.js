// What a page opens sooner without: aids come when it is there; guideline, second article and reading view, which not
// everybody needs, with the first press of their keys.

const AIDS = ["find", "link", "matches", "menu"];

/** What could not be loaded is asked for again the next time. */
const once = (load) => {
  let loaded = null;
  return () => (loaded ??= load().catch((failed) => { loaded = null; throw failed; }));
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

  /** At once where it is there; else a promise, for which keys wait. */
  const aid = (name) => () => (helping ? helping.acts[name]() : help().then(({ acts: aids }) => { aids[name](); }));

  /** Words can be typed before there is anything to find them with. */
  function showFind() {
    const form = document.getElementById("find");
    form.hidden = false;
    form.elements.input.select();
  }

  const acts = {
    ...Object.fromEntries(AIDS.map((name) => [name, aid(name)])),
    find: () => { showFind(); return aid("find")(); },
    reading,
    guideline: async () => { (await pages()).guideline(); },
    story: async () => { (await pages()).story(); },
  };

  const idle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => idle(() => help().then(({ follow }) => follow(desk.cursor.range), () => {})), { once: true });
  return { acts, leave, follow: (range) => helping?.follow(range), renew: () => helping?.renew() };
}
