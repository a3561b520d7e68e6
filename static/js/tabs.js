// Several tabs of one person: only one of them sends at a time, and what a closed one left behind goes to another.

// Web Locks need HTTPS or this very machine. Without them two tabs may send the same thing, which the server does once.
const locks = navigator.locks ?? { request: async (name, options, act) => act(), query: async () => ({ held: [] }) };
const nameOf = (tab) => `newsreview tab ${tab}`;
const awaited = new Set();

/** One at a time, whatever tab it is in. */
export const alone = (name, signal, act) => locks.request(`newsreview ${name}`, { signal }, act);

/** This tab lives, from now until it is closed, crashes or goes elsewhere. */
export const live = (tab) =>
  new Promise((done) => { locks.request(nameOf(tab), {}, () => { done(); return new Promise(() => {}); }); });

export async function living() {
  const { held } = await locks.query();
  return (tab) => held.some(({ name }) => name === nameOf(tab));
}

/** Once the other tab is gone. */
export function outlive(tab, then) {
  if (awaited.has(tab)) return;
  awaited.add(tab);
  locks.request(nameOf(tab), {}, () => awaited.delete(tab)).then(then);
}
