// Which operations rest on which: what an earlier one, still on its way, makes or changes.

const makes = (op) => [
  ...(["span.add", "link.add"].includes(op.op) ? [op.span ?? op.link] : []),
  ...(op.spans ?? []).map(({ span }) => span),
];
const speaksOf = (op) => [op.span ?? op.link, op.from, op.to, ...(op.under ?? []).map(({ span, link }) => span ?? link)];
const saw = (op) => [op.seen, ...(op.under ?? []).map(({ seen }) => seen)];
const changes = (op, id) => (op.span ?? op.link) === id || (op.spans ?? []).some(({ span }) => span === id);

/** The operation as it is to be sent behind this queue: what an earlier one will have changed counts as seen. */
export function onTop(op, queue) {
  const seenOf = (one) => (one.seen && queue.findLast((other) => changes(other, one.span ?? one.link))?.id) ?? one.seen;
  const under = op.under?.map((mark) => ({ ...mark, seen: seenOf(mark) }));
  return { ...op, ...(op.seen && { seen: seenOf(op) }), ...(under && { under }) };
}

/** Those of `later` that mean nothing without `refused`; undo and redo, since they would take back something else. */
export function dependents(refused, later) {
  const lost = new Set([refused.id, ...makes(refused)]);
  return later.filter((op) => {
    const rests = [...speaksOf(op), ...saw(op)].some((id) => lost.has(id)) || ["undo", "redo"].includes(op.op);
    if (rests) for (const id of [op.id, ...makes(op)]) lost.add(id);
    return rests;
  });
}

/** A new link takes the place of one that is still on its way, and not of one whose removal is. */
export function replacing(op, queue) {
  const earlier = queue.findLast((other) => other.op === "link.add" && other.from === op.from && other.label === op.label);
  const standing = earlier ? [{ link: earlier.link, seen: earlier.id }] : op.under;
  const going = queue.filter((other) => other.op === "link.remove").map(({ link }) => link);
  return { ...op, under: standing.filter(({ link }) => !going.includes(link)) };
}
