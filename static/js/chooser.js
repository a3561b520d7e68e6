// A question that is asked once, before many lines are marked: its answer goes with the gesture, as one edit.

const KEYS = "1234567890qwertyuiop";

/** Ask in the label bar; `chosen` gets the value's key, or null for “later”. Escape asks nothing and does nothing. */
export function choose(bar, { title, values, later, chosen, over }) {
  const before = [...bar.childNodes];
  const end = () => {
    bar.replaceChildren(...before);
    bar.hidden = true;
    bar.classList.remove("asking");
    over();
  };
  const answer = (value) => {
    end();
    chosen(value);
  };
  const offered = values.map((value, i) => ({ key: KEYS[i], value }));
  const buttons = offered.map(({ key, value }) => button(value.name, key, () => answer(value.key)));
  bar.replaceChildren(Object.assign(document.createElement("p"), { textContent: title }), ...buttons, button(later, "Enter", () => answer(null)));
  bar.hidden = false;
  bar.classList.add("asking");
  return {
    press(name) {
      if (name === "Enter") return answer(null) ?? true;
      const hit = offered.find(({ key }) => key === name);
      return (hit ? answer(hit.value.key) : end()) ?? true;
    },
  };
}

function button(name, key, act) {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: `${name} ` });
  element.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return element;
}
