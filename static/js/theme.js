// Before the page is drawn: what this browser keeps of a person's choices (settings.js), so that nothing flashes.

document.documentElement.dataset.scripts = "";
for (const name of ["theme", "size", "queue", "letters"]) {
  try {
    const value = localStorage.getItem(`newsreview.${name}`);
    if (value) document.documentElement.dataset[name] = value;
  } catch { /* a browser that keeps nothing */ }
}
