// The short name that the server proposes for a name: what a person types meanwhile stands, or takes its place.

const field = document.getElementById("short-name");

field.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const asked = detail.requestConfig.parameters.slug;
  if (field.querySelector("[name=slug]").value !== asked) detail.shouldSwap = false;
});
field.addEventListener("htmx:afterSwap", () => {
  if (field.contains(document.activeElement)) document.activeElement.select();
});
