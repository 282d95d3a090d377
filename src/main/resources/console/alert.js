// One alert from the transaction it is about to the last receipt.

import { get, query } from "./api.js";
import { cancel, replay } from "./acts.js";
import { add, code, count, el, facts, moment, state, theirs } from "./dom.js";

export async function one(place, way, signal) {
  const alert = await get("/ops/alerts/" + encodeURIComponent(way.rest[0] ?? ""), signal);
  add(place, el("p", {}, el("a", { href: "#/alerts" }, "Alerts")),
    el("div", { class: "title" }, el("h1", {}, `Alert ${alert.id}`), el("div", { class: "tools" }, el("a", { class: "button", href: query("#/silences", { match: like(alert.body ?? {}) }) }, "Silence alerts like it"))),
    facts([["Kind", alert.kind], ["Severity", alert.severity], ["Raised", moment(alert.raisedAt)], ["Published", alert.silencedBy ? null : alert.published ? "yes" : "waits for the broker"],
      ["Transaction", alert.transaction?.id], ["Decision", alert.verdict?.decision], ["Score", alert.verdict?.score], ["Folded into", alert.foldedInto ? el("a", { href: "#/alerts/" + alert.foldedInto }, alert.foldedInto) : null],
      ["Tells also of", alert.folded ? count(alert.folded, "other") : null],
      ["Site", alert.kind === "site" && alert.body?.siteId ? el("a", { href: "#/sites/" + encodeURIComponent(alert.body.siteId) }, theirs(alert.body.site)) : null],
      ["Silenced by", alert.silencedBy ? el("a", { href: "#/silences" }, alert.silencedBy) : null]]),
    el("h2", {}, "From intake to receipt"),
    line(timeline(alert)),
    el("h2", {}, "Deliveries"),
    alert.deliveries.length === 0 ? el("p", { class: "empty" }, alert.silencedBy ? "None: it is silenced." : "Nothing was promised to anybody yet.") : el("ul", { class: "cards" }, alert.deliveries.map(delivery)),
    el("h2", {}, "Alert as it was sent"), code(JSON.stringify(alert.body, null, 2)),
    alert.transaction ? [el("h2", {}, "Transaction, masked"), code(JSON.stringify(alert.transaction.body, null, 2))] : null);
}

/** The matcher that means what an alert is about, more than this one alone: the person may change it. */
function like(body) {
  const field = ["site", "card", "kind"].find(name => typeof body[name] === "string" && body[name] !== "") ?? "severity";
  return `${field}="${String(body[field] ?? "").replace(/["\\]/g, "\\$&")}"`;
}

function timeline(alert) {
  const events = [];
  const add = (at, kind, ...words) => at && events.push({ at, kind, words });
  if (alert.transaction) {
    add(alert.transaction.receivedAt, "good", "Transaction ", el("strong", {}, alert.transaction.id), ` came over ${alert.transaction.transport}`);
  }
  if (alert.verdict) {
    add(alert.raisedAt, "busy", "Screened: ", state(alert.verdict.decision), ` with a score of ${alert.verdict.score}`, el("ul", { class: "plain" },
      (alert.verdict.reasons ?? []).map(reason => el("li", {}, el("code", {}, reason.code), " ", theirs(reason.text), el("span", { class: "faint" }, ` rule ${reason.rule}`)))));
  }
  add(alert.raisedAt, "good", `Alert raised, severity ${alert.severity}`);
  if (alert.silencedBy) {
    add(alert.raisedAt, "busy", `Silenced by ${alert.silencedBy}: nobody is told`, alert.silence ? [", ", theirs(alert.silence.who), ": ", theirs(alert.silence.reason)] : "");
  }
  alert.deliveries.forEach(delivery => way(delivery, add));
  return events;
}

/** What has happened with one delivery. */
function way(delivery, add) {
  const who = () => [delivery.channel, " to ", theirs(delivery.recipient)]; // new ones: an element stands in one place
  add(delivery.promisedAt, "", "Promised by ", who(), el("p", { class: "faint" }, theirs(delivery.route)));
  for (const attempt of delivery.attempts) {
    add(attempt.began, "", `Try ${attempt.number}, `, who(), attempt.provider ? ` at ${attempt.provider}` : "");
    add(attempt.ended, attempt.outcome === "parked" ? "bad" : attempt.outcome === "retry" ? "busy" : "good", `Try ${attempt.number}, `, who(), ": ", state(attempt.outcome),
      attempt.reason ? el("p", {}, theirs(attempt.reason)) : null, attempt.providerId ? el("p", { class: "faint" }, "provider's name for it: ", theirs(attempt.providerId)) : null);
  }
  for (const change of delivery.changes) {
    add(change.at, "busy", theirs(change.actor), `: ${change.action}, `, who(), change.reason ? [" (", theirs(change.reason), ")"] : "", ": ", theirs(change.outcome));
  }
  if (["delivered", "expired", "cancelled"].includes(delivery.status)) {
    add(delivery.changedAt, delivery.status === "delivered" ? "good" : "bad", state(delivery.status), " ", who());
  }
}

function line(events) {
  return el("ol", { class: "timeline" }, events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(event => el("li", { class: event.kind }, el("div", { class: "when" }, moment(event.at)),
    el("div", {}, event.words))));
}

/** The same of one delivery, whatever it is about. */
export function course(delivery) {
  const events = [];
  way(delivery, (at, kind, ...words) => at && events.push({ at, kind, words }));
  return line(events);
}

function delivery(one) {
  return el("li", { class: "card" }, el("div", { class: "cardhead" }, el("h3", {}, el("a", { href: "#/deliveries/" + one.id }, one.channel, " to ", theirs(one.recipient))), state(one.status), el("span", { class: "faint" }, moment(one.changedAt))),
    one.lastError ? el("p", { class: "problem" }, theirs(one.lastError)) : null,
    el("p", { class: "actions" }, actions(one)));
}

/** What may be done with a delivery in its state. */
export function actions(one) {
  const what = `${one.channel} to ${one.recipient}`;
  return [
    ["parked", "expired"].includes(one.status) ? el("button", { type: "button", class: "main", onclick: () => replay("delivery", one.id, what) }, "Replay") : null,
    ["waiting", "delayed", "parked"].includes(one.status) ? el("button", { type: "button", onclick: () => cancel(one.id, what) }, "Cancel") : null,
  ];
}
