// Shows the page that the address names after its #, and keeps menu, health and token in sight.

import { forget, get, hasToken, unlock } from "./api.js";
import { el, say } from "./dom.js";
import { INNER, PAGES } from "./pages.js";

const main = document.getElementById("main");
let leaving = new AbortController();
let shown = "";

/** #/map/route-alert?x=1 is the page "map", the rest of the path, and its parameters. */
function way() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { page: parts[0] || "map", rest: parts.slice(1).filter(part => part !== ""), query: Object.fromEntries(new URLSearchParams(query ?? "")) };
}

function menu(current) {
  document.getElementById("menu").replaceChildren(...PAGES.map(page => el("li", {},
    el("a", { href: "#/" + page.id, "aria-current": page.id === current ? "page" : null }, page.title))));
  document.querySelector("#menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // where the menu is wider than the screen
}

async function show() {
  const to = way();
  const page = [...PAGES, ...INNER].find(one => one.id === to.page);
  leaving.abort();
  leaving = new AbortController();
  const signal = leaving.signal;
  menu(page?.under ?? page?.id);
  const key = to.page + "/" + (page?.inside ? "" : to.rest.join("/"));
  const another = shown !== key;
  const scrolled = scrollY;
  document.title = (page?.title ?? "Not found") + " · Wadi";
  const place = el("div", { class: "page page-" + (page?.id ?? "none") });
  try {
    if (!page) {
      place.append(el("h1", {}, "Not found"), el("p", {}, "There is no such page. The menu has all there are."));
      main.replaceChildren(place);
    } else {
      const module = await page.load();
      if (signal.aborted) {
        return;
      }
      main.replaceChildren(place);
      await module.show(place, to, signal);
    }
    if (!another) {
      scrollTo(0, scrolled);
    } else if (shown !== "" && !signal.aborted) {
      if (!place.contains(document.activeElement)) {
        main.focus({ preventScroll: true });
      }
      scrollTo(0, 0);
    }
    shown = key;
  } catch (e) {
    if (e.name !== "AbortError" && !signal.aborted) {
      place.append(el("p", { class: "problem", role: "alert" }, e.message));
      main.replaceChildren(place);
    }
  }
}

async function health() {
  const place = document.getElementById("health");
  let words = "Wadi does not answer";
  let kind = "bad";
  try {
    const answer = await fetch("/observe/health", { cache: "no-store" }).then(response => response.json());
    const reload = answer.checks?.reload?.state;
    const { brokers, providers, velocity, screening } = answer.checks ?? {};
    const trouble = [...Object.entries(brokers ?? {}), ...Object.entries(providers ?? {}), ["velocity", velocity ?? "UP"], ["screening", screening?.status ?? "UP"]]
      .filter(([, state]) => state !== "UP").map(([name]) => name);
    words = answer.status !== "UP" ? "Not ready" : trouble.length > 0 ? "Degraded: " + trouble.join(", ") : reload && reload !== "OK" ? "Last reload " + reload.toLowerCase() : "Ready";
    kind = answer.status !== "UP" ? "bad" : words === "Ready" ? "good" : "busy";
  } catch {
    // said by the words
  }
  place.className = kind;
  place.querySelector(".words").textContent = words;
}

function key() {
  const button = document.getElementById("key");
  button.textContent = hasToken() ? "Forget the token" : "Read only";
  button.title = hasToken() ? "This tab may change things" : "Give the token to change things";
}

document.getElementById("key").addEventListener("click", async () => {
  if (hasToken()) {
    forget();
    say("The token is forgotten. This tab only reads.");
  } else if (await unlock()) {
    say("The token is right. It is kept in this tab only.");
  }
});
document.getElementById("skip").addEventListener("click", event => {
  event.preventDefault();
  main.focus();
});
document.addEventListener("token", key);
document.addEventListener("again", show);
addEventListener("hashchange", show);
key();
show();
health();
setInterval(health, 10000);
