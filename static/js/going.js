// From one article to the next: submitting this one, the person's queue, and the tasks in it.

import { keep, kept } from "./settings.js";
import { say } from "./page.js";

const rows = () => [...document.querySelectorAll("nav.queue a")];

export function going(desk) {
  /** Nothing is left behind: what is still on its way arrives first. */
  async function go(link, none = gettext("There is no other task in this direction.")) {
    if (!link) return say(none);
    await desk.outbox.settled();
    location.assign(link.href);
  }

  function submit() {
    desk.commitMove();
    document.activeElement.blur(); // what is being typed is kept first
    const form = document.querySelector("#sheet[open] form");
    if (form) return form.requestSubmit();
    return "leads" in way.dataset ? go(way) : desk.handIn(); // a reviewer goes back to the review
  }

  const way = document.querySelector(".submit");
  way.addEventListener("click", (event) => { event.preventDefault(); submit(); });

  const beside = (step) => () => {
    const at = rows().findIndex((row) => row.hasAttribute("aria-current"));
    go(rows()[at + step]);
  };

  function fold() {
    const folded = kept("queue") !== "folded";
    keep("queue", folded ? "folded" : "open");
    say(folded ? gettext("The queue is folded away.") : gettext("The queue is shown."));
  }

  return {
    acts: {
      submit,
      "go-queue": () => go(document.querySelector(".brand")),
      "go-next": beside(1),
      "go-previous": beside(-1),
      "go-suggestions": () => go(document.querySelector(".to-suggestions"), gettext("Nothing is suggested for this article.")),
      "go-copies": () => go(document.querySelector(".to-copies")),
      skip: () => go(document.querySelector(".skip-task")),
      fold,
    },
  };
}
