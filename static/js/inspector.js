// The panel beside the text. The server draws it; its buttons hold operations, which go through the outbox.

import { restore } from "./drafts.js";
import { keepFocus } from "./focus.js";
import { markOf } from "./marks.js";
import { alarm, wordsFor } from "./page.js";

const FIELDS = ["=", "m"];
const RESTS = 120; // milliseconds
const panel = () => document.getElementById("inspector");

export class Inspector {
  /** `caughtUp` is called when keys come early, and when they have become operations; `leave` gives the focus back. */
  constructor({ url, push, view, caughtUp, again, leave }) {
    Object.assign(this, { url, push, view, caughtUp, again, leave });
    this.held = [];
    this.asking = 0;
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("focusout", (event) => this.left(event));
    document.addEventListener("toggle", ({ target }) => target.matches("#listing[open]") && !target.querySelector("ol") && this.load(), { capture: true });
  }

  /** The panel for this paragraph, once the cursor rests there. */
  look(paragraph) {
    clearTimeout(this.looking);
    if (panel().dataset.paragraph === String(paragraph)) return;
    this.looking = setTimeout(() => this.view().span || this.load(), RESTS); // a span brings its own
  }

  /** The panel for what is now selected. Only the latest request counts. */
  async load() {
    clearTimeout(this.looking);
    this.request?.abort();
    this.request = new AbortController();
    const asked = this.view();
    try {
      const response = await fetch(`${this.url}?${new URLSearchParams(asked)}`, { signal: this.request.signal });
      if (!response.ok) return alarm(wordsFor(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("inspector");
      const left = asked.span !== this.view().span; // an operation's answer has brought a newer panel, or will
      if (!fresh || left || this.busyTyping()) return;
      this.put(fresh);
      if (asked.span && !this.cardOf(asked.span)) this.gone(asked.span);
      this.arrived(asked.span);
    } catch (error) {
      if (error.name !== "AbortError") this.old = alarm(gettext("The server does not answer. What you see may be old."));
    }
  }

  /** Lists stay open, or folded. */
  put(fresh) {
    this.old?.remove();
    for (const list of fresh.querySelectorAll("details[id]")) list.open = panel().querySelector(`#${list.id}`)?.open ?? list.open;
    restore(fresh);
    keepFocus(() => panel().replaceWith(document.adoptNode(fresh)), this.leave);
  }

  /** The span stands on this page, and nowhere else any more. */
  gone(span) {
    this.held = this.held.filter((early) => early.span !== span);
    this.caughtUp();
    alarm(gettext("This span is not there any more: it was removed elsewhere."), {
      action: gettext("Load the page again"),
      act: () => location.reload(),
    });
  }

  /** Keys that came before the card did. For a span that the person has left meanwhile, its card is asked for. */
  arrived(selected, { waiting = true } = {}) {
    const early = this.held.splice(0);
    for (const { key, span, words } of early) {
      if (span === selected) { this.again(key); this.writeAhead(words); }
      else if (markOf(span)) this.pressUnseen(key, span);
      else if (waiting) this.held.push({ key, span }); // else it was refused, and its keys with it
    }
    if (early.length) this.caughtUp();
  }

  /** Whether keys that came early are still to become operations. */
  get behind() {
    return this.asking + this.held.length > 0;
  }

  async pressUnseen(key, span) {
    this.asking += 1;
    try {
      const response = await fetch(`${this.url}?${new URLSearchParams({ span })}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const button = page.querySelector(`.card button[data-key="${CSS.escape(key)}"]`);
      if (button) this.push(JSON.parse(button.value));
    } catch {
      alarm(interpolate(gettext("The server does not answer: what %s stands for was not done."), [key]));
    } finally {
      this.asking -= 1;
      this.caughtUp();
    }
  }

  /** The set's version that the panel shows. */
  get version() {
    return Number(panel().dataset.v);
  }

  cardOf(selected) {
    return panel().querySelector(`.card[data-span="${selected}"]`);
  }

  /** The button or field that a key stands for. */
  press(key, selected) {
    if (!selected) return;
    const card = this.cardOf(selected);
    if (!card) {
      this.held.push({ key, span: selected });
      return this.caughtUp();
    }
    const target = card.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (target?.matches("button")) return target.click();
    target?.focus();
    target?.select();
  }

  /** What is typed after the key of a field, before the field is there: it is no command. */
  typeAhead(name) {
    const field = this.held.findLast(({ key, words }) => FIELDS.includes(key) && !words?.includes("Enter"));
    if (!field || (name.length > 1 && name !== "Enter")) return false;
    field.words = [...(field.words ?? []), name];
    return true;
  }

  writeAhead(words) {
    const field = document.activeElement;
    if (!words || !panel().contains(field) || field.name !== "text") return;
    field.value = words.filter((name) => name !== "Enter").join("");
    if (words.includes("Enter")) this.keep(field);
  }

  /** Enter on what the app filled in says that it is right. */
  keep(field) {
    this.confirming = field.form.querySelector('[name="do"]');
    field.form.requestSubmit(this.confirming);
    this.confirming = null;
    this.leave();
  }

  /** Buttons that link the selected span: label after label, nearest first, a span once. */
  targets() {
    const all = [...panel().querySelectorAll("[data-link-to]")];
    return all.filter((button, i) => all.findIndex(({ dataset }) => dataset.linkTo === button.dataset.linkTo) === i);
  }

  busyTyping() {
    return panel().contains(document.activeElement) && document.activeElement.matches("input, textarea")
      && document.activeElement.value !== document.activeElement.defaultValue;
  }

  submitted(event) {
    const form = event.target;
    const { submitter } = event;
    if (!panel().contains(form) || submitter?.name !== "do") return;
    event.preventDefault();
    const op = JSON.parse(submitter.value);
    const field = form.elements.text;
    if (field) {
      const text = field.value.replaceAll("\r\n", "\n");
      if (text === field.defaultValue && !(submitter === this.confirming && "filled" in field.dataset)) return;
      op.value = op.op === "label.set" ? { ...op.value, [form.elements.attr.value]: text || null } : text || null;
      field.defaultValue = text;
    }
    this.push(op);
  }

  /** Enter keeps a text, Escape leaves it as it was. */
  typed(event) {
    const field = event.target;
    if (!panel().contains(field) || field.name !== "text") return;
    if (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey)) return;
    event.preventDefault();
    if (event.key === "Enter") return this.keep(field);
    field.value = field.defaultValue;
    this.leave();
  }

  /** What was typed is kept when the field is left. */
  left(event) {
    const field = event.target;
    if (!panel().contains(field) || field.name !== "text" || field.value === field.defaultValue) return;
    field.form.requestSubmit(field.form.querySelector('[name="do"]'));
  }

  rename(names) {
    for (const link of panel().querySelectorAll(".rows a[data-span]")) {
      const name = names.get(link.dataset.span);
      if (name) link.querySelector("b").textContent = name;
    }
  }
}
