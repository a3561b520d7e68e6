// A question asked in the label bar: a sentence, and a button and a key for each answer.

export const KEYS = "1234567890qwertyuiop";

/** `offered` are {key, name, act}. Any other key asks no more and does nothing; `over` is told when the question is gone. */
export function choose(bar, { title, offered, over }) {
  const before = [...bar.childNodes];
  const end = () => {
    bar.replaceChildren(...before);
    bar.hidden = true;
    bar.classList.remove("asking");
    over();
  };
  const buttons = offered.map(({ key, name, act }) => button(name, key, () => { end(); act(); }));
  bar.replaceChildren(Object.assign(document.createElement("p"), { textContent: title }), ...buttons);
  bar.hidden = false;
  bar.classList.add("asking");
  return {
    press(name) {
      end();
      offered.find(({ key }) => key === name)?.act();
      return true;
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
