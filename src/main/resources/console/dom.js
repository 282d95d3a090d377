// Elements and words. Whatever comes from outside becomes text here and nothing else.

const SVG = "http://www.w3.org/2000/svg";
/** Marks that change how the text around them reads, and others that nobody sees. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return add(element, ...children);
}

/** Appends children: elements, texts, lists of them; null and false are nothing. */
export function add(element, ...children) {
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false)
    .map(child => child instanceof Node ? child : document.createTextNode(visible(child))));
  return element;
}

/** An element with attributes, listeners ("onclick") and children; children that are no elements become text. */
export function el(tag, attributes, ...children) {
  return made(document.createElement(tag), attributes, children);
}

/** The same of a drawing. */
export function svg(tag, attributes, ...children) {
  return made(document.createElementNS(SVG, tag), attributes, children);
}

/** The text with marks that cannot be seen written out. */
export function visible(text) {
  return String(text).replace(UNSEEN, mark => "‹U+" + mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "›");
}

/** Words of others: they keep their own direction and do not turn what stands beside them. */
export function theirs(text, attributes) {
  return el("bdi", { dir: "auto", ...attributes }, text ?? "");
}

/** A moment: the local time to read, the exact one behind it. */
export function moment(iso) {
  if (!iso) {
    return el("span", {}, "–");
  }
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  const words = today ? at.toLocaleTimeString("en-GB") : at.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  return el("time", { datetime: iso, title: iso }, words);
}

/** How long, for example "3 min". */
export function span(seconds) {
  const steps = [[86400, "d"], [3600, "h"], [60, "min"]];
  for (const [size, word] of steps) {
    if (seconds >= size) {
      return `${Math.floor(seconds / size)} ${word}`;
    }
  }
  return `${Math.max(0, Math.round(seconds))} s`;
}

/** How long in two units, for example "2 h 5 min". */
function stretch(seconds) {
  const steps = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = steps.findIndex(([size]) => seconds >= size);
  if (first < 0) {
    return "less than 1 s";
  }
  const [[size, word], next] = [steps[first], steps[first + 1]];
  const rest = next ? Math.floor(seconds % size / next[0]) : 0;
  return `${Math.floor(seconds / size)} ${word}${rest > 0 ? ` ${rest} ${next[1]}` : ""}`;
}

/** From one moment to another. */
export function later(from, to) {
  return stretch((Date.parse(to) - Date.parse(from)) / 1000);
}

/** Since a moment. */
export function longer(iso) {
  return stretch((Date.now() - Date.parse(iso)) / 1000);
}

/** To a moment that is to come. */
export function until(iso) {
  return stretch((Date.parse(iso) - Date.now()) / 1000);
}

/** Seconds as people read them: 0.4 ms, 120 ms, 1.25 s. */
export function millis(seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  const ms = seconds * 1000;
  return ms >= 1000 ? `${seconds.toFixed(2)} s` : ms >= 10 || ms === 0 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

export function ago(iso) {
  return iso ? span((Date.now() - Date.parse(iso)) / 1000) : "–";
}

export function number(value) {
  return Number(value).toLocaleString("en-GB");
}

export function count(value, one, many = one + "s") {
  return `${number(value)} ${Number(value) === 1 ? one : many}`;
}

/** A word for a state, in its colour; the word says it too. */
export function state(word, mark = "") {
  const kinds = {
    good: ["delivered", "live", "up", "passed", "clean", "submitted", "replayed", "waiting again"],
    bad: ["parked", "refused", "failed", "rolled-back", "out", "down", "held", "expired", "prober"],
    busy: ["waiting", "delayed", "leased", "began", "retry", "under-way", "review", "unknown", "interrupted", "not-run", "degraded", "certificate", "not checked yet"],
  };
  const kind = Object.keys(kinds).find(name => kinds[name].includes(word)) ?? "other";
  return el("span", { class: "state " + kind }, mark + String(word).replaceAll("-", " "));
}

/** A table that becomes cards on a narrow screen; each row is a list of cells. */
export function table(caption, heads, rows, empty = "Nothing.") {
  if (rows.length === 0) {
    return el("p", { class: "empty" }, empty);
  }
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("caption", { class: "unseen" }, caption),
      el("thead", {}, el("tr", {}, heads.map(head => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map(cells => el("tr", {}, cells.map((cell, i) => el("td", { "data-label": heads[i] }, cell)))))));
}

/** Names and values. */
export function facts(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** Tells people who do not see the screen, and those who do, what has happened. */
export function say(words, bad = false) {
  const place = document.getElementById("said");
  const note = el("p", { class: bad ? "bad" : "" }, words);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), bad ? 15000 : 8000);
}

/** Text of one language: lines with numbers. */
export function code(text, from = 1) {
  const lines = String(text).replace(/\n$/, "").split("\n");
  return el("pre", { class: "code", tabindex: 0, dir: "ltr" }, lines.map((line, i) => el("span", { class: "line", "data-n": from + i }, line + "\n")));
}

/** A unified diff. */
export function diff(lines) {
  const kind = line => line.startsWith("@@") ? "place" : line.startsWith("+") ? "more" : line.startsWith("-") ? "less" : "";
  return el("pre", { class: "code diff", tabindex: 0, dir: "ltr" }, lines.map(line => el("span", { class: "line " + kind(line) }, line + "\n")));
}
