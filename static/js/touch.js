// A finger: what the browser selects after a long press is a range to be marked. It stays selected, with its own handles.

import { fromSelection } from "./cursor.js";

const RESTS = 200; // milliseconds

export function touch({ cursor, choose }) {
  let finger = false;
  let resting = null;
  addEventListener("pointerdown", ({ pointerType }) => { finger = pointerType === "touch"; }, { capture: true });
  document.addEventListener("selectionchange", () => {
    clearTimeout(resting);
    resting = finger && setTimeout(() => {
      const range = fromSelection(getSelection());
      const known = range && cursor.range?.start === range.start && cursor.range.end === range.end;
      if (range && !known) choose(range);
    }, RESTS);
  });
}
