// The routes that run, what goes between them, and one of them in full.

import { get } from "./api.js";
import { add, code, count, el, facts, number, say, span, svg, table, theirs } from "./dom.js";
import { NODE, byGroup, curve, layout, lines } from "./layout.js";

const PAUSE = 2000;
const LONGEST = 15000;

/** Ways between routes: those over a queue or a table lead through it. */
function between(map) {
  const stops = new Map(map.stops.map(stop => [stop.id, stop.label]));
  const links = map.links.filter(link => !stops.has(link.from) && !stops.has(link.to));
  for (const [id, label] of stops) {
    const into = map.links.filter(link => link.to === id);
    const out = map.links.filter(link => link.from === id);
    into.forEach(a => out.forEach(b => links.push({ from: a.from, to: b.to, over: label, key: id + ">" + b.to, onFailure: false, exchanges: into.length === 1 ? b.exchanges : null, failures: b.failures })));
  }
  return links.map(link => ({ key: link.from + ">" + link.to, ...link }));
}

/** Of each route what it takes in from outside and where it sends to. */
function edges(map) {
  const stops = new Map(map.stops.map(stop => [stop.id, stop.label]));
  const both = id => map.links.some(link => link.from === id) && map.links.some(link => link.to === id);
  const into = new Map();
  const out = new Map();
  map.links.forEach(link => {
    if (stops.has(link.from) && !both(link.from)) {
      into.set(link.to, stops.get(link.from));
    } else if (stops.has(link.to) && !both(link.to)) {
      out.set(link.from, stops.get(link.to));
    }
  });
  return { into, out };
}

/** Messages a second between two looks at the same generation. */
class Rates {
  constructor() {
    this.looks = [];
  }

  add(map) {
    this.looks = this.looks.filter(look => Date.parse(map.at) - look.at < LONGEST);
    if (this.looks.length > 0 && this.looks[0].map.generation !== map.generation) {
      this.looks = [];
    }
    this.looks.push({ at: Date.parse(map.at), map, links: new Map(map.links.map(link => [link.from + ">" + link.to, link])) });
    if (this.looks.length > 6) {
      this.looks.shift();
    }
  }

  /** Over the last ten seconds; null when that is not known yet. */
  of(key, member = "exchanges") {
    const first = this.looks[0];
    const last = this.looks[this.looks.length - 1];
    if (!first || first === last) {
      return null;
    }
    const now = last.links.get(key)?.[member];
    return now === null || now === undefined ? null : Math.max(0, (now - (first.links.get(key)?.[member] ?? 0)) * 1000 / (last.at - first.at));
  }

  /** Into a route, whoever called it. */
  into(id, member) {
    const rates = (this.looks[0]?.map.links ?? []).filter(link => link.to === id).map(link => this.of(link.from + ">" + link.to, member));
    return rates.length === 0 || rates.every(rate => rate === null) ? null : rates.reduce((a, b) => a + (b ?? 0), 0);
  }
}

const perSecond = rate => rate === null ? "" : rate === 0 ? "" : rate < 0.1 ? "<0.1/s" : rate < 10 ? rate.toFixed(1) + "/s" : Math.round(rate) + "/s";

const rates = new Rates();
let left = null;

export async function show(place, way, signal) {
  let map = await get("/ops/routes", signal);
  rates.add(map);
  const chosen = way.rest[0];
  const narrow = matchMedia("(max-width: 46rem)").matches;
  const view = sessionStorage.getItem("wadi.map") ?? (narrow ? "list" : "picture");
  const picture = el("div", { class: "picture", hidden: view !== "picture" });
  const list = el("div", { hidden: view !== "list" });
  const buttons = ["picture", "list"].map(name => el("button", { type: "button", "aria-pressed": String(name === view), onclick: () => turn(name) },
    name === "picture" ? "Picture" : "List"));
  const find = el("input", { type: "search", id: "find", placeholder: "Find a route", autocomplete: "off", oninput: () => filter() });
  const summary = el("p", { class: "faint" });

  function turn(name) {
    sessionStorage.setItem("wadi.map", name);
    picture.hidden = name !== "picture";
    list.hidden = name !== "list";
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(["picture", "list"][i] === name)));
  }

  const detail = el("aside", { class: "detail", "aria-label": "One route", hidden: !chosen });
  add(place, el("div", { class: "title" }, el("h1", {}, "Map"), el("div", { class: "tools" },
    el("label", { class: "unseen", for: "find" }, "Find a route"), find, el("div", { class: "switch", role: "group", "aria-label": "View" }, buttons))),
  summary, el("div", { class: "split" }, el("div", { class: "wide" }, picture, list), detail));

  let update = draw();

  function draw() {
    const links = between(map);
    const { into, out } = edges(map);
    const columns = Math.max(3, Math.min(6, Math.floor((picture.parentElement.clientWidth - 32 + NODE.gapX) / (NODE.width + NODE.gapX))));
    const plan = layout(map.routes, links, columns);
    const drawn = links.filter(link => plan.nodes.has(link.from) && plan.nodes.has(link.to) && link.from !== link.to).map(link => {
      const { path, x, y } = curve(plan.nodes.get(link.from), plan.nodes.get(link.to));
      const words = svg("title", {});
      const line = svg("path", { d: path, class: "link" + (link.onFailure ? " failing-way" : "") + (link.over ? " over" : "") }, words);
      const label = svg("text", { x, y: y - 4, class: "rate" });
      return { link, line, label, words };
    });
    const nodes = map.routes.map(route => {
      const { x, y } = plan.nodes.get(route.id);
      const name = lines(route.id);
      const numbers = svg("text", { x: NODE.width - 10, y: NODE.height - 7, class: "numbers" });
      const edge = into.get(route.id) ? "⇥ " + into.get(route.id) : out.get(route.id) ? out.get(route.id) + " ↦" : "";
      const node = svg("a", { href: "#/map/" + encodeURIComponent(route.id), class: "node", transform: `translate(${x} ${y})`,
        "aria-label": route.id + ": " + (route.description ?? ""), onmouseenter: () => near(route.id), onfocus: () => near(route.id), onmouseleave: () => near(null), onblur: () => near(null) },
      svg("title", {}, route.description ?? route.id), svg("rect", { width: NODE.width, height: NODE.height, rx: 8 }), svg("rect", { class: "stripe", width: 4, height: NODE.height - 16, x: 0, y: 8, rx: 2 }),
      name.map((line, i) => svg("text", { x: 13, y: 18 + i * 14, class: "name" }, line)),
      edge && name.length === 1 ? svg("text", { x: 13, y: 33, class: "edge" }, edge.length > 25 ? edge.slice(0, 24) + "…" : edge) : null, numbers);
      return { id: route.id, node, numbers };
    });
    picture.replaceChildren(svg("svg", { viewBox: `0 0 ${plan.width} ${plan.height}`, width: plan.width, height: plan.height, role: "group", "aria-label": "Routes and the ways between them" },
      plan.cards.map(card => svg("g", {}, svg("rect", { class: "card", x: 0.5, y: card.top + 0.5, width: plan.width - 1, height: card.height - 1, rx: 12 }),
        svg("text", { class: "group", x: 16, y: card.top + 22 }, card.group))),
      drawn.map(one => one.line), nodes.map(one => one.node), drawn.map(one => one.label)));
    const rows = new Map();
    list.replaceChildren(table("Routes", ["Route", "Group", "Comes from", "Messages", "Failed", "In flight"], [...map.routes].sort(byGroup).map(route => {
      const cells = [el("span", {}), el("span", {}), el("span", {})];
      rows.set(route.id, cells);
      return [el("a", { href: "#/map/" + encodeURIComponent(route.id) }, route.id), route.group, into.get(route.id) ?? "", ...cells];
    })));

    function near(id) {
      drawn.forEach(one => one.line.classList.toggle("near", id !== null && (one.link.from === id || one.link.to === id)));
    }

    return () => {
      const state = new Map(map.routes.map(route => [route.id, route]));
      drawn.forEach(one => {
        const rate = rates.of(one.link.key);
        const failed = rates.of(one.link.key, "failures") ?? 0;
        one.line.classList.toggle("moving", (rate ?? 0) > 0 && one.link.exchanges !== null);
        one.line.classList.toggle("failing", failed > 0);
        one.words.textContent = `${one.link.from} to ${one.link.to}${one.link.over ? " over " + one.link.over : ""}: ${carried(one.link)}`;
        one.label.textContent = one.link.exchanges === null ? "" : perSecond(rate) + (failed > 0 ? `, ${perSecond(failed)} fail` : "");
      });
      nodes.forEach(one => {
        const route = state.get(one.id);
        if (!route) {
          return;
        }
        const rate = rates.into(one.id);
        one.node.setAttribute("class", "node" + (route.recentFailures > 0 ? " failing" : route.recent > 0 ? " moving" : "") + (route.here ? "" : " elsewhere") + (one.id === chosen ? " chosen" : ""));
        one.numbers.textContent = [route.recentFailures > 0 ? `${number(route.recentFailures)} failed` : "", perSecond(rate)].filter(words => words !== "").join(" · ");
        const [messages, failures, flight] = rows.get(one.id) ?? [];
        if (messages) {
          messages.textContent = `${number(route.recent)} in 5 min${perSecond(rate) ? ", " + perSecond(rate) : ""}`;
          failures.textContent = number(route.recentFailures);
          failures.className = route.recentFailures > 0 ? "state bad" : "";
          flight.textContent = number(route.inFlight);
        }
      });
      const failing = map.routes.filter(route => route.recentFailures > 0).length;
      summary.textContent = `Generation ${map.generation}, files ${map.hash}: ${count(map.routes.length, "route")}, ${failing === 0 ? "none has failed" : count(failing, "has", "have") + " failed"} in the last five minutes.`;
    };
  }

  function filter() {
    const words = find.value.trim().toLowerCase();
    picture.querySelectorAll(".node").forEach(node => node.classList.toggle("dim", words !== "" && !node.getAttribute("aria-label").toLowerCase().includes(words)));
    list.querySelectorAll("tbody tr").forEach(row => { row.hidden = words !== "" && !row.textContent.toLowerCase().includes(words); });
  }

  update();
  let follow = () => {};
  if (chosen) {
    follow = await one(detail, chosen, signal);
    follow(map);
  } else if (left) {
    [...place.querySelectorAll("a")].find(link => link.getAttribute("href") === "#/map/" + encodeURIComponent(left) && link.closest("[hidden]") === null)?.focus();
  }
  left = chosen;
  const timer = setInterval(async () => {
    try {
      const next = await get("/ops/routes", signal);
      const changed = next.generation !== map.generation;
      map = next;
      rates.add(map);
      if (changed) {
        update = draw();
        say(`Generation ${map.generation} runs now.`);
      }
      update();
      follow(map);
    } catch (e) {
      if (e.name !== "AbortError") {
        summary.textContent = e.message;
      }
    }
  }, PAUSE);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** What has gone over a way in this generation, and goes now. */
function carried(link) {
  if (link.exchanges === null || link.exchanges === undefined) {
    return link.onFailure ? "when something fails" : "not counted";
  }
  const rate = perSecond(rates.of(link.key));
  return count(link.exchanges, "message") + (link.failures > 0 ? `, ${number(link.failures)} failed` : "") + (rate ? `, ${rate}` : "") + (link.onFailure ? "; when something fails" : "");
}

/** The ways from and to a route, for hands without a mouse. */
function ways(map, id) {
  const all = between(map).filter(link => (link.from === id) !== (link.to === id));
  const list = (title, found, end) => (found.length === 0 ? null : [el("h3", {}, title), el("ul", { class: "plain" }, found.map(link => el("li", {},
    el("a", { href: "#/map/" + encodeURIComponent(link[end]) }, link[end]), el("span", { class: "faint" }, `${link.over ? " over " + link.over : ""}: ${carried(link)}`))))]);
  return [list("From", all.filter(link => link.to === id), "from"), list("To", all.filter(link => link.from === id), "to")];
}

/** Fills the place; what it returns keeps its numbers those of the map. */
async function one(place, id, signal) {
  const close = () => { location.hash = "#/map"; };
  const heading = el("h2", { tabindex: "-1" }, id);
  add(place, el("div", { class: "title" }, heading, el("button", { type: "button", class: "quiet", onclick: close }, "Close")));
  place.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      close();
    }
  });
  let route;
  try {
    route = await get("/ops/routes/" + encodeURIComponent(id), signal);
  } catch (e) {
    add(place, el("p", { class: "problem" }, e.message));
    return () => {};
  }
  const parked = await get("/ops/parked?limit=5&route=" + encodeURIComponent(id), signal).catch(() => ({ parked: [] }));
  const flight = el("span", {}, number(route.inFlight));
  const recent = el("span", {}, lately(route));
  const links = el("div", {});
  const cases = route.spec?.cases ?? [];
  const failed = cases.filter(one => one.outcome === "failed").length;
  const ran = cases.filter(one => one.outcome !== "not-run").length;
  add(place, el("p", {}, route.description ?? ""),
    facts([["Group", route.group], ["File", route.file ?? "in Java, because a hasty edit could lose messages"], ["Comes from", route.from], ["In flight", flight],
      ["Last five minutes", recent], ["Runs", route.here ? null : "in a process with another role"]]),
    links, el("h3", {}, "Last errors"),
    route.errors.length === 0 ? el("p", { class: "empty" }, "None in this generation.")
      : el("ul", { class: "plain" }, route.errors.map(error => el("li", {}, el("span", { class: "faint" }, span(error.secondsAgo) + " ago "), theirs(error.reason)))),
    parked.parked.length === 0 ? null : [el("h3", {}, "Parked"), el("ul", { class: "plain" }, parked.parked.map(letter => el("li", {},
      el("a", { href: `#/parked/${letter.kind}/${letter.id}` }, `${letter.kind} ${letter.id}`), " ", theirs(letter.reason))))],
    el("h3", {}, "Spec"),
    cases.length === 0 ? el("p", { class: "empty" }, "It has none of its own.") : [
      el("p", {}, ran === 0 ? `${count(cases.length, "case")}. They passed before; this process has not run them, because it need not. Check, on the page Generations, runs them.`
        : failed === 0 ? `All ${count(ran, "case")} passed.` : `${failed} of ${count(ran, "case")} failed.`),
      el("ul", { class: "plain cases" }, cases.map(one => el("li", { class: one.outcome }, el("span", { class: "mark", "aria-hidden": "true" }, one.outcome === "failed" ? "✗" : one.outcome === "passed" ? "✓" : "·"),
        el("span", { class: "unseen" }, one.outcome.replace("-", " ") + ": "), theirs(one.it))))],
    route.source === null ? null : [el("h3", {}, "Source"), code(route.source)]);
  heading.focus({ preventScroll: matchMedia("(min-width: 64rem)").matches });
  return map => {
    const now = map.routes.find(one => one.id === id);
    if (now) {
      flight.textContent = number(now.inFlight);
      recent.textContent = lately(now);
    }
    if (!links.contains(document.activeElement)) {
      links.replaceChildren();
      add(links, ways(map, id));
    }
  };
}

function lately(route) {
  return `${count(route.recent, "message")}, ${number(route.recentFailures)} failed`;
}
