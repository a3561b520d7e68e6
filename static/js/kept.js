// A page that takes no changes, since its set was handed in: it says what was made before that and still waits.

import { personOf } from "./line.js";
import { storedOf } from "./outbox_store.js";
import { alarm } from "./page.js";

const { set } = document.getElementById("text").dataset;
const kept = (await storedOf(personOf(document)).catch(() => [])).filter((record) => record.set === set);
const words = ngettext("%s change was made here before this was submitted, and is not part of it. Reopen the article to go on with it.", "%s changes were made here before this was submitted, and are not part of it. Reopen the article to go on with them.", kept.length);
if (kept.length) alarm(interpolate(words, [kept.length]));
