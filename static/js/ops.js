// Operations on their way: sent in order, one request at a time, tried again until the server has answered.

const LIMIT = 50;
const TIMEOUT = 15_000;

export const uuid7 = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i -= 1, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const token = () => document.querySelector('meta[name="csrf-token"]');

/** Signing in again makes a new token: the page as it is now carries it. */
async function refreshToken() {
  const response = await fetch(location.href).catch(() => null);
  const page = new DOMParser().parseFromString((await response?.text()) ?? "", "text/html");
  const fresh = page.querySelector('meta[name="csrf-token"]');
  if (fresh) token().content = fresh.content;
}

export class Outbox {
  /** `view` says what the answer's inspector shows; `answered` gets its HTML; `state` the word for the screen. */
  constructor({ url, set, version, view, answered, refused, state }) {
    Object.assign(this, { url, set, version, view, answered, refused, state });
    this.queue = [];
    this.busy = false;
    this.delay = 1000;
    addEventListener("beforeunload", (event) => this.queue.length && event.preventDefault());
    addEventListener("online", () => this.retry());
  }

  push(op) {
    if (this.queue.some(({ id }) => id === op.id)) return; // a button clicked twice
    this.queue.push({ ...this.onTop(op), ...(op.under && { under: op.under.map((mark) => this.onTop(mark)) }) });
    if (this.stopped) this.told();
    this.flush();
  }

  /** What an earlier operation, still on its way, will have changed counts as seen. */
  onTop(op) {
    const earlier = op.seen && this.queue.findLast((other) => (other.span ?? other.link) === (op.span ?? op.link));
    return earlier ? { ...op, seen: earlier.id } : op;
  }

  /** Resolves when nothing waits any more. */
  async settled() {
    while (this.queue.length || this.busy) await new Promise((done) => setTimeout(done, 30));
  }

  async retry() {
    clearTimeout(this.timer);
    this.delay = 1000;
    if (this.stopped === "by-person") await refreshToken();
    this.stopped = "";
    this.flush();
  }

  async flush() {
    if (this.busy || this.stopped === "by-person" || !this.queue.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    const batch = this.queue.slice(0, LIMIT);
    this.state("saving");
    try {
      await this.take(await this.send(batch), batch);
    } catch (error) {
      this.wait(error.message);
    }
    this.busy = false;
    if (!this.stopped) this.flush();
  }

  send(batch) {
    const query = new URLSearchParams(this.view());
    return fetch(`${this.url}?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token().content },
      body: JSON.stringify({ set: this.set, base: this.version, ops: batch }),
      signal: AbortSignal.timeout(TIMEOUT),
      redirect: "error",
    });
  }

  async take(response, batch) {
    const body = await response.text();
    if (!response.headers.has("X-Set-Version")) return this.unanswered(response, body);
    this.stopped = "";
    this.delay = 1000;
    this.version = Number(response.headers.get("X-Set-Version"));
    const page = new DOMParser().parseFromString(body, "text/html");
    const refusal = page.querySelector("[data-refused]");
    const done = refusal ? batch.findIndex((op) => op.id === refusal.dataset.refused) + 1 : batch.length;
    this.queue.splice(0, done);
    this.answered(page, batch.slice(0, done));
    if (refusal) this.refused(refusal.textContent, batch[done - 1]);
    this.report();
  }

  report() {
    if (!this.stopped) this.state(this.queue.length ? "saving" : "saved");
  }

  unanswered(response, body) {
    if (response.status === 401) return this.stop("signed-out", response.status);
    if (response.status >= 500 || response.status === 429 || response.status === 408) return this.wait(response.status);
    const words = response.headers.get("Content-Type")?.startsWith("text/plain") ? body : "";
    return this.stop("refused", response.status, words);
  }

  /** Try again later, by itself: the server or the line is down. */
  wait(why) {
    this.stopped = "by-itself";
    this.tell("waiting", { why });
    const jitter = 0.7 + Math.random() * 0.6;
    this.timer = setTimeout(() => this.flush(), this.delay * jitter);
    this.delay = Math.min(this.delay * 2, 30_000);
  }

  /** Nothing but a person can help: what waits is kept. */
  stop(how, status, words = "") {
    this.stopped = "by-person";
    this.tell(how, { status, words });
  }

  /** How many wait is told again when another joins them. */
  tell(name, why) {
    this.told = () => this.state(name, { count: this.queue.length, ...why });
    this.told();
  }
}
