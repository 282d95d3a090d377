// One site: how it is, what is expected of it, who hears of it, and what was seen.

import { attempt, change, get, query } from "./api.js";
import { add, count, el, facts, longer, millis, moment, number, say, table, theirs } from "./dom.js";
import { bars, certificate, how, incidents, now, percent, share, strip } from "./sites.js";

const PAUSE = 10000;
const SETTINGS = [["status", "Status"], ["regexp", "Must be found"], ["absent", "Must not be found"], ["json", "In its JSON"], ["header", "Headers"], ["within", "Within"],
  ["certificate-days", "Certificate, days"], ["redirects-to", "Redirects to"], ["credentials", "Credentials, from the variable"]];

export async function show(place, way, signal) {
  const path = "/ops/sites/" + encodeURIComponent(way.rest[0]);
  const [first, uptime] = await Promise.all([get(path, signal), get(path + "/uptime?days=30", signal)]);
  const result = el("div", { id: "result" });
  const states = el("p", { class: "states" });
  const settings = el("div", { class: "columns" });
  const seen = el("div", {});
  const fill = site => {
    states.replaceChildren();
    add(states, now(site), site.enabled && site.state?.since ? el("span", { class: "faint" }, "for ", longer(site.state.since)) : null);
    settings.replaceChildren(checked(site), expected(site));
    seen.replaceChildren();
    add(seen, el("h2", {}, "Incidents"), site.incidents.length === 0 ? el("p", { class: "empty" }, "None, as far as they are kept.") : incidents(site.incidents, false),
      el("h2", {}, "Last checks"), el("div", { class: "dense" }, table("Last checks", ["When", "Outcome", "Status", "Took", "Causes"], site.checks.map(check => [moment(check.at), how(check.outcome), check.status ?? "none", millis(check.seconds),
        causes(check.causes)]), "None is kept.")));
  };
  add(place, el("p", {}, el("a", { href: "#/sites" }, "Sites")),
    el("div", { class: "title" }, el("h1", {}, theirs(first.name)), el("div", { class: "tools" },
      el("button", { type: "button", id: "look", class: "main", onclick: () => look(first, result) }, "Check now"),
      el("a", { class: "button", href: query("#/silences", { match: `site="${first.name.replace(/["\\]/g, "\\$&")}"` }) }, "Silence"))),
    states, el("p", {}, theirs(first.url)), result, settings,
    el("h2", {}, "Up-time"), el("div", { class: "uptime wide" }, strip(uptime, first.name), share(uptime)),
    el("p", { class: "faint" }, `${number(uptime.up)} of ${count(uptime.checks, "check")} in 30 days; days are UTC's.`),
    uptime.days.length === 0 ? null : el("details", {}, el("summary", {}, "By day"), table("Up-time by day", ["Day", "Up", "Checks", "Degraded", "Failed", "Down", "Average", "Slowest"],
      [...uptime.days].reverse().map(day => [day.day, percent(day.percent), ...[day.checks, day.degraded, day.failed, day.down].map(number), millis(day.averageSeconds), millis(day.slowestSeconds)]))),
    seen);
  fill(first);
  const timer = setInterval(() => !settings.querySelector(":focus-visible") && !seen.querySelector(":focus-visible")
    && get(path, signal).then(fill).catch(e => (signal.aborted ? null : console.warn(e.message))), PAUSE);
  signal.addEventListener("abort", () => clearInterval(timer));
}

function checked(site) {
  const last = site.state?.last;
  return el("section", { class: "card", "aria-label": "Last check" }, el("h2", {}, "Last check"), last ? [
    facts([["When", moment(site.state.checkedAt)], ["Status", last.status ?? "none"], ["Certificate", certificate(last.certificateExpires, site["certificate-days"])], ["Address", last.address],
      ["By the process", site.state.checkedBy], ["Next", site.enabled ? moment(site.state.nextAt) : null]]),
    causes(last.causes), bars(last.phases ?? site.checks[0]?.phases, last.totalSeconds)] : el("p", { class: "empty" }, site.enabled ? "It was not looked at yet." : "It is disabled."));
}

function expected(site) {
  return el("section", { class: "card", "aria-label": "What is expected" }, el("h2", {}, "What is expected"),
    facts([["Every", site.every], ["Timeout", site.timeout], ["Told after", count(site.after, "result") + " like it"], ...SETTINGS.map(([key, name]) => [name, words(site[key])]),
      ["Written in", site.origin === "file" ? "routes/sites/sites.yaml" : "the table; ./wadi sites change changes it"]]),
    el("h3", {}, "Who hears of it"), recipients(site.recipients));
}

function causes(found) {
  return found.length === 0 ? "" : el("ul", { class: "plain" }, found.map(cause => el("li", { class: "problem" }, theirs(cause.text))));
}

/** A setting as it was written: a text, a list, or texts by name. */
function words(value) {
  if (value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0)) {
    return null;
  }
  if (Array.isArray(value)) {
    return theirs(value.join(", "));
  }
  return typeof value === "object" ? el("ul", { class: "plain" }, Object.entries(value).map(([key, one]) => el("li", {}, theirs(key), ": ", words(one) ?? "nobody"))) : el("code", {}, theirs(value));
}

/** By channel; severities that have the same people stand together. */
function recipients(named) {
  const channels = Object.entries(named ?? {});
  return channels.length === 0 ? el("p", {}, "Those of every alert: routes/alerting/recipients.yaml.") : [
    el("ul", { class: "plain" }, channels.flatMap(([channel, people]) => {
      const by = new Map();
      Object.entries(Array.isArray(people) ? { "": people } : people).forEach(([severity, list]) => by.set(list.join(", "), [...(by.get(list.join(", ")) ?? []), severity]));
      return [...by].map(([list, severities]) => el("li", {}, theirs(channel), severities.length < 4 && severities[0] !== "" ? ` (${severities.join(", ")})` : null, ": ", list === "" ? "nobody" : theirs(list)));
    })), el("p", { class: "faint" }, "Over other channels, those of every alert: routes/alerting/recipients.yaml.")];
}

async function look(site, result) {
  const button = document.getElementById("look");
  await attempt(async () => {
    button.disabled = true;
    button.textContent = "Checking…";
    return change("POST", "/ops/sites/check", { reason: "console" }, { names: [String(site.id)] });
  }, ({ checks: [check] }) => {
    const sentence = check.outcome === "busy" ? "Wadi is just looking at it by itself. Look again in a few seconds." : `${site.name} is ${check.outcome}.`;
    result.replaceChildren(el("section", { class: "card result", "aria-label": "What the check saw" },
      el("h2", {}, check.outcome === "busy" ? sentence : ["Just now: ", how(check.outcome)]),
      check.outcome === "busy" ? null : [facts([["Status", check.status ?? "none"], ["Certificate", certificate(check.certificateExpires, site["certificate-days"])], ["Address", check.address]]),
        causes(check.causes), bars(check.phases, check.seconds), el("p", { class: "faint" }, "This look is not kept, and tells nobody.")]));
    say(sentence, check.outcome === "down" || check.outcome === "failed");
  });
  button.disabled = false;
  button.textContent = "Check now";
  if (document.activeElement === document.body) {
    button.focus(); // a button that is disabled loses it
  }
}
