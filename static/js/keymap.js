// Every key of the workbench in one table: it dispatches, and it is the key sheet.

export const KEYS = [
  { keys: ["ArrowDown", "j"], act: "sentence-next", says: gettext("next sentence") },
  { keys: ["ArrowUp", "k"], act: "sentence-previous", says: gettext("previous sentence") },
  { keys: ["ArrowRight"], act: "phrase-next", says: gettext("next phrase") },
  { keys: ["ArrowLeft"], act: "phrase-previous", says: gettext("previous phrase") },
  { keys: ["Alt+ArrowRight"], act: "word-next", says: gettext("next word") },
  { keys: ["Alt+ArrowLeft"], act: "word-previous", says: gettext("previous word") },
  { keys: ["Shift+ArrowDown", "J"], act: "end-sentence-next", says: gettext("end one sentence on") },
  { keys: ["Shift+ArrowUp", "K"], act: "end-sentence-previous", says: gettext("end one sentence back") },
  { keys: ["Shift+ArrowRight"], act: "end-phrase-next", says: gettext("end one phrase on") },
  { keys: ["Shift+ArrowLeft"], act: "end-phrase-previous", says: gettext("end one phrase back") },
  { keys: ["Alt+Shift+ArrowRight"], act: "end-word-next", says: gettext("end one word on") },
  { keys: ["Alt+Shift+ArrowLeft"], act: "end-word-previous", says: gettext("end one word back") },
  { keys: [">"], act: "end-character-next", says: gettext("end one character on") },
  { keys: ["<"], act: "end-character-previous", says: gettext("end one character back") },
  { keys: [")"], act: "start-character-next", says: gettext("start one character on") },
  { keys: ["("], act: "start-character-previous", says: gettext("start one character back") },
  { keys: ["]"], act: "start-word-next", says: gettext("start one word on") },
  { keys: ["["], act: "start-word-previous", says: gettext("start one word back") },
  { keys: ["}"], act: "start-phrase-next", says: gettext("start one phrase on") },
  { keys: ["{"], act: "start-phrase-previous", says: gettext("start one phrase back") },
  { keys: ["f"], act: "find-end", says: gettext("end at the word that begins with two letters") },
  { keys: ["F"], act: "find-start", says: gettext("start at the word that begins with two letters") },
  { keys: [","], act: "repeat", says: gettext("the last label again") },
  { keys: ["n"], act: "span-next", says: gettext("next span") },
  { keys: ["N"], act: "span-previous", says: gettext("previous span") },
  { keys: ["l"], act: "link", says: gettext("link the selected span; l again takes the nearest") },
  { keys: ["L"], act: "press", says: gettext("remove its link") },
  { keys: ["*"], act: "matches", says: gettext("propose its label wherever its words stand") },
  { keys: ["x", "Delete"], act: "press", says: gettext("delete the selected span") },
  { keys: ["M"], act: "press", says: gettext("unsure") },
  { keys: ["m"], act: "press", says: gettext("note") },
  { keys: ["="], act: "press", says: gettext("who") },
  { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], act: "press", says: gettext("answers of the selected span") },
  { keys: ["u", "Control+z", "Meta+z"], act: "undo", says: gettext("undo") },
  { keys: ["U", "Control+y", "Meta+Shift+Z"], act: "redo", says: gettext("redo") },
  { keys: ["."], act: "load", says: gettext("load what somebody else changed in this paragraph") },
  { keys: ["Control+Enter", "Meta+Enter"], act: "submit", says: gettext("submit") },
  { keys: ["Enter"], act: "menu", says: gettext("a menu of all actions") },
  { keys: ["v"], act: "speak", says: gettext("say the spans of this paragraph") },
  { keys: ["V"], act: "reading", says: gettext("reading view: plain text with words for the spans, and back") },
  { keys: ["Tab"], act: "outer", says: gettext("from a span to the one around it, then on") },
  { keys: ["/"], act: "find", says: gettext("find in the text") },
  { keys: ["\\"], act: "fold", says: gettext("fold the queue away, or show it") },
  { keys: ["g q"], act: "go-queue", says: gettext("to the queue") },
  { keys: ["g n"], act: "go-next", says: gettext("next task of the queue") },
  { keys: ["g p"], act: "go-previous", says: gettext("previous task of the queue") },
  { keys: ["g z"], act: "skip", says: gettext("skip this article, with a reason") },
  { keys: ["g s"], act: "story", says: gettext("another article of the story beside the text") },
  { keys: ["g a"], act: "go-suggestions", says: gettext("what is suggested for this article") },
  { keys: ["g c"], act: "go-copies", says: gettext("near-copies of this article") },
  { keys: ["i"], act: "guideline", says: gettext("guideline of the label") },
  { keys: ["P"], act: "pause", says: gettext("pause: covers the text, and time does not count") },
  { keys: ["F6"], act: "zone-next", says: gettext("next part of the screen") },
  { keys: ["Shift+F6"], act: "zone-previous", says: gettext("previous part of the screen") },
  { keys: ["Shift+F1"], act: "letters", says: gettext("letters as keys off, or on again") },
  { keys: ["Escape"], act: "escape", says: gettext("one level back") },
  { keys: ["?"], act: "keys", says: gettext("this sheet") },
];

const table = new Map(KEYS.flatMap(({ keys, act }) => keys.map((key) => [key, act])));

/** The name of a key press, as the table writes it. */
export function nameOf(event) {
  // AltGr reaches the page as Ctrl and Alt on some systems: what it writes is the key.
  const writes = event.getModifierState("AltGraph") && event.key.length === 1;
  const held = writes ? [] : ["Control", "Meta", "Alt"].filter((key) => event[`${key === "Control" ? "ctrl" : key.toLowerCase()}Key`]);
  const shifted = event.shiftKey && (event.key.length > 1 || held.length);
  return [...held, ...(shifted ? ["Shift"] : []), event.key].join("+");
}

export const actOf = (name) => table.get(name);

/** Whether the key is the first of two. */
export const begins = (name) => [...table.keys()].some((key) => key.startsWith(`${name} `));

/** Letters are for the text: never while somebody types. */
export function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable], dialog") !== null;
}

/** The sheet, with the labels of the project first. */
export function sheet(labels) {
  const rows = [
    ...labels.filter((l) => l.shortcut).map((l) => ({ keys: [l.shortcut], says: l.name })),
    ...labels.filter((l) => l.shortcut && l.unit === "paragraph").map((l) => ({ keys: [l.shortcut.toUpperCase()], says: interpolate(gettext("%s, from here to the end"), [l.name]) })),
    ...KEYS,
  ];
  const list = document.createElement("dl");
  list.className = "key-sheet";
  for (const { keys, says } of rows) {
    const term = document.createElement("dt");
    for (const key of keys) term.append(Object.assign(document.createElement("kbd"), { textContent: key.replace("Arrow", "") }), " ");
    list.append(term, Object.assign(document.createElement("dd"), { textContent: says }));
  }
  return list;
}

export function wayToPractice() {
  const { practice: href } = document.getElementById("sheet").dataset;
  return Object.assign(document.createElement("a"), { href, className: "button", textContent: gettext("Practise these keys") });
}
