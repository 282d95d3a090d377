// How far each provider's budget is used, what waits, and whether the day carries it.

import { get } from "./api.js";
import { add, ago, el, moment, number, state, table, theirs } from "./dom.js";

const PAUSE = 5000;
const WINDOWS = { seconds: "this second", minutes: "this minute", hours: "this hour", days: "this day", months: "this month" };

export async function show(place, way, signal) {
  const cards = el("div", { class: "columns" });
  add(place, el("h1", {}, "Budgets"), cards);
  const look = async () => {
    const { channels } = await get("/ops/budgets", signal);
    cards.replaceChildren(...channels.length === 0 ? [el("p", { class: "empty" }, "No channel has a provider.")] : channels.map(channel));
  };
  await look();
  const timer = setInterval(() => look().catch(() => {}), PAUSE);
  signal.addEventListener("abort", () => clearInterval(timer));
}

function channel(one) {
  const waiting = one.waiting.filter(urgency => urgency.count > 0);
  return el("section", { class: "card", "aria-label": one.channel },
    el("div", { class: "cardhead" }, el("h2", {}, one.channel), el("p", { class: "forecast " + (one.forecast.state === "short" ? "bad" : "") }, theirs(one.forecast.words))),
    one.providers.map(provider => el("div", { class: "provider" },
      el("div", { class: "cardhead" }, el("h3", {}, provider.provider), state(provider.state),
        provider.heldUntil ? el("span", { class: "faint" }, "until ", moment(provider.heldUntil), provider.reason ? [": ", theirs(provider.reason)] : "") : null),
      provider.windows.length === 0 ? el("p", { class: "empty" }, "No limit.") : provider.windows.map(bar))),
    el("h3", {}, "Waiting"),
    table(`What waits for ${one.channel}`, ["Urgency", "Waiting", "Oldest"], waiting.map(urgency => [urgency.urgency, (urgency.more ? "at least " : "") + number(urgency.count), ago(urgency.oldest)]), "Nothing waits."));
}

function bar(window) {
  const used = window.used + window.reserved;
  const share = window.limit > 0 ? Math.min(100, used * 100 / window.limit) : 100;
  const label = `${number(window.used)} of ${number(window.limit)} ${WINDOWS[window.window] ?? window.window}`;
  const fill = el("div", { class: "fill" + (share >= 100 ? " full" : share >= 80 ? " near" : "") });
  fill.style.width = share + "%";
  return el("div", { class: "window" },
    el("p", {}, label, window.reserved > 0 ? el("span", { class: "faint" }, `, ${number(window.reserved)} under way`) : null,
      el("span", { class: "faint end" }, "renewed ", moment(window.ends))),
    el("div", { class: "bar", role: "meter", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": window.limit, "aria-valuenow": used }, fill));
}
