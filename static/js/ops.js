// Operations on their way: kept in the browser's database, sent in order, tried again until the server has answered.

import { dependents, onTop } from "./depending.js";
import { BATCH, PATIENCE, deliver, pause, renew, within } from "./line.js";
import { OutboxStore, forget } from "./outbox_store.js";
import { alone } from "./tabs.js";

// What was refused for these reasons was not wrong: it waits until a person has set right what stands in its way.
const KEPT = ["not-open", "wrong-quote"];
const SLOW_DISK = 1000; // milliseconds after which the server is the safer place

export const uuid7 = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i -= 1, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

export class Outbox {
  /** `view` says what the answer's inspector shows; `answered` gets its page and what was done; `state` the word for the screen. */
  constructor({ url, set, person, version, view, answered, refused, unkept, signedOut, state }) {
    Object.assign(this, { url, set, person, version, view, answered, refused, unkept, signedOut, state });
    this.store = new OutboxStore({ person, set, url });
    this.queue = [];
    this.aside = [];
    this.tries = 0;
    this.listening = [];
    this.started = this.start();
    addEventListener("online", () => this.stopped === "by-itself" && this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.adopt().catch(() => {}));
  }

  /** What earlier pages left behind comes first. */
  async start() {
    try {
      this.aside = (await this.store.all()).filter(({ words }) => words !== undefined).map(({ op, words }) => ({ op, words }));
      await this.adopt();
    } catch {
      this.unkept();
    }
    this.report();
  }

  async adopt() {
    const left = await this.store.adopt(() => this.adopt().catch(() => {}));
    this.queue.unshift(...left);
    if (left.length) this.flush();
  }

  push(op) {
    if (this.queue.some(({ id }) => id === op.id)) return; // a button clicked twice
    const queued = onTop(op, this.queue);
    this.queue.push(queued);
    // While it is on its way: what is not answered is not called saved, and storing takes as long as a disk does.
    this.store.add(queued).catch(() => this.unkept());
    if (this.stopped) this.told();
    this.flush();
  }

  /** Whether everything is saved, in the person's other tabs too: known once it is, or once something has to wait. */
  async settled() {
    if (this.stopped) return false;
    const saved = (!this.queue.length && !this.busy) || await new Promise((done) => { this.listening.push(done); });
    const stored = await this.store.all().catch(() => []);
    return saved && stored.every(({ words }) => words !== undefined);
  }

  retry() {
    this.tries = 0;
    this.renewed = false;
    this.stopped = "";
    return this.flush();
  }

  async flush() {
    if (this.busy || this.stopped === "by-person" || !this.queue.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    if (!this.stopped) this.tell("saving");
    try {
      await within(PATIENCE, (signal) => alone(`outbox ${this.person} ${this.set}`, signal, () => this.send(signal)));
    } catch {
      this.wait();
    }
    this.busy = false;
    if (!this.stopped) this.report();
    if (!this.stopped) this.flush();
  }

  async send(signal) {
    await Promise.race([this.started, new Promise((done) => { setTimeout(done, SLOW_DISK); })]);
    const ops = this.queue.slice(0, BATCH);
    const { url, person, set, version: base } = this;
    await this.take(await deliver({ url, person, set, base, view: this.view(), ops, signal }));
  }

  async take(answer) {
    if (answer.version === undefined) return this.unanswered(answer);
    Object.assign(this, { version: answer.version, stopped: "", tries: 0, renewed: false });
    const { done, refusal, refused, page } = answer;
    this.queue = this.queue.filter((op) => !done.includes(op));
    forget(done.map(({ id }) => id)).catch(() => {}); // answered once more, if it stays
    const { textContent: words, dataset } = refusal ?? { dataset: {} };
    if (KEPT.includes(dataset.code)) this.stop(dataset.code, { words });
    else if (refusal) this.setAside([refused, ...dependents(refused, this.queue.slice(this.queue.indexOf(refused) + 1))], words);
    this.answered(page, done);
    if (refusal && !this.stopped) this.refused(words, refused);
  }

  /** Refused, or resting on what was: out of the way of the others, but not gone. */
  setAside(ops, words) {
    this.queue = this.queue.filter((op) => !ops.includes(op));
    for (const op of ops) {
      this.aside.push({ op, words });
      this.store.setAside(op, words).catch(() => {});
    }
  }

  /** For good: the person has seen it, and does not want it. */
  discard(op) {
    this.queue = this.queue.filter((other) => other !== op);
    this.aside = this.aside.filter((other) => other.op !== op);
    forget([op.id]).catch(() => {});
    if (this.queue.length) this.told();
    else this.retry().then(() => this.report());
  }

  async unanswered({ status, words, signedOut }) {
    if (signedOut && !this.renewed) return this.signInAgain();
    if (signedOut) this.renewed = false; // ended once more meanwhile: ask again, but not at once
    if (signedOut || status >= 500 || status === 429 || status === 408) return this.wait({ words: status === 507 ? words : "" });
    return this.stop("refused", { status, words });
  }

  /** The session may have ended, or only this page's token, when its person has signed in elsewhere. */
  async signInAgain() {
    const { page, person, name } = await renew();
    this.renewed = person === this.person;
    if (this.renewed) { this.stopped = ""; return; }
    this.stop("signed-out");
    this.signedOut({ page, name: person && name });
  }

  report() {
    if (!this.stopped) this.tell(this.queue.length || this.busy ? "saving" : "saved");
  }

  /** Try again later, by itself: the server or the line is down. */
  wait(why) {
    this.stopped = "by-itself";
    this.tell("waiting", why);
    this.timer = setTimeout(() => this.flush(), pause(this.tries));
    this.tries += 1;
  }

  /** Nothing but a person can help: what waits is kept. */
  stop(how, why) {
    this.stopped = "by-person";
    this.tell(how, why);
  }

  /** How many wait is told again when another joins them. */
  tell(name, why) {
    this.told = () => this.state(name, { count: this.queue.length, ...why });
    this.told();
    if (name !== "saving") for (const done of this.listening.splice(0)) done(name === "saved");
  }
}
