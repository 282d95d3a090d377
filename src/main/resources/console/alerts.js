// The alerts there were, the newest first, and what became of each; one of them from intake to receipt.

import { one } from "./alert.js";
import { get, query } from "./api.js";
import { field, select } from "./deliveries.js";
import { add, el, moment, number, state, table, theirs } from "./dom.js";

const SEVERITIES = ["", "critical", "high", "normal", "low"];
const NAMES = ["severity", "transaction", "silence"];

export async function show(place, way, signal) {
  if (way.rest.length > 0) {
    await one(place, way, signal);
    return;
  }
  const wanted = Object.fromEntries(NAMES.map(name => [name, way.query[name] ?? ""]));
  const answer = await get(query("/ops/alerts", { ...wanted, limit: 50, cursor: way.query.cursor }), signal);
  const to = parameters => query("#/alerts", parameters);
  add(place, title("Alerts", "alerts"),
    el("form", { class: "search", role: "search", "aria-label": "Search alerts", onsubmit: event => {
      event.preventDefault();
      location.hash = to(Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()])));
    } }, select("severity", "Severity", SEVERITIES, wanted.severity), field("transaction", "Transaction's number", wanted.transaction, "numeric"),
    field("silence", "Silenced by, number", wanted.silence, "numeric"), el("button", { type: "submit", class: "main" }, "Search")),
    table("Alerts", ["Raised", "Alert", "Severity", "About", "What became of it"], answer.alerts.map(alert => [
      moment(alert.raisedAt), el("a", { class: "nowrap", href: "#/alerts/" + alert.id, "aria-label": `Alert ${alert.id}, timeline` }, alert.id), severity(alert.severity), about(alert), became(alert)]),
    "No alert is like this."),
    el("p", { class: "pager" }, way.query.cursor ? el("a", { href: to(wanted) }, "The newest") : null, answer.next ? el("a", { class: "button", href: to({ ...wanted, cursor: answer.next }) }, "Older ones") : null));
}

/** The heading, with the way between alerts and what keeps them back. */
export function title(words, page, tools) {
  return el("div", { class: "title" }, el("h1", {}, words), el("div", { class: "tools" }, tools ?? null, el("div", { class: "switch", role: "group", "aria-label": "Alerts and silences" },
    [["alerts", "Alerts"], ["silences", "Silences"]].map(([name, label]) => el("a", { href: "#/" + name, "aria-current": name === page ? "true" : null }, label)))));
}

function severity(word) {
  return el("span", { class: "state " + ({ critical: "bad", high: "busy" }[word] ?? "other") }, word);
}

function about(alert) {
  return alert.site ? el("div", {}, theirs(alert.site), el("p", { class: "faint small" }, theirs((alert.event ?? "").replaceAll("-", " "))))
    : el("div", {}, theirs(alert.kind), alert.transaction ? el("p", { class: "faint small" }, `transaction ${alert.transaction}`, alert.decision ? [", ", theirs(alert.decision)] : null) : null);
}

function became(alert) {
  const deliveries = Object.entries(alert.deliveries);
  return el("div", { class: "states" },
    alert.silencedBy ? el("a", { class: "state silent", href: "#/silences" }, `silenced by ${alert.silencedBy}`) : null,
    alert.foldedInto ? el("a", { href: "#/alerts/" + alert.foldedInto }, `folded into ${alert.foldedInto}`) : null,
    deliveries.map(([status, n]) => state(status, number(n) + " ")),
    !alert.silencedBy && !alert.foldedInto && deliveries.length === 0 ? el("span", { class: "faint" }, "nothing was promised to anybody yet") : null);
}
