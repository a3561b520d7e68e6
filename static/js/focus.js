// Where the focus was, found again after the elements there have been put in place of others.

const SIGNS = ["data-key", "data-press", "data-span", "data-link-to"];

function signOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const zone = element.closest("[id]");
  const sign = SIGNS.find((name) => element.hasAttribute(name));
  return zone && sign && `#${zone.id} ${element.localName}[${sign}="${CSS.escape(element.getAttribute(sign))}"]`;
}

/** Swap, and give the focus back: to what now stands where it was, else to `otherwise`. */
export function keepFocus(swap, otherwise) {
  const was = document.activeElement;
  const sign = signOf(was);
  swap();
  if (was.isConnected || was === document.body) return;
  const now = sign && document.querySelector(sign);
  if (now && !now.matches(".sent")) now.focus({ preventScroll: true });
  else otherwise();
}
