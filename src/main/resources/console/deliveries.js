// What left, waits or failed; found by channel, state, recipient, error or number.

import { get, query } from "./api.js";
import { actions, course } from "./alert.js";
import { add, ago, el, facts, moment, number, state, table, theirs } from "./dom.js";

const STATES = ["", "waiting", "delayed", "leased", "submitted", "delivered", "parked", "expired", "cancelled"];
const NAMES = ["channel", "status", "recipient", "error", "alert"];

export async function show(place, way, signal) {
  if (way.rest.length > 0) {
    await one(place, way.rest[0], signal);
    return;
  }
  const wanted = Object.fromEntries(NAMES.map(name => [name, way.query[name] ?? ""]));
  const answer = await get(query("/ops/deliveries", { ...wanted, limit: 50, cursor: way.query.cursor }), signal);
  const channels = ["", ...new Set([...answer.backlog.map(one => one.channel), "email", "sms", "push", "webhook"])];
  const to = parameters => query("#/deliveries", parameters);
  add(place, el("h1", {}, "Deliveries"), backlog(answer.backlog),
    el("form", { class: "search", role: "search", "aria-label": "Search deliveries", onsubmit: event => {
      event.preventDefault();
      const given = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]));
      const next = to(given);
      if (location.hash === next) {
        document.dispatchEvent(new Event("again"));
      }
      location.hash = next;
    } },
    select("channel", "Channel", channels, wanted.channel), select("status", "State", STATES, wanted.status),
    field("recipient", "Recipient, exactly", wanted.recipient), field("error", "Error contains", wanted.error), field("alert", "Alert's number", wanted.alert, "numeric"),
    el("button", { type: "submit", class: "main" }, "Search")),
    table("Deliveries", ["Promised", "Delivery", "Recipient", "State", "Tries", "About", ""], answer.deliveries.map(one => [
      moment(one.promisedAt), el("span", { class: "nowrap" }, one.channel, one.provider ? el("span", { class: "faint" }, " " + one.provider) : null), theirs(one.recipient),
      el("div", {}, state(one.status), one.lastError ? el("p", { class: "small" }, theirs(one.lastError)) : null), number(one.attempts),
      about(one),
      el("div", { class: "actions" }, actions(one))]), "No delivery is like this."),
    el("p", { class: "pager" }, way.query.cursor ? el("a", { href: to(wanted) }, "The newest") : null, answer.next ? el("a", { class: "button", href: to({ ...wanted, cursor: answer.next }) }, "Older ones") : null));
}

async function one(place, id, signal) {
  const delivery = await get("/ops/deliveries/" + encodeURIComponent(id), signal);
  add(place, el("p", {}, el("a", { href: "#/deliveries" }, "Deliveries")), el("div", { class: "title" }, el("h1", {}, `Delivery ${delivery.id}`), el("div", { class: "tools" }, actions(delivery))),
    el("p", { class: "states" }, state(delivery.status), delivery.channel, " to ", theirs(delivery.recipient)),
    delivery.lastError ? el("p", { class: "problem" }, theirs(delivery.lastError)) : null,
    facts([["Provider", delivery.provider], ["Urgency", delivery.urgency], ["About", delivery.source === "alert" ? about(delivery) : theirs(delivery.source + " " + delivery.sourceId)], ["Not before", delivery.notBefore ? moment(delivery.notBefore) : null],
      ["Of use until", delivery.expiresAt ? moment(delivery.expiresAt) : null], ["Replayed", delivery.replayedAt ? moment(delivery.replayedAt) : null]]),
    el("h2", {}, "From promise to receipt"), course(delivery));
}

function about(one) {
  return one.source === "alert" ? el("a", { class: "nowrap", href: "#/alerts/" + encodeURIComponent(one.sourceId), "aria-label": "Alert " + one.sourceId + ", timeline" }, "alert " + one.sourceId)
    : el("a", { class: "about", href: "#/deliveries/" + one.id }, theirs(one.source + " " + one.sourceId));
}

function backlog(channels) {
  return channels.length === 0 ? el("p", { class: "faint" }, "Nothing waits and nothing is parked.") : el("ul", { class: "tiles", "aria-label": "What is not finished" }, channels.map(one => el("li", {},
    el("h2", {}, one.channel), el("p", {}, [["waiting", one.waiting], ["delayed", one.delayed], ["under way", one.leased], ["without a receipt yet", one.submitted], ["parked", one.parked]]
      .filter(([, n]) => n > 0).map(([word, n]) => el("span", { class: word === "parked" ? "state bad" : "state busy" }, `${number(n)} ${word}`))),
    one.oldestWaiting ? el("p", { class: "faint" }, `the oldest waits for ${ago(one.oldestWaiting)}`) : null)));
}

export function field(name, label, value, mode) {
  return el("p", { class: "field" }, el("label", { for: "by-" + name }, label), el("input", { id: "by-" + name, name, value, inputmode: mode, autocomplete: "off", spellcheck: "false" }));
}

export function select(name, label, words, value) {
  return el("p", { class: "field" }, el("label", { for: "by-" + name }, label),
    el("select", { id: "by-" + name, name }, words.map(word => el("option", { value: word, selected: word === value }, word === "" ? "any" : word))));
}
