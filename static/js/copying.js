// Buttons that copy what the field before them holds: a link or a token that is shown only once.

for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select(); // where the browser keeps its clipboard to itself, Ctrl+C is left
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = gettext("Copied");
    } catch { /* not over HTTPS, or forbidden */
      button.textContent = gettext("Selected: press Ctrl+C");
    }
  });
}
