/* Forms: inline lines, marks on what was changed, the save bar, decisions, issued quantities. */

import { word } from "./words.js";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

/* Lines of a document: rows are added from a template and removed, or marked for removal */
function addLine(block) {
  const blank = block.dataset.blank;
  const html = one("[data-line-template]", block).innerHTML.replaceAll(blank, block.dataset.next);
  block.dataset.next = String(Number(block.dataset.next) + 1);
  const rows = one("[data-line-rows]", block);
  rows.insertAdjacentHTML("beforeend", html);
  block.dispatchEvent(new CustomEvent("line-added", { bubbles: true }));
  one("input:not([type=hidden]), select, textarea", rows.lastElementChild)?.focus();
}

function removeLine(row) {
  const stored = one("[data-line-id]", row);
  if (!stored || stored.value === "") {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    one("[data-line-remove]", next || document)?.focus();
    return;
  }
  const mark = one("[data-line-removed]", row);
  const removed = mark.value !== "y";
  mark.value = removed ? "y" : "";
  row.classList.toggle("is-removed", removed);
  const button = one("[data-line-remove]", row);
  button.setAttribute("aria-pressed", String(removed));
  button.title = removed ? word("put_back") : "";
}

/* What was changed: every control is compared with what the page came with */
function controls(form) {
  return Array.from(form.elements).filter((control) =>
    control.name && control.type !== "submit" && control.name !== "csrf_token" && !control.dataset.settles);
}

function valueOf(control) {
  return control.type === "checkbox" || control.type === "radio" ? String(control.checked) : control.value;
}

/** The control that a person sees: a look-up stores its id in a hidden one. */
function seenControl(control) {
  return control.closest("[data-lookup]")?.querySelector("[role=combobox]") || control;
}

function labelOf(control) {
  const seen = seenControl(control);
  const label = seen.labels?.[0];
  return seen.getAttribute("aria-label") || (label ? label.firstChild.textContent.trim() : "");
}

class Changes {
  constructor(form) {
    this.form = form;
    this.bar = one("[data-changes]", form);
    this.before = new Map();
    this.learn();
    this.given = new Set(controls(form).filter((control) => seenControl(control).classList.contains("is-changed")));
    this.saving = false;
    form.addEventListener("input", () => this.show());
    form.addEventListener("change", () => this.show());
    form.addEventListener("line-added", () => this.learn());
    form.addEventListener("submit", () => { this.saving = true; });
    one("[data-changes-cancel]", form)?.addEventListener("click", () => { this.saving = true; });
    window.addEventListener("beforeunload", (event) => {
      if (this.count > 0 && !this.saving) {
        event.preventDefault();
      }
    });
    window.addEventListener("pageshow", () => { this.saving = false; this.show(); });
  }

  /** Remember what each control came with. */
  learn() {
    controls(this.form).filter((control) => !this.before.has(control))
      .forEach((control) => this.before.set(control, valueOf(control)));
  }

  show() {
    const changed = controls(this.form).filter((control) => this.given.has(control) || this.before.get(control) !== valueOf(control));
    controls(this.form).forEach((control) => seenControl(control).classList.toggle("is-changed", changed.includes(control)));
    const names = [...new Set(changed.filter((control) => seenControl(control).type !== "hidden").map(labelOf))].filter(Boolean);
    this.count = changed.length;
    this.bar.classList.toggle("is-unchanged", this.count === 0);
    one("[data-changes-pip]", this.bar).hidden = this.count === 0;
    one("[data-changes-text]", this.bar).textContent = this.count === 0 ? word("unchanged") : word("changed", { count: this.count });
    one("[data-changes-names]", this.bar).textContent = names.slice(0, 4).join(word("comma")) + (names.length > 4 ? "…" : "");
  }
}

/* A decision: the button repeats what was chosen, some choices need words */
function showChoice(input) {
  const form = input.form;
  const button = one("[data-submit]", form);
  if (button && input.dataset.submitLabel) {
    button.textContent = input.dataset.submitLabel;
  }
  const opinion = one("[data-opinion]", form);
  if (opinion) {
    const needed = "needsWords" in input.dataset;
    one("textarea", opinion).required = needed;
    one("[data-opinion-required]", opinion).hidden = !needed;
    one("[data-opinion-optional]", opinion).hidden = needed;
  }
}

/* A stale form: taking one side of a conflict writes it into the field */
function settle(input) {
  const field = one(`[name="${CSS.escape(input.dataset.settles)}"]`, input.form);
  if (!field) {
    return;
  }
  if (field.type === "checkbox") {
    field.checked = input.dataset.value === "y";
  } else {
    field.value = input.dataset.value;
  }
  const seen = seenControl(field);
  if (seen !== field) {
    seen.value = input.dataset.text;
  }
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Issued quantities: what is short follows what is typed */
const places = (number) => Math.round(number * 1000) / 1000;

function showShort(input) {
  const row = input.closest("tr");
  const issued = Number(input.value.replaceAll(",", "")) || 0;
  const short = places(Math.max(0, Number(row.dataset.requested) - issued));
  row.classList.toggle("is-short", short > 0);
  one("[data-short-none]", row).hidden = short > 0;
  one("[data-short-some]", row).hidden = short === 0;
  one("[data-short-figure]", row).textContent = short.toLocaleString("en-US");
  row.dataset.issued = String(issued);
  row.dataset.short = String(short);
  all("[data-sum-of]").forEach((figure) => {
    const site = figure.closest("[data-issue]") || document;
    const sum = all("tr[data-requested]", site).reduce((total, line) => total + Number(line.dataset[figure.dataset.sumOf] || 0), 0);
    figure.textContent = places(sum).toLocaleString("en-US");
  });
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-line-add]");
  if (add) {
    addLine(add.closest("[data-lines]"));
  }
  const remove = event.target.closest("[data-line-remove]");
  if (remove) {
    const form = remove.closest("form");
    removeLine(remove.closest("[data-line]"));
    form.dispatchEvent(new Event("change"));
  }
  const phrase = event.target.closest("[data-phrase]");
  if (phrase) {
    const area = one("textarea", phrase.closest("[data-opinion]"));
    area.value = phrase.dataset.phrase;
    area.focus();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-choices]")) {
    showChoice(event.target);
  }
  if (event.target.dataset.settles) {
    settle(event.target);
  }
});

/* Editing many records together: what is typed is meant to be written, from the first letter on */
function tickTyped(event) {
  const field = event.target.closest("[data-write]");
  const tick = field && one("[name=write]", field);
  if (tick && event.target !== tick) {
    tick.checked = true;
  }
}

["input", "change"].forEach((kind) => document.addEventListener(kind, tickTyped));

document.addEventListener("input", (event) => {
  if ("issuing" in event.target.dataset) {
    showShort(event.target);
  }
});

all("form[data-track]").forEach((form) => new Changes(form).show());
all("[data-choices] input:checked").forEach(showChoice);
