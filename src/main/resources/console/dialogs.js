// Questions to the person at the screen. <dialog> keeps the focus inside, Escape leaves, and the focus returns to where it was.

import { el } from "./dom.js";

function open(contents, first) {
  const dialog = el("dialog", { "aria-labelledby": "dialog-title" });
  const before = document.activeElement;
  dialog.append(contents(dialog));
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector(first) ?? dialog).focus();
  return new Promise(resolve => dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof Element && before.isConnected) {
      before.focus();
    }
    resolve(dialog);
  }));
}

/** What was filled in, by name; null when nobody wanted to. */
export async function ask({ title, text, help, problem, action, danger, fields }) {
  let given = null;
  await open(dialog => {
    const inputs = fields.map(field => el("input", {
      id: "field-" + field.name, name: field.name, type: field.type ?? "text", required: field.required, value: field.value, checked: field.checked,
      autocomplete: "off", spellcheck: "false", maxlength: 500,
    }));
    return el("form", {
      onsubmit: event => {
        event.preventDefault();
        given = Object.fromEntries(inputs.map(input => [input.name, input.type === "checkbox" ? input.checked : input.value]));
        dialog.close();
      },
    },
    el("h2", { id: "dialog-title" }, title), el("p", {}, text),
    problem ? el("p", { class: "problem", role: "alert" }, problem) : null,
    fields.map((field, i) => field.type === "checkbox" ? el("p", { class: "field tick" }, inputs[i], el("label", { for: "field-" + field.name }, field.label)) : el("p", { class: "field" }, el("label", { for: "field-" + field.name }, field.label + (field.required ? "" : " (optional)")), inputs[i])),
    help ? el("p", { class: "faint" }, help) : null,
    el("p", { class: "actions" },
      el("button", { type: "button", onclick: () => dialog.close() }, "Leave it"),
      el("button", { type: "submit", class: danger ? "danger" : "main" }, action)));
  }, "input, button");
  return given;
}

/** Shows something until it is closed. */
export async function tell({ title, text, more }) {
  await open(dialog => el("div", {}, el("h2", { id: "dialog-title" }, title), el("p", { dir: "auto" }, text), more ?? null,
    el("p", { class: "actions" }, el("button", { type: "button", class: "main", onclick: () => dialog.close() }, "Close"))), "button");
}
