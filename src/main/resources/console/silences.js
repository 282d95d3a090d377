// Which alerts nobody is told of: those silences that are on, to come and past; a new one, and an end before its time.

import { attempt, change, get, query } from "./api.js";
import { title } from "./alerts.js";
import { ask } from "./dialogs.js";
import { add, count, el, moment, number, say, theirs, until } from "./dom.js";

const MARKS = [["=", "is"], ["!=", "is not"], ["=~", "matches"], ["!~", "does not match"]];
const FIELDS = ["site", "kind", "severity", "event", "url", "card", "decision", "paymentMethod", "reasons.code", "text"];
const LENGTHS = [[1800, "30 minutes"], [3600, "1 hour"], [7200, "2 hours"], [14400, "4 hours"], [28800, "8 hours"], [86400, "1 day"], [259200, "3 days"], [604800, "7 days"]];
const WRITTEN = /\s*([A-Za-z_][\w.-]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))[\s,]*/y;

export async function show(place, way, signal) {
  const [current, all] = await Promise.all([get("/ops/silences?limit=500", signal), get(query("/ops/silences", { all: true, limit: 50, cursor: way.query.cursor }), signal)]);
  const past = all.silences.filter(one => one.state === "over" || one.state === "ended");
  const of = word => current.silences.filter(one => one.state === word);
  const form = fresh(read(way.query.match ?? ""));
  const more = el("details", { id: "new", class: "card", open: way.query.match !== undefined }, el("summary", {}, "New silence"), form);
  add(place, title("Silences", "silences"), el("p", {}, "Alerts that are silenced are kept and counted, and sent to nobody."), more,
    el("h2", {}, "On now"), cards(of("on"), "None: whoever is to hear of an alert hears of it."),
    of("to come").length === 0 ? null : [el("h2", {}, "To come"), cards(of("to come"))],
    el("h2", {}, "Past"), cards(past, way.query.cursor ? "None on this page." : "None, as far as they are kept."),
    el("p", { class: "pager" }, way.query.cursor ? el("a", { href: "#/silences" }, "The newest") : null, all.next ? el("a", { class: "button", href: query("#/silences", { cursor: all.next }) }, "Older ones") : null));
  if (way.query.match !== undefined) {
    form.querySelector("[name=reason]").focus({ preventScroll: true });
  }
}

function cards(found, otherwise) {
  return found.length === 0 ? el("p", { class: "empty" }, otherwise) : el("ul", { class: "cards" }, found.map(card));
}

function card(one) {
  const live = one.state === "on" || one.state === "to come";
  return el("li", { class: "card" }, el("div", { class: "cardhead" }, el("h3", {}, `Silence ${one.id}`), el("span", { class: "state " + (one.state === "on" ? "silent" : one.state === "to come" ? "busy" : "") }, one.state === "on" ? "on" : one.state),
    live ? el("strong", {}, one.state === "on" ? ["for ", until(one.until), " more"] : ["in ", until(one.from)]) : null),
    el("ul", { class: "matchers", "aria-label": "Matchers" }, one.matchers.map(matcher => el("li", {}, el("code", {}, theirs(matcher))))),
    el("p", {}, theirs(one.reason)),
    el("p", { class: "faint" }, "from ", moment(one.from), " until ", moment(one.until), ", by ", theirs(one.who), one.endedBy ? [", ended by ", theirs(one.endedBy)] : null, ", ",
      one.silenced > 0 ? el("a", { href: "#/alerts?silence=" + one.id }, `${count(one.silenced, "alert")} not sent`) : "no alert kept back"),
    live ? el("p", { class: "actions" }, el("button", { type: "button", "aria-label": `End silence ${one.id}`, onclick: () => end(one) }, "End it")) : null);
}

/** Matchers as people write them; what is none is left out, the person sees what is there. */
function read(text) {
  const found = [];
  WRITTEN.lastIndex = 0;
  for (let match = WRITTEN.exec(text); match !== null; match = WRITTEN.exec(text)) {
    found.push([match[1], match[2], match[3] === undefined ? match[4] : match[3].replace(/\\(["\\])/g, "$1")]);
  }
  return found.length > 0 ? found : [["", "=", ""]];
}

function written([field, mark, value]) {
  return `${field}${mark}"${value.replace(/["\\]/g, "\\$&")}"`;
}

function fresh(matchers) {
  let made = 0;
  const rows = el("div", { class: "rows" });
  const row = ([field, mark, value]) => {
    const n = ++made;
    const line = el("div", { class: "row", role: "group", "aria-label": `Matcher ${n}` },
      labelled(`field-${n}`, "Field", el("input", { id: `field-${n}`, class: "name", value: field, required: true, maxlength: 500, list: "fields", pattern: "[A-Za-z_][\\w.\\-]*", title: "a name such as site or labels.team", autocomplete: "off", spellcheck: "false" })),
      labelled(`mark-${n}`, "Compare", el("select", { id: `mark-${n}`, class: "mark" }, MARKS.map(([sign, word]) => el("option", { value: sign, selected: sign === mark }, word)))),
      labelled(`value-${n}`, "Value", el("input", { id: `value-${n}`, class: "value", value, maxlength: 500, autocomplete: "off", spellcheck: "false" })),
      el("button", { type: "button", class: "quiet", "aria-label": `Remove matcher ${n}`, onclick: () => {
        if (rows.childElementCount > 1) {
          line.remove();
          rows.lastElementChild.querySelector(".name").focus();
        }
      } }, "Remove"));
    return line;
  };
  add(rows, matchers.map(row));
  const to = el("p", { class: "field", hidden: true }, el("label", { for: "until" }, "Until"), el("input", { id: "until", name: "until", type: "datetime-local" }));
  return el("form", { class: "silence", "aria-label": "New silence", onsubmit: event => {
    event.preventDefault();
    submit(event.target, rows);
  } },
  el("p", { class: "faint" }, "All matchers must hold. Fields are those of the alert's JSON; matches takes a regular expression (RE2) of the whole value, such as high|critical."),
  rows, el("p", {}, el("button", { type: "button", onclick: () => {
    const line = row(["", "=", ""]);
    add(rows, line);
    line.querySelector(".name").focus();
  } }, "Another matcher")),
  el("div", { class: "search" },
    labelled("lasts", "How long", el("select", { id: "lasts", name: "lasts", onchange: event => {
      to.hidden = event.target.value !== "";
      to.querySelector("input").required = !to.hidden;
    } }, LENGTHS.map(([seconds, word]) => el("option", { value: seconds, selected: seconds === 7200 }, word)), el("option", { value: "" }, "until a time"))), to,
    labelled("from", "Begins; empty: now", el("input", { id: "from", name: "from", type: "datetime-local" })),
    labelled("reason", "Why, for those who wonder", el("input", { id: "reason", name: "reason", required: true, maxlength: 500, autocomplete: "off" }))),
  el("datalist", { id: "fields" }, FIELDS.map(name => el("option", { value: name }))),
  el("p", { class: "actions" }, el("button", { type: "submit", class: "main" }, "Silence")));
}

function labelled(id, label, input) {
  return el("p", { class: "field" }, el("label", { for: id }, label), input);
}

async function submit(form, rows) {
  const matchers = [...rows.children].map(line => written([line.querySelector(".name").value.trim(), line.querySelector(".mark").value, line.querySelector(".value").value]));
  const exact = name => (form.elements[name].value === "" ? "" : new Date(form.elements[name].value).toISOString());
  const length = form.elements.lasts.value;
  const words = length === "" ? "until " + new Date(form.elements.until.value).toLocaleString("en-GB") : "for " + LENGTHS.find(([seconds]) => String(seconds) === length)[1];
  const reason = form.elements.reason.value.trim();
  const given = await ask({ title: "Silence", text: `Nobody is told of alerts with ${matchers.join(" and ")}, ${words}${form.elements.from.value === "" ? ", from now" : ", from " + new Date(form.elements.from.value).toLocaleString("en-GB")}.`,
    action: "Silence them", danger: true, fields: [] });
  if (given === null) {
    return;
  }
  await attempt(() => change("POST", "/ops/silences", { match: matchers.join(" "), for: length, until: length === "" ? exact("until") : "", from: exact("from"), reason }), answer => {
    say(`Silence ${answer.id} is made, until ${new Date(answer.until).toLocaleString("en-GB")}.`);
    if (location.hash === "#/silences") {
      document.dispatchEvent(new Event("again"));
    } else {
      location.hash = "#/silences";
    }
  });
}

async function end(one) {
  const given = await ask({ title: `End silence ${one.id}`, text: "What it keeps back is told again. What is still wrong with a site is told with its next check; of other alerts, what was silenced stays silent.",
    action: "End it", danger: true, fields: [{ name: "reason", label: "Why" }] });
  if (given !== null) {
    await attempt(() => change("DELETE", "/ops/silences/" + one.id, given), () => {
      say(`Silence ${one.id} is over.`);
      document.dispatchEvent(new Event("again"));
    });
  }
}
