// The line to the server: a request ends by itself, and names the person whose changes it carries.

export const PATIENCE = 14_000; // milliseconds, out of the 15 seconds after which the screen says that nothing was saved
export const BATCH = 50;

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const meta = (name, page = document) => page.querySelector(`meta[name="${name}"]`);

export const personOf = (page) => meta("person", page)?.content ?? "";

/** From 1 s to 30 s, never at the same moment for all who wait. `chance` is from 0 to 1. */
export const pause = (tries, chance = Math.random()) => Math.min(1000 * 2 ** tries, 30_000) * (1 - chance / 4);

/** What `act` answers, or a failure once patience is at its end. */
export async function within(patience, act) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), patience);
  try {
    return await act(ending.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** What the page says that comes when the server's disk is full: nobody but a person can help, and who marks can tell one. */
const full = (status, body) => (status === 507 ? parse(body).querySelector("[data-advice]")?.textContent : "") ?? "";

/** Send operations. `version` is missing where it was not their endpoint that answered; `done` were carried out. */
export async function deliver({ url, person, view = {}, set, base, ops, signal }) {
  const response = await fetch(`${url}?${new URLSearchParams(view)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": meta("csrf-token").content, "X-Person": person },
    body: JSON.stringify({ set, base, ops }),
    signal,
    redirect: "error",
  });
  const { status, headers } = response;
  const body = await response.text();
  if (!headers.has("X-Set-Version")) {
    const words = headers.get("Content-Type")?.startsWith("text/plain") ? body : full(status, body);
    return { status, words, signedOut: status === 401 || headers.has("X-Token-Refused") };
  }
  const page = parse(body);
  const refusal = page.querySelector("[data-refused]");
  const done = refusal ? ops.findIndex((op) => op.id === refusal.dataset.refused) : ops.length;
  return { status, version: Number(headers.get("X-Set-Version")), page, refusal, done: ops.slice(0, done), refused: ops[done] };
}

/** Load the page for signing in, or send its form; its token is ours from now on, whoever is signed in. */
export async function renew(form, where = meta("person").dataset.signIn) {
  const response = await within(PATIENCE, (signal) => fetch(where, { signal, ...(form && { method: "POST", body: form }) }));
  const page = parse(await response.text());
  const token = meta("csrf-token", page)?.content;
  if (token) {
    meta("csrf-token").content = token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  }
  const refused = response.headers.has("X-Token-Refused");
  return { status: response.status, refused, page, person: personOf(page), name: meta("person", page)?.dataset.name };
}
