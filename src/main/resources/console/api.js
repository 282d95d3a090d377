// The operations API. The token lives in this tab alone and goes out as a header: no page of others can send it.

import { ask, tell } from "./dialogs.js";

const TOKEN = "wadi.token";
const ACTOR = "wadi.actor";

export class Refused extends Error {
  constructor(status, body) {
    super(body.detail ?? `The answer was ${status}.`);
    this.status = status;
    this.body = body;
  }
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

export function forget() {
  sessionStorage.removeItem(TOKEN);
  document.dispatchEvent(new Event("token"));
}

function headers(more) {
  const all = { Accept: "application/json", ...more };
  if (hasToken()) {
    all.Authorization = "Bearer " + sessionStorage.getItem(TOKEN);
    all["Wadi-Actor"] = sessionStorage.getItem(ACTOR) || "console";
  }
  return all;
}

async function send(method, path, signal, body) {
  let answer;
  try {
    answer = await fetch(path, { method, signal, headers: headers(body ? { "Content-Type": "application/json" } : {}), body: body ? JSON.stringify(body) : undefined, cache: "no-store", credentials: "omit", redirect: "error" });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Refused(0, { detail: "Wadi does not answer. Is it running?" });
  }
  const text = await answer.text();
  let read = {};
  try {
    read = text === "" ? {} : JSON.parse(text);
  } catch {
    read = { detail: "The answer cannot be read." };
  }
  if (!answer.ok) {
    throw new Refused(answer.status, read);
  }
  return read;
}

/** Asks for the token until it is right, or until nobody wants to give it; says whether there is one. */
export async function unlock(why) {
  let problem = "";
  for (;;) {
    const given = await ask({
      title: "Token", text: why ?? "With the token you may reload, replay and cancel from here. It is kept in this tab only.",
      help: "./wadi status --token, run where Wadi runs, prints it.", problem, action: "Use it",
      fields: [{ name: "token", label: "Token", type: "password", required: true },
        { name: "actor", label: "Your name, for the audit", value: sessionStorage.getItem(ACTOR) ?? "" }],
    });
    if (given === null) {
      return false;
    }
    sessionStorage.setItem(TOKEN, given.token.trim().replace(/[^\x21-\x7e]/g, ""));
    sessionStorage.setItem(ACTOR, given.actor.trim().replace(/[^\x20-\x7e]/g, "?").slice(0, 100));
    try {
      await send("GET", "/ops/processes");
      document.dispatchEvent(new Event("token"));
      return true;
    } catch (e) {
      sessionStorage.removeItem(TOKEN);
      problem = e.status === 401 ? "This token is wrong." : e.message;
    }
  }
}

/** What may be looked at; asks for the token only where even that needs it. */
export async function get(path, signal) {
  try {
    return await send("GET", path, signal);
  } catch (e) {
    if (e.status === 401 && await unlock(hasToken() ? "The token has changed." : "From another machine, even looking needs the token.")) {
      return send("GET", path, signal);
    }
    throw e;
  }
}

/** What changes something. Null when nobody gave a token. */
export async function change(method, path, parameters = {}, body = undefined) {
  if (!hasToken() && !await unlock("This needs the token. It is kept in this tab only.")) {
    return null;
  }
  try {
    return await send(method, query(path, parameters), undefined, body);
  } catch (e) {
    if (e.status === 401) {
      forget();
    }
    throw e;
  }
}

/** A path of the API with these parameters, without those that are empty. */
export function query(path, parameters) {
  const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ""));
  return String(given) === "" ? path : `${path}?${given}`;
}

/** Does it, and says what came of it. */
export async function attempt(work, done) {
  try {
    const answer = await work();
    if (answer !== null) {
      done(answer);
    }
  } catch (e) {
    await tell({ title: "Not done", text: e.message });
  }
}
