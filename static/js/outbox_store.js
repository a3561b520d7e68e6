// The browser's database holds every operation from when it is made until it is answered: it outlives the page.

import { live, living, outlive } from "./tabs.js";

const opened = new Promise((done, failed) => {
  const request = indexedDB.open("newsreview", 1);
  request.onupgradeneeded = () => {
    // In the order in which they were made, whatever the clock says.
    const store = request.result.createObjectStore("operations", { keyPath: "place", autoIncrement: true });
    store.createIndex("person", "person");
    store.createIndex("id", "op.id", { unique: true });
  };
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
opened.catch(() => {}); // told to whoever adds something

async function transact(mode, act) {
  const database = await opened;
  return new Promise((done, failed) => {
    const transaction = database.transaction("operations", mode, { durability: "strict" });
    const outcome = act(transaction.objectStore("operations"));
    transaction.oncomplete = () => done(outcome);
    transaction.onabort = () => failed(transaction.error);
  });
}

/** What is stored of this person, oldest first: { set, url, tab, op }, and `words` where it was set aside. */
export async function storedOf(person) {
  const found = await transact("readonly", (store) => store.index("person").getAll(person));
  return found.result;
}

export const forget = (ids) =>
  transact("readwrite", (store) => {
    for (const id of ids) {
      store.index("id").getKey(id).onsuccess = ({ target }) => target.result !== undefined && store.delete(target.result);
    }
  });

/** One person's operations on one annotation set, as this tab sees them. */
export class OutboxStore {
  constructor({ person, set, url }) {
    Object.assign(this, { person, set, url, tab: crypto.getRandomValues(new Uint32Array(2)).join("-") });
    this.lives = live(this.tab);
  }

  add(op) {
    const { person, set, url, tab } = this;
    return transact("readwrite", (store) => store.add({ person, set, url, tab, op }));
  }

  setAside(op, words) {
    return transact("readwrite", (store) => {
      store.index("id").get(op.id).onsuccess = ({ target }) => target.result && store.put({ ...target.result, words });
    });
  }

  /** Everything stored for this set. */
  async all() {
    return (await storedOf(this.person)).filter(({ set }) => set === this.set);
  }

  /** What waits here of tabs that are gone is this tab's now. For those that live, `later` is called when they go. */
  async adopt(later) {
    await this.lives;
    const isAlive = await living();
    const waiting = (await this.all()).filter(({ tab, words }) => tab !== this.tab && words === undefined);
    for (const { tab } of waiting) if (isAlive(tab)) outlive(tab, later);
    const left = waiting.filter(({ tab }) => !isAlive(tab));
    const taken = await transact("readwrite", (store) => left.map(({ place, tab }) => {
      const own = {};
      store.get(place).onsuccess = ({ target: { result } }) => {
        if (result?.tab !== tab) return; // another tab was quicker
        own.op = result.op;
        store.put({ ...result, tab: this.tab });
      };
      return own;
    }));
    return taken.flatMap(({ op }) => op ?? []);
  }
}
