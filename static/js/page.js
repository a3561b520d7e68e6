// Every page: the token on htmx's requests, the sheet, and what is said aloud.

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

/** What was opened before htmx knew of it is told once more. */
document.addEventListener("htmx:load", ({ detail }) => {
  for (const opened of detail.elt.querySelectorAll("details[open]")) opened.dispatchEvent(new Event("toggle"));
});

/** Say something to be read at once; it stays until it is dismissed. */
export function alarm(text, { action, act } = {}) {
  const region = document.getElementById("alert");
  if (action && region.querySelector("p")?.firstChild.textContent === text) return; // said already, and still there
  const line = document.createElement("p");
  line.textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => { line.remove(); act(); });
    line.append(button);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "✕";
  close.setAttribute("aria-label", gettext("Dismiss"));
  close.addEventListener("click", () => line.remove());
  line.append(close);
  region.replaceChildren(line);
  return line;
}

/** The sheet that every screen has, with this in it, its title first. */
export function fillSheet(...nodes) {
  const sheet = document.getElementById("sheet");
  sheet.replaceChildren(...nodes);
  if (!sheet.open) sheet.showModal();
  sheet.querySelector("h2").focus();
}

/** The sheet under a heading; the last of its buttons closes it. */
export function openSheet(heading, content, ...acts) {
  const title = Object.assign(document.createElement("h2"), { id: "sheet-title", tabIndex: -1, textContent: heading });
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: gettext("Close") });
  close.dataset.close = "";
  const buttons = Object.assign(document.createElement("p"), { className: "cluster" });
  buttons.append(...acts, close);
  fillSheet(title, content, buttons);
}

/** Say something when the reader is free. */
export function say(text) {
  const live = document.getElementById("live");
  clearTimeout(live.timer);
  live.timer = setTimeout(() => { live.textContent = text; }, 150);
}

const words = {
  400: gettext("The server could not read this request."),
  401: gettext("You are signed out. Sign in again; nothing is lost."),
  403: gettext("This is not for you to do."),
  404: gettext("This is not there any more."),
  409: gettext("This was changed elsewhere. Load the page again."),
  413: gettext("This is too large to send."),
  422: gettext("This cannot be done as it stands."),
  429: gettext("Too many requests. Wait a moment."),
  500: gettext("Something went wrong on the server."),
  503: gettext("The server does not answer just now. Try again in a moment."),
};
for (const proxys of [502, 504]) words[proxys] = words[503]; // what stands before a server that is away says these

export const wordsFor = (status) => words[status] ?? interpolate(gettext("The server answered %s."), [status]);

document.addEventListener("click", (event) => {
  const closer = event.target.closest("dialog [data-close]");
  if (!closer) return;
  event.preventDefault();
  closer.closest("dialog").close();
});
