// Settling what people differ in: own words are those that are selected in the text.

import "./walking.js";

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-own]")) return;
  const selection = getSelection();
  const words = selection.toString();
  if (words && document.getElementById("text").contains(selection.anchorNode)) document.getElementById("own-words").value = words;
});
