// What the rules decided over time, by reason, and what rules that only watch would have done.

import { get, query } from "./api.js";
import { add, count, el, number, svg, table } from "./dom.js";

const SPANS = [[1, "hour"], [6, "6 hours"], [24, "day"], [168, "week"], [720, "30 days"]];
const PAUSE = 10000;
const WIDE = matchMedia("(max-width: 46rem)").matches ? 340 : 960;
const HIGH = 180;
const COLOURS = 8;

export async function show(place, way, signal) {
  const hours = SPANS.some(([h]) => String(h) === way.query.hours) ? Number(way.query.hours) : 24;
  const body = el("div", {});
  add(place, el("div", { class: "title" }, el("h1", {}, "Fraud"), el("div", { class: "switch", role: "group", "aria-label": "How far back" },
    SPANS.map(([h, word]) => el("a", { href: query("#/fraud", { hours: h }), "aria-current": h === hours ? "true" : null }, word)))), body);
  const look = async () => {
    const answer = await get(query("/ops/verdicts", { hours }), signal);
    body.replaceChildren();
    add(body, parts(answer));
  };
  await look();
  const timer = setInterval(() => !body.querySelector(":focus-visible") && look().catch(() => {}), PAUSE);
  signal.addEventListener("abort", () => clearInterval(timer));
}

function total(rows, member) {
  const sums = new Map();
  rows.forEach(row => sums.set(row[member], (sums.get(row[member]) ?? 0) + row.count));
  return [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function parts(answer) {
  const decisions = total(answer.decisions, "decision");
  const reasons = total(answer.reasons, "reason");
  return [
    el("ul", { class: "tiles", "aria-label": "Decisions" }, ["clean", "review", "held"].map(word => el("li", { class: word }, el("h2", {}, word), el("p", { class: "big" }, number(decisions.find(([name]) => name === word)?.[1] ?? 0))))),
    answer.from !== answer.since ? el("p", { class: "faint" }, `Only the newest ${number(answer.looked)} transactions were looked at.`) : null,
    el("p", { class: "faint" }, "Counted from the journal of transactions; while intake.journal keeps held ones alone, clean ones are missing here."),
    el("h2", {}, "Verdicts"), chart(answer, answer.decisions, "decision", ["clean", "review", "held"], "Verdicts over time", "decision-"),
    el("h2", {}, "Reasons"), chart(answer, answer.reasons, "reason", reasons.map(([name]) => name), "Reasons over time", "colour-"),
    table("Reasons", ["Reason", "Transactions"], reasons.map(([name, n]) => [el("code", {}, name), number(n)]), "No rule had anything to say."),
    el("h2", {}, "Rules that only watch"),
    el("p", {}, "What rules with shadow: true would have said, and what was decided without them."),
    table("Shadow comparison", ["Rule", "Reason", "Would have said so", "were clean", "were in review", "were held anyway"],
      answer.shadow.map(one => [el("code", {}, one.rule), el("code", {}, one.reason), number(one.count), number(one.clean), number(one.review), number(one.held)]), "None of them had anything to say."),
  ];
}

/** Stacked bars; the table beside, or the tiles above, have the same for those who do not see them. */
function chart(answer, rows, member, words, label, classes) {
  const since = Date.parse(answer.since);
  const steps = Math.round((Date.parse(answer.until) - since) / 1000 / answer.step);
  const columns = Array.from({ length: steps }, () => new Map());
  rows.forEach(row => columns[Math.min(steps - 1, Math.round((Date.parse(row.at) - since) / 1000 / answer.step))]?.set(row[member], row.count));
  const most = Math.max(1, ...columns.map(column => [...column.values()].reduce((a, b) => a + b, 0)));
  const width = WIDE / steps;
  const bars = columns.map((column, i) => {
    let top = HIGH;
    return words.map((word, w) => {
      const n = column.get(word) ?? 0;
      if (n === 0) {
        return null;
      }
      const high = Math.max(2, n * (HIGH - 16) / most);
      top -= high;
      return svg("rect", { x: i * width + 1, y: top, width: Math.max(1, width - 2), height: high, class: "slice " + classes + (classes === "colour-" ? w % COLOURS : word) },
        svg("title", {}, `${word}: ${count(n, "transaction")}, ${new Date(since + i * answer.step * 1000).toLocaleString("en-GB")}`));
    });
  });
  const at = fraction => new Date(since + fraction * steps * answer.step * 1000).toLocaleString("en-GB", steps * answer.step > 172800 ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" });
  return el("figure", { class: "chart" },
    svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH + 22}`, role: "img", "aria-label": `${label}: at most ${count(most, "transaction")} in one step` },
      svg("line", { x1: 0, x2: WIDE, y1: HIGH + 0.5, y2: HIGH + 0.5, class: "axis" }), bars,
      [[0, "start"], [0.5, "middle"], [1, "end"]].map(([fraction, anchor]) => svg("text", { x: fraction * WIDE, y: HIGH + 17, "text-anchor": anchor, class: "tick" }, at(fraction))),
      svg("text", { x: 0, y: 11, class: "tick" }, `most in one step: ${number(most)}`)),
    el("figcaption", {}, words.map((word, w) => el("span", { class: "legend" }, el("span", { class: "swatch " + classes + (classes === "colour-" ? w % COLOURS : word), "aria-hidden": "true" }), word))));
}
