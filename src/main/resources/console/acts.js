// What changes messages: asked first, written into the audit by the API.

import { attempt, change } from "./api.js";
import { ask } from "./dialogs.js";
import { say, visible } from "./dom.js";

const OUTCOMES = { waiting: "It waits to be sent again.", replayed: "It went through.", dismissed: "It is dismissed.", cancelled: "It is cancelled." };

async function act(question, method, path) {
  const given = await ask(question);
  if (given === null) {
    return;
  }
  await attempt(() => change(method, path, given), answer => {
    say(OUTCOMES[answer.outcome] ?? `It is ${answer.outcome}: ${visible(answer.detail ?? "")}`, answer.outcome === "parked-again");
    document.dispatchEvent(new Event("again"));
  });
}

/** @param what in words of people */
export function replay(kind, id, what) {
  return act({ title: "Replay", text: `${what} gets another chance. That costs a credit of the budget, and may reach somebody twice if it got out before.`, action: "Replay",
    fields: [{ name: "reason", label: "Why" }] }, "POST", `/ops/parked/${kind}/${id}/replay`);
}

export function dismiss(kind, id, what) {
  return act({ title: "Dismiss", text: `${what} is given up. There is no way back.`, action: "Dismiss", danger: true, fields: [{ name: "reason", label: "Why", required: true }] },
    "DELETE", `/ops/parked/${kind}/${id}`);
}

export function cancel(id, what) {
  return act({ title: "Cancel", text: `${what} is given up: nobody gets it. There is no way back.`, action: "Cancel the delivery", danger: true, fields: [{ name: "reason", label: "Why", required: true }] },
    "DELETE", `/ops/deliveries/${id}`);
}
