// The menu of settings: what a person has chosen for this browser (theme, size of the text, letters as keys; theme.js brings
// it back), and signing out.

export const kept = (name) => document.documentElement.dataset[name];

export function keep(name, value) {
  document.documentElement.dataset[name] = value;
  try { localStorage.setItem(`newsreview.${name}`, value); } catch { /* until the page is left */ }
}

for (const radio of document.querySelectorAll(".settings input[type=radio]")) {
  radio.checked = radio.value === (kept(radio.name) ?? radio.closest("fieldset").dataset.usual);
  radio.addEventListener("change", () => keep(radio.name, radio.value));
}

const menu = document.querySelector(".settings");

document.addEventListener("click", ({ target }) => { if (menu && !menu.contains(target)) menu.open = false; });
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-sign-out]")) return;
  event.preventDefault();
  const { signOut } = await import("./signing_out.js").catch(() => ({ signOut: () => form.submit() }));
  await signOut(form);
});
