// What not everybody needs comes with the first press of its key: guideline, second article, reading view.

const once = (load) => {
  let loaded = null;
  return () => (loaded ??= load());
};

export function later(desk) {
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
    reading,
    guideline: async () => (await pages()).guideline(),
    story: async () => (await pages()).story(),
  };
  return { acts, leave };
}
