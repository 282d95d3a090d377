// Every site that is watched: how it is now, what its last check saw, how often it was up, and what is wrong.

import { get, query } from "./api.js";
import { field, select } from "./deliveries.js";
import { add, count, el, later, longer, millis, moment, number, state, table, theirs } from "./dom.js";

const PAUSE = 10000;
const STRIPS = 300000;
const DAYS = 30;
const DAY = 86400000;
const PAGE = 50;
const FIRST = 5;
const STATES = ["up", "degraded", "failed", "down", "unchecked", "unwatched"];
const MEANT = { up: "as expected", degraded: "up, but slow", failed: "not as expected", down: "no good answer", unchecked: "since it is there", unwatched: "disabled" };
const PHASES = { resolve: "DNS", connect: "connect", tls: "TLS", processing: "first byte", transfer: "rest" };

export async function show(place, way, signal) {
  if (way.rest.length > 0) {
    await (await import("./site.js")).show(place, way, signal);
    return;
  }
  const wanted = { name: way.query.name ?? "", outcome: STATES.includes(way.query.outcome) ? way.query.outcome : "" };
  const tiles = el("div", {});
  const open = el("div", {});
  const list = el("div", {});
  const past = el("div", {});
  const to = parameters => query("#/sites", parameters);
  add(place, el("h1", {}, "Sites"), tiles, open,
    el("form", { class: "search", role: "search", "aria-label": "Search sites", onsubmit: event => {
      event.preventDefault();
      location.hash = to(Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()])));
    } }, field("name", "Name or URL contains", wanted.name), select("outcome", "State", ["", ...STATES], wanted.outcome), el("button", { type: "submit", class: "main" }, "Search")),
    list, past);
  const strips = new Map();
  let shown = [];

  const look = async () => {
    const [sites, wrong] = await Promise.all([get(query("/ops/sites", { ...wanted, limit: PAGE, cursor: way.query.cursor }), signal), get("/ops/incidents?open=true&limit=100", signal)]);
    tiles.replaceChildren(counts(sites.counts, wanted.outcome, to));
    open.replaceChildren(...wrong.incidents.length === 0 ? [] : [el("section", { class: "wrong", "aria-label": "Wrong now" }, el("h2", {}, "Wrong now"), incidents(wrong.incidents))]);
    list.replaceChildren(table("Sites", ["Site", "State", "Last check", "Took", "Certificate", `Up, ${DAYS} days`], sites.sites.map(site => row(site, strips)),
      Object.keys(sites.counts).length === 0 ? "No site is watched. ./wadi sites add --name shop --url https://shop.example.com/ adds one." : "No site is like this."));
    if (sites.next || way.query.cursor) {
      add(list, el("p", { class: "pager" }, way.query.cursor ? el("a", { href: to(wanted) }, "The first") : null, sites.next ? el("a", { class: "button", href: to({ ...wanted, cursor: sites.next }) }, "More") : null));
    }
    shown = sites.sites;
  };
  const measure = async () => {
    for (const site of shown) { // one after the other: each may count many checks
      const uptime = await get(`/ops/sites/${site.id}/uptime?days=${DAYS}`, signal).catch(e => (signal.aborted ? Promise.reject(e) : null));
      if (uptime) {
        strips.get(site.id)?.replaceChildren(strip(uptime, site.name), share(uptime));
      }
    }
    const last = await get("/ops/incidents?open=false&limit=20", signal);
    past.replaceChildren(...last.incidents.length === 0 ? [] : [el("h2", {}, "What was wrong"), incidents(last.incidents)]);
  };
  await look();
  const quietly = work => work().catch(e => (signal.aborted ? null : console.warn(e.message)));
  quietly(measure);
  const timers = [setInterval(() => ![open, list].some(one => one.querySelector(":focus-visible")) && quietly(look), PAUSE), setInterval(() => quietly(measure), STRIPS)];
  signal.addEventListener("abort", () => timers.forEach(clearInterval));
}

function counts(found, chosen, to) {
  const words = STATES.filter(word => found[word] > 0);
  return words.length === 0 ? el("p", {}) : el("ul", { class: "tiles", "aria-label": "How sites are" }, words.map(word => el("li", { class: word === chosen ? "chosen" : "" },
    el("h2", {}, el("a", { href: to({ outcome: word === chosen ? "" : word }), "aria-current": word === chosen ? "true" : null }, how(word))), el("p", { class: "big" }, number(found[word])),
    el("p", { class: "faint small" }, MEANT[word]))));
}

/** A state in its colour and with its mark. */
export function how(word) {
  return state(word === "unchecked" ? "not checked yet" : word === "unwatched" ? "not watched" : word, { up: "✓ ", degraded: "◔ ", failed: "! ", down: "✗ " }[word] ?? "");
}

/** How a site is now, with whether anybody would hear of it. */
export function now(site) {
  const word = !site.enabled ? "unwatched" : site.state?.outcome ?? "unchecked";
  return [how(word), site.silenced.map(silence => el("a", { class: "state silent", href: "#/silences", title: "alerts: " + silence.events.join(", ") },
    silence.events.length < 4 ? "partly silenced" : "silenced", " until ", moment(silence.until)))];
}

function row(site, strips) {
  const last = site.state?.last;
  const place = strips.get(site.id) ?? el("div", { class: "uptime" }, el("span", { class: "faint" }, "counting"));
  strips.set(site.id, place);
  return [
    el("div", {}, el("a", { href: "#/sites/" + site.id }, theirs(site.name)), site.name === site.url ? null : el("p", { class: "faint small" }, theirs(site.url))),
    el("div", { class: "states" }, now(site), site.enabled && site.state?.since ? el("p", { class: "faint small" }, "for ", longer(site.state.since)) : null,
      site.enabled ? causes(last?.causes) : null),
    site.state?.checkedAt ? el("div", {}, moment(site.state.checkedAt), el("p", { class: "faint small" }, last?.status ? `status ${last.status}` : "no status")) : "–",
    last ? el("div", {}, millis(last.totalSeconds), el("p", { class: "faint small" }, phases(last.phases))) : "–",
    certificate(last?.certificateExpires, site["certificate-days"]), place];
}

function causes(found) {
  return found?.length > 0 ? el("ul", { class: "plain small" }, found.map(cause => el("li", {}, theirs(cause.text)))) : null;
}

/** In words: DNS 3, connect 10, TLS 30, first byte 70 ms. */
function phases(times) {
  const known = Object.entries(PHASES).filter(([name]) => times?.[name] !== undefined && times[name] !== null);
  return known.length === 0 ? null : el("span", {}, known.map(([name, word], i) => `${i > 0 ? ", " : ""}${word} ${millis(times[name])}`));
}

/** The same as bars, the longest as long as the page allows. */
export function bars(times, total) {
  const known = Object.entries(PHASES).filter(([name]) => times?.[name] !== undefined && times[name] !== null);
  return known.length === 0 ? el("p", { class: "faint" }, total === undefined || total === null ? "It came to nothing." : `Total ${millis(total)}.`) : el("dl", { class: "phases" }, known.map(([name, word]) => {
    const fill = el("div", { class: "fill" });
    fill.style.width = Math.max(0.5, Math.min(100, times[name] * 100 / Math.max(total, 0.000001))) + "%";
    return el("div", {}, el("dt", {}, word), el("dd", {}, millis(times[name])), el("div", { class: "bar", "aria-hidden": "true" }, fill));
  }), el("div", { class: "sum" }, el("dt", {}, "total"), el("dd", {}, millis(total))));
}

/** How many days a certificate is good for still. */
export function certificate(expires, wanted) {
  if (!expires) {
    return el("span", { class: "faint" }, "none");
  }
  const days = Math.floor((Date.parse(expires) - Date.now()) / DAY);
  const kind = days < 0 ? "bad" : days < Math.max(3, Number(wanted ?? 0)) ? "busy" : "";
  const words = days < 0 ? "expired" : count(days, "day");
  return el("span", { title: "until " + expires }, kind === "" ? words : el("span", { class: "state " + kind }, days < 0 ? "" : "only ", words));
}

/** A day for each cell, the newest at the right; its height tells as much as its colour, and its words all of it. */
export function strip(uptime, name) {
  const found = new Map(uptime.days.map(day => [day.day, day]));
  const today = Math.floor(Date.now() / DAY) * DAY;
  return el("ol", { class: "strip", "aria-label": `Up-time of ${name}, by day` }, Array.from({ length: DAYS }, (_, i) => {
    const date = new Date(today - (DAYS - 1 - i) * DAY).toISOString().slice(0, 10);
    const day = found.get(date);
    const words = day ? `${date}: ${percent(day.percent)} of ${count(day.checks, "check")}` : `${date}: no checks`;
    return el("li", { class: !day ? "none" : day.percent >= 100 ? "whole" : day.percent >= 99 ? "most" : day.percent > 0 ? "some" : "zero", title: words }, el("span", { class: "unseen" }, words));
  }));
}

/** Of all days together. */
export function share(uptime) {
  return el("span", { class: "share" }, uptime.checks > 0 ? percent(uptime.percent) : "no checks");
}

/** As the API cut it: never rounded up to 100. */
export function percent(value) {
  return `${value} %`;
}

/** Each with how long it took and what was seen; the first of many, the others on demand. */
export function incidents(found, named = true) {
  const list = some => el("ul", { class: "cards incidents" }, some.map(one => incident(one, named)));
  return [list(found.slice(0, FIRST)), found.length > FIRST ? el("details", {}, el("summary", {}, `${number(found.length - FIRST)} more`), list(found.slice(FIRST))) : null];
}

function incident(one, named) {
  const name = one.siteId === null ? "No site could be reached from here" : el("a", { href: "#/sites/" + one.siteId }, theirs(one.site ?? "site " + one.siteId));
  return el("li", { class: "card" + (one.endedAt ? "" : " open") },
    el("div", { class: "cardhead" }, named ? el("h3", {}, name) : null, how(one.kind === "expectation" ? "failed" : one.kind), el("strong", {}, "for ", one.endedAt ? later(one.beganAt, one.endedAt) : longer(one.beganAt)),
      el("span", { class: "faint" }, one.endedAt ? "from " : "since ", moment(one.beganAt), one.endedAt ? [" until ", moment(one.endedAt)] : null, `, ${count(one.checks, "check")}, ${one.severity}`),
      el("span", { class: "end" }, one.alertId ? el("a", { href: "#/alerts/" + one.alertId }, "its alert") : el("span", { class: "faint" }, "nobody was told"),
        one.silencedBy ? [", ", el("a", { href: "#/silences" }, `silenced by ${one.silencedBy}`)] : null)),
    el("ul", { class: "plain" }, Object.entries(one.causes).map(([text, times]) => el("li", {}, theirs(text), el("span", { class: "faint" }, ` ${number(times)}×`)))));
}
