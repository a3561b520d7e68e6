// From a key or a button to what it does.

import { actOf, begins, nameOf, typing } from "./keymap.js";
import { say } from "./page.js";
import { keep, kept } from "./settings.js";

const HELD = ["Shift", "Control", "Alt", "Meta"];
const ANYWHERE = ["Control+Enter", "Meta+Enter", "F6", "Shift+F6", "Shift+F1"]; // also while somebody types

/** `first` is done before a key is looked at. */
export function dispatch(desk, { acts, labelAct, first }) {
  const { inspector, state, text } = desk;
  /** Keys that were pressed while what an earlier one asks for was on its way. */
  let held = null;

  /** The second key of two, such as g q. */
  const second = (first) => {
    state.hinting = {
      press(name) {
        state.hinting = null;
        return name === "Escape" || act(`${first} ${name}`, name);
      },
    };
  };

  function act(name, key = name) {
    const does = labelAct(name) ?? acts[actOf(name)];
    const done = does?.(key === "Delete" ? "x" : key);
    if (done instanceof Promise) hold(done);
    return does !== undefined && done !== false;
  }

  /** They are pressed in their order once it is there: on what then has the focus. */
  async function hold(coming) {
    held ??= [];
    try {
      await coming;
    } catch {
      say(gettext("This could not be loaded: there is no connection. Try again."));
    }
    const keys = held ?? [];
    held = null;
    for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent(key.type, key));
  }

  /** Whether the key means something here, having done it. */
  function press(name) {
    if (text.hidden && !["V", "Escape"].includes(name)) return false; // the reading view is for reading
    if (state.hinting) return state.hinting.press(name);
    if (inspector.typeAhead(name)) return true;
    if (begins(name)) return second(name) ?? true;
    return name.includes(" ") && name !== " " ? act(name, name.at(-1)) : act(name);
  }

  const silent = (name) => [...name].length === 1 && kept("letters") === "off" && !state.hinting;

  function letters() {
    const off = kept("letters") !== "off";
    keep("letters", off ? "off" : "on");
    say(off ? gettext("Letters are off: Enter opens a menu of all actions. Shift F1 turns them on.") : gettext("Letters are on."));
  }

  document.addEventListener("keydown", (event) => {
    first();
    const name = nameOf(event);
    if (HELD.includes(event.key)) return;
    if (event.target.closest?.("dialog") && name.includes("F")) return;
    if (typing(event.target) && !ANYWHERE.includes(name)) return inspector.typed(event);
    if (held) return event.preventDefault() ?? held.push(event);
    if (event.target.closest("button, a, summary") && ["Enter", " "].includes(event.key)) return;
    if (!silent(name) && press(name) !== false) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (!button) return;
    event.preventDefault();
    getSelection().removeAllRanges();
    press(button.dataset.press);
    if (button.closest("#label-bar") && document.activeElement !== text) desk.attend(desk.here(), { scroll: false });
  });

  acts.letters = letters;
  return press;
}
