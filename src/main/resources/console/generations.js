// What ran when, what differs, what was refused and where; check, reload and go back.

import { attempt, change, get, query } from "./api.js";
import { ask, tell } from "./dialogs.js";
import { add, count, diff, el, facts, moment, number, say, state, table, theirs } from "./dom.js";

/** Whether this is the only process on its database. */
let alone = true;

const WAYS = { start: "started", reload: "reloaded", signal: "reloaded by a signal", watch: "reloaded by the watch", back: "gone back", fleet: "reloaded with all processes", rollback: "gone back by itself" };

export async function show(place, way, signal) {
  const [history, fleet, health] = await Promise.all([get(query("/ops/generations", { limit: 20, cursor: way.query.cursor }), signal), get("/ops/processes", signal), fetch("/observe/health", { signal }).then(answer => answer.json())]);
  const running = health.checks?.generation;
  const result = el("div", { id: "result" });
  const others = fleet.processes.filter(one => one.state !== "gone");
  alone = others.length < 2;
  add(place, el("div", { class: "title" }, el("h1", {}, "Generations"), el("div", { class: "tools" },
    el("button", { type: "button", id: "check", onclick: () => check(result) }, "Check the files"),
    el("button", { type: "button", id: "reload", class: "main", onclick: () => reload(result, {}, "Reload", "The files on Wadi's machine go live, all at once, tested first, or not at all.") }, "Reload"))),
  el("p", {}, running ? ["Generation ", el("strong", {}, number(running.number)), " runs, files ", el("code", {}, running.hash), "."] : "No routes run."),
  result, alone ? null : processes(others, fleet.hashes),
  el("h2", {}, "History"),
  el("ol", { class: "cards" }, history.generations.map(one => card(one, running, result, signal))),
  history.next ? el("p", {}, el("a", { class: "button", href: "#/generations?cursor=" + encodeURIComponent(history.next) }, "Older ones")) : null,
  way.query.cursor ? el("p", {}, el("a", { href: "#/generations" }, "The newest")) : null);
}

/** All that share the database, where there are several. */
function processes(found, hashes) {
  return [el("h2", {}, "Processes"), hashes > 1 ? el("p", { class: "problem" }, `They run ${hashes} different sets of files. Reload on all of them makes that one.`) : null,
    table("Processes", ["Process", "State", "Generation", "Files", "Version", "Roles", "Up since"], found.map(one => [theirs(one.name), state(one.state), number(one.generation), el("code", {}, one.hash), one.version, one.roles, moment(one.startedAt)]))];
}

function card(one, running, result, signal) {
  const runs = running?.number === one.number;
  const changes = el("div", {});
  const head = el("div", { class: "cardhead" }, el("h3", {}, `Generation ${one.number}`), runs ? el("span", { class: "state good" }, "runs now") : state(one.outcome),
    el("span", { class: "faint" }, moment(one.at)));
  const more = el("details", { ontoggle: event => event.target.open && changes.childElementCount === 0 && differences(changes, one, signal) },
    el("summary", {}, "What differs from the one before"), changes);
  return el("li", { class: "card" }, head,
    el("p", {}, WAYS[one.way] ?? one.way, " by ", theirs(one.actor), one.peer && one.peer !== "-" ? ` from ${one.peer}` : "", one.reason ? [": ", theirs(one.reason)] : ""),
    one.detail ? el("p", { class: "faint" }, theirs(one.detail)) : null,
    one.routes ? facts([["Routes", `${number(one.routes.total)}${changed(one.routes)}`], ["Properties", one.properties?.join(", ")], ["Rules", one.rules?.join(", ")],
      ["Specs", one.specs ? one.specs.skipped ? "skipped" : one.specs.cases > 0 ? count(one.specs.cases, "case") + " passed" : "passed before" : null], ["Style", one.warnings > 0 ? count(one.warnings, "finding") : null],
      ["Files", el("code", {}, one.hash)]]) : null,
    faults(one.errors ?? []),
    one.filesKept && ["live", "rolled-back"].includes(one.outcome) ? more : null,
    one.filesKept && !runs && one.outcome === "live" && running?.hash !== one.hash ? el("p", {}, el("button", { type: "button", onclick: () => reload(result, { to: one.number }, "Go back",
      `The files of generation ${one.number} go live again. Those on Wadi's machine stay as they are.`) }, `Go back to ${one.number}`)) : null);
}

function changed(routes) {
  const parts = [["added", routes.added], ["changed", routes.changed], ["removed", routes.removed]].filter(([, names]) => names?.length > 0).map(([word, names]) => `${word} ${names.join(", ")}`);
  return parts.length > 0 ? ": " + parts.join("; ") : "";
}

/** Each with its file and line. */
export function faults(errors) {
  return errors.length === 0 ? null : el("ul", { class: "faults" }, errors.map(error => el("li", {},
    error.file ? el("code", {}, theirs(error.file + (error.line > 0 ? ":" + error.line : ""))) : null, el("p", {}, theirs(error.message)), error.hint ? el("p", { class: "faint" }, theirs(error.hint)) : null)));
}

function files(changes) {
  return changes.length === 0 ? el("p", { class: "empty" }, "No file differs.") : changes.map(one => el("details", { open: changes.length < 4 },
    el("summary", {}, el("code", {}, theirs(one.file)), " ", el("span", { class: "faint" }, one.change)), one.lines.length === 0 ? el("p", { class: "empty" }, "It is no text, or is empty.") : diff(one.lines),
    one.cut ? el("p", { class: "faint" }, "There are more lines.") : null));
}

async function differences(place, one, signal) {
  try {
    const answer = await get(`/ops/generations/${one.number}/changes`, signal);
    place.replaceChildren();
    add(place, el("p", { class: "faint" }, `Against generation ${answer.against}.`), files(answer.files));
  } catch (e) {
    place.replaceChildren(el("p", { class: "empty" }, e.message));
  }
}

async function check(result) {
  const button = document.getElementById("check");
  await attempt(async () => {
    button.disabled = true;
    button.textContent = "Checking…";
    say("Checking the files.");
    return change("POST", "/ops/check");
  }, answer => {
    const words = answer.passed ? `The files may go live: ${count(answer.routes, "route")}, ${count(answer.cases, "case")} passed.` : `The files may not go live: ${count(answer.errors.length, "error")}.`;
    result.replaceChildren(el("section", { class: "card result", "aria-label": "What the check found" }, el("h2", {}, words),
      faults(answer.errors), answer.style.length > 0 ? el("details", {}, el("summary", {}, count(answer.style.length, "style finding") + ", which refuse nothing"), faults(answer.style)) : null,
      el("h3", {}, answer.changes.length === 0 ? "These files run already." : "What a reload would change"), answer.changes.length === 0 ? null : files(answer.changes)));
    say(words, !answer.passed);
  });
  button.disabled = false;
  button.textContent = "Check the files";
  if (document.activeElement === document.body) {
    button.focus(); // a button that is disabled loses it
  }
}

async function reload(result, parameters, action, text) {
  const given = await ask({ title: action, text, action, fields: [{ name: "reason", label: "Why, for the history" },
    ...(alone ? [] : [{ name: "all", label: "On all processes, or on none", type: "checkbox", checked: true }])] });
  if (given === null) {
    return;
  }
  say("Under way.");
  try {
    const answer = await change("POST", "/ops/reload", { ...parameters, reason: given.reason, all: given.all ? "true" : "" });
    if (answer !== null) {
      say(answer.detail);
      document.dispatchEvent(new Event("again"));
    }
  } catch (e) {
    result.replaceChildren(el("section", { class: "card result", "aria-label": "Why it was refused" }, el("h2", {}, theirs(e.message)), faults(e.body?.errors ?? [])));
    say(e.message, true);
    if (!e.body?.errors) {
      await tell({ title: "Not done", text: e.message });
    }
  }
}
