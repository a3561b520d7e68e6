// Passkeys: a form's button asks the browser for one, and sends what it answers.

const able = () => globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;

/** What to ask for: on the page, or where there is no person yet, at the form's address. */
async function asked(form) {
  const told = form.querySelector("script");
  if (told) return JSON.parse(told.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function answerOf(form) {
  const { creation_options: made, request_options: wanted } = await asked(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted.publicKey) });
  }
  // One that is found without an address signs in without a password, where the device can keep it.
  made.publicKey.authenticatorSelection = { ...made.publicKey.authenticatorSelection, residentKey: "preferred", requireResidentKey: false };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(made.publicKey) });
}

async function send(form) {
  const told = form.querySelector(".went-wrong");
  told.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify((await answerOf(form)).toJSON());
  } catch (error) {
    told.textContent = error.name === "InvalidStateError" ? gettext("This one is set up already.") : gettext("That did not work. Try again, or use something else.");
    told.hidden = false;
    return;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able()) continue;
  form.querySelector("button[hidden]").hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
}
