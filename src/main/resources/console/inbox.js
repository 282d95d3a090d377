// What would have left, on a machine for development.

import { Refused } from "./api.js";
import { add, count, el, moment, theirs } from "./dom.js";

const SHOWN = 100;
const LONGEST = 4000;

export async function show(place, way, signal) {
  const answer = await fetch("/inbox", { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Refused(answer.status, { detail: "The inbox cannot be read now." });
  }
  const messages = (await answer.json()).messages.reverse();
  const wanted = way.query.channel ?? "";
  const channels = [...new Set(messages.map(message => message.channel))].sort();
  const chosen = messages.filter(message => wanted === "" || message.channel === wanted);
  add(place, el("div", { class: "title" }, el("h1", {}, "Inbox"), el("div", { class: "tools" },
    el("button", { type: "button", onclick: () => document.dispatchEvent(new Event("again")) }, "Look again"))),
    el("p", {}, messages.length === 0 ? "Nothing has been sent yet. In development, what would leave arrives here." : `${count(messages.length, "message")}, the newest first. In development, what would leave arrives here.`),
    channels.length < 2 ? null : el("div", { class: "switch", role: "group", "aria-label": "Channel" }, ["", ...channels].map(channel =>
      el("a", { href: channel === "" ? "#/inbox" : "#/inbox?channel=" + encodeURIComponent(channel), "aria-current": channel === wanted ? "true" : null }, channel === "" ? "all" : channel))),
    el("ul", { class: "cards" }, chosen.slice(0, SHOWN).map(card)),
    chosen.length > SHOWN ? el("p", { class: "faint" }, `${count(chosen.length - SHOWN, "older one")} more: `, el("a", { href: "/inbox" }, "/inbox")) : null);
}

function card(message) {
  return el("li", { class: "card" }, el("div", { class: "cardhead" }, el("h2", {}, message.subject.trim() === "" ? "(no subject)" : theirs(message.subject)), el("span", { class: "state" }, message.channel)),
    el("p", { class: "faint" }, "to ", theirs(message.to), ", ", moment(message.receivedAt)),
    message.text ? el("pre", { class: "words", dir: "auto", tabindex: 0 }, cut(message.text)) : null,
    message.html ? el("details", {}, el("summary", {}, "HTML source"), el("pre", { class: "code", tabindex: 0 }, cut(message.html))) : null);
}

function cut(text) {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST) + `\n[${text.length - LONGEST} characters more]`;
}
