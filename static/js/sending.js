// Files for an upload: dropped on the page or pasted, added to those that are chosen, and watched while they are sent.

import { alarm, say, wordsFor } from "./page.js";

const form = document.querySelector("form[data-sends]");
const input = form.querySelector('input[type="file"]');
const sending = form.querySelector("[data-sending]");
const bar = sending.querySelector("progress");

function choose(files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
  show();
}

function show() {
  const files = [...input.files];
  form.querySelector("[data-chosen]").replaceChildren(...files.map(row));
  say(interpolate(ngettext("%s file is chosen.", "%s files are chosen.", files.length), [files.length]));
}

function row(file, number) {
  const name = Object.assign(document.createElement("bdi"), { textContent: file.name });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "✕" });
  button.setAttribute("aria-label", interpolate(gettext("Do not send %s"), [file.name]));
  button.addEventListener("click", () => {
    choose([...input.files].filter((_, other) => other !== number));
    (form.querySelectorAll("[data-chosen] button")[number] ?? input).focus();
  });
  const item = document.createElement("li");
  item.append(name, button);
  return item;
}

const brings = (event) => event.dataTransfer?.types.includes("Files");
const mark = (over) => form.classList.toggle("dropping", over);

function dropped({ dataTransfer }) {
  const folders = [...dataTransfer.items].map((item) => item.webkitGetAsEntry?.()?.isDirectory ?? false);
  if (folders.includes(true)) alarm(gettext("A folder cannot be dropped here. Pack it as a .zip file."));
  choose([...input.files, ...[...dataTransfer.files].filter((_, number) => !folders[number])]);
}

function send() {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    tell(gettext("They are there, and are being read."));
  });
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => rest(gettext("They could not be sent: the line broke. Try again.")));
  request.addEventListener("abort", () => rest());
  sending.querySelector("button").onclick = () => request.abort();
  request.open("POST", form.action);
  request.send(new FormData(form));
  sending.hidden = false;
  form.querySelector("[data-send]").disabled = true;
  bar.value = 0;
  tell(gettext("They are being sent."));
}

function tell(words) {
  sending.querySelector("label").textContent = words;
  say(words);
}

/** On to what was read; or the form again, with what is wrong with it. */
function answered(request) {
  if (request.status === 200) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const faults = [...page.querySelectorAll("main .error p, main [data-advice]")].map(({ textContent }) => textContent);
  return rest(faults.join(" ") || wordsFor(request.status));
}

function rest(fault) {
  sending.hidden = true;
  form.querySelector("[data-send]").disabled = false;
  if (fault) alarm(fault);
}

document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  mark(true);
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(false); });
document.addEventListener("drop", (event) => {
  mark(false);
  if (!brings(event)) return;
  event.preventDefault();
  dropped(event);
});
document.addEventListener("paste", (event) => {
  // Office programs lay a picture of the words beside them.
  if (!event.clipboardData.files.length || event.clipboardData.types.includes("text/html")) return;
  event.preventDefault();
  choose([...input.files, ...event.clipboardData.files]);
});
input.addEventListener("change", show);
form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  send();
});
window.addEventListener("pageshow", () => rest());
