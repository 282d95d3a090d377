// What waits for a person.

import { get, query } from "./api.js";
import { dismiss, replay } from "./acts.js";
import { field, select } from "./deliveries.js";
import { add, code, count, el, facts, moment, span, state, theirs } from "./dom.js";

const NAMES = ["kind", "route", "error"];

export async function show(place, way, signal) {
  if (way.rest.length === 2) {
    await one(place, way.rest[0], way.rest[1], signal);
    return;
  }
  const wanted = Object.fromEntries(NAMES.map(name => [name, way.query[name] ?? ""]));
  const answer = await get(query("/ops/parked", { ...wanted, limit: 50, cursor: way.query.cursor }), signal);
  const to = parameters => query("#/parked", parameters);
  add(place, el("h1", {}, "Parked"),
    el("p", {}, `${count(answer.total.delivery, "delivery", "deliveries")} that nobody took, ${count(answer.total["dead-letter"], "dead letter")}: messages no route could work on.`),
    el("form", { class: "search", role: "search", "aria-label": "Search parked messages", onsubmit: event => {
      event.preventDefault();
      location.hash = to(Object.fromEntries(new FormData(event.target)));
    } },
    select("kind", "Kind", ["", "delivery", "dead-letter"], wanted.kind), field("route", "Came by route", wanted.route), field("error", "Reason contains", wanted.error),
    el("button", { type: "submit", class: "main" }, "Search")),
    answer.parked.length === 0 ? el("p", { class: "empty" }, Object.values(wanted).some(value => value !== "") ? "Nothing is parked like this." : "Nothing is parked.") : el("ul", { class: "cards" }, answer.parked.map(card)),
    el("p", { class: "pager" }, way.query.cursor ? el("a", { href: to(wanted) }, "The newest") : null, answer.next ? el("a", { class: "button", href: to({ ...wanted, cursor: answer.next }) }, "Older ones") : null));
}

function name(letter) {
  return letter.kind === "delivery" ? `${letter.channel} to ${letter.recipient}` : `Dead letter ${letter.id}`;
}

function actions(letter) {
  return el("p", { class: "actions" },
    letter.kind === "delivery" || letter.replayable ? el("button", { type: "button", class: "main", onclick: () => replay(letter.kind, letter.id, name(letter)) }, "Replay")
      : el("span", { class: "faint" }, "Its original was not kept: its producer has to send it again."),
    el("button", { type: "button", onclick: () => dismiss(letter.kind, letter.id, name(letter)) }, "Dismiss"));
}

function card(letter) {
  return el("li", { class: "card" }, el("div", { class: "cardhead" }, el("h2", {}, el("a", { href: `#/parked/${letter.kind}/${letter.id}` }, theirs(name(letter)))),
    el("span", { class: "faint" }, `parked ${span(letter.ageSeconds)} ago`)),
    el("p", { class: "problem" }, theirs(letter.reason)),
    facts([["Route", theirs(letter.route)], ["Failed in", letter.failedIn], ["Tries", letter.attempts], ["Replay of", letter.replayOf],
      ["Alert", letter.source === "alert" ? el("a", { href: "#/alerts/" + encodeURIComponent(letter.sourceId) }, letter.sourceId) : null]]),
    letter.preview ? el("pre", { class: "code", tabindex: 0 }, theirs(letter.preview)) : null, actions(letter));
}

async function one(place, kind, id, signal) {
  const letter = await get(`/ops/parked/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`, signal);
  const parked = letter.status === "parked" || letter.status === undefined;
  add(place, el("p", {}, el("a", { href: "#/parked" }, "Parked")), el("h1", {}, `${kind.replace("-", " ")} ${id}`), letter.status ? el("p", {}, state(letter.status)) : null,
    letter.lastError || letter.reason ? el("p", { class: "problem" }, theirs(letter.lastError ?? letter.reason)) : null,
    facts([["Recipient", letter.recipient ? theirs(letter.recipient) : null], ["Channel", letter.channel], ["Route", theirs(letter.route)], ["Parked", letter.parkedAt ? moment(letter.parkedAt) : null],
      ["Alert", letter.source === "alert" ? el("a", { href: "#/alerts/" + encodeURIComponent(letter.sourceId) }, letter.sourceId) : null]]),
    letter.preview ? [el("h2", {}, "Message, masked"), code(letter.preview)] : null,
    letter.changes?.length > 0 ? [el("h2", {}, "What was done with it"), el("ul", { class: "plain" }, letter.changes.map(change => el("li", {}, moment(change.at), " ", theirs(change.actor), `: ${change.action}, `,
      theirs(change.outcome), change.reason ? [" (", theirs(change.reason), ")"] : "")))] : null,
    parked ? actions({ ...letter, kind, id: Number(id) }) : null);
}
