// Every page: what htmx's requests are told when they go wrong.

import { alarm, wordsFor } from "./page.js";

/** What an error's page says; else what its status means. */
function said({ status, responseText }) {
  const page = new DOMParser().parseFromString(responseText, "text/html");
  const words = [page.querySelector("main h1"), page.querySelector("[data-advice]")];
  return words.every(Boolean) ? words.map((element) => element.textContent).join(" ") : wordsFor(status);
}

/** In place, where the session has ended or only the page's token has grown old: what was typed stays. */
async function signIn() {
  const { signInAgain } = await import("./sign_in_again.js");
  await signInAgain({ back: () => alarm(gettext("You are signed in. Do the last step once more.")) }).ask();
}

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status === 401 || xhr.getResponseHeader("X-Token-Refused")) signIn();
  else alarm(said(xhr));
});
document.addEventListener("htmx:sendError", () => alarm(gettext("The server does not answer. Nothing is lost; try again.")));
document.addEventListener("htmx:timeout", () => alarm(gettext("The server took too long to answer. Try again.")));
