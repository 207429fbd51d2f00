/*
 * Conditions joined by “and” and “or”, in groups within groups. The inputs of a condition are those
 * of the filter dialog; the tree becomes one part of the address.
 */

import { showOperator, valueOf } from "./list.js";
import { word } from "./words.js";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

const dialog = one("[data-where]");
const filters = one("[data-filter-dialog]");
let made = 0;

function button(text, act, kind = "btn-quiet") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-xs ${kind}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function cross(part) {
  const made = button("", () => remove(part));
  made.classList.add("btn-close");
  made.setAttribute("aria-label", word("remove"));
  return made;
}

function remove(part) {
  const before = part.previousElementSibling || part.parentElement.closest("[data-group]");
  part.remove();
  one("select, button", before)?.focus();
}

/** The inputs of one column, with ids of their own. */
function inputsOf(name) {
  const block = one(`[data-filter-column="${CSS.escape(name)}"]`, filters).cloneNode(true);
  made += 1;
  block.hidden = false;
  all("[id]", block).forEach((input) => { input.id = `${input.id}-${made}`; });
  all("[aria-controls]", block).forEach((input) => { input.setAttribute("aria-controls", `${input.id}-list`); });
  one("[data-filter-operator]", block).addEventListener("change", () => showOperator(block));
  return block;
}

function condition(told) {
  const part = document.createElement("div");
  part.className = "hq-condition";
  part.dataset.condition = "";
  const pick = one("[data-filter-pick]", filters).cloneNode(true);
  pick.removeAttribute("id");
  pick.setAttribute("aria-label", one("label[for=filter-pick]", filters).textContent);
  if (told) {
    pick.value = told.name;
  }
  let block = inputsOf(pick.value);
  part.append(pick, block, cross(part));
  pick.addEventListener("change", () => {
    const next = inputsOf(pick.value);
    block.replaceWith(next);
    block = next;
    showOperator(block);
  });
  if (told) {
    fill(block, told);
  }
  showOperator(block);
  return part;
}

function fill(block, told) {
  one("[data-filter-operator]", block).value = told.operator;
  showOperator(block);
  const inputs = all("[data-filter-for]", block).filter((each) => !each.hidden)
    .flatMap((each) => all("[data-filter-value]", each));
  const values = told.operator === "between" ? told.text.split(" to ") : [told.text];
  inputs.forEach((input, place) => {
    if (input.type === "checkbox") {
      input.checked = told.text.split(",").includes(input.value);
    } else {
      input.value = values[place] ?? "";
    }
    const shown = input.closest("[data-lookup]")?.querySelector("[role=combobox]");
    if (shown) {
      shown.value = told.shown;
    }
  });
}

function group(told, outermost) {
  const part = document.createElement("fieldset");
  part.className = "hq-conditions";
  part.dataset.group = "";
  const joiner = document.createElement("select");
  joiner.className = "form-select";
  joiner.setAttribute("aria-label", word("joined"));
  joiner.append(new Option(word("all_of"), "and"), new Option(word("any_of"), "or"));
  joiner.value = told?.joiner || "or";
  const parts = document.createElement("div");
  parts.dataset.parts = "";
  parts.append(...(told?.parts || [null]).map((each) => (each?.joiner ? group(each, false) : condition(each))));
  const foot = document.createElement("div");
  foot.className = "row-flex";
  foot.append(
    button(word("add_condition"), () => {
      parts.append(condition(null));
      one("select", parts.lastElementChild).focus();
    }),
    button(word("add_group"), () => {
      parts.append(group({ joiner: joiner.value === "or" ? "and" : "or", parts: [null] }, false));
      one("select", parts.lastElementChild).focus();
    }),
  );
  const head = document.createElement("div");
  head.className = "row-flex";
  head.append(joiner);
  if (!outermost) {
    head.append(cross(part));
  }
  part.append(head, parts, foot);
  return part;
}

function quoted(value) {
  return /^[^\s()"]+$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}

/** What a part says in the address; null where a value is missing. */
function textOf(part, outermost) {
  if (part.hasAttribute("data-condition")) {
    const block = one("[data-filter-column]", part);
    const value = valueOf(block);
    const key = `${block.dataset.filterColumn}__${one("[data-filter-operator]", block).value}`;
    return value === null ? null : `${key}=${quoted(value)}`;
  }
  const own = Array.from(one("[data-parts]", part).children);
  const texts = own.map((each) => textOf(each, false)).filter((text) => text !== "");
  if (texts.includes(null)) {
    return null;
  }
  const joined = texts.join(` ${one("select", part).value} `);
  return outermost || texts.length < 2 ? joined : `(${joined})`;
}

function apply(event, root) {
  event.preventDefault();
  const text = textOf(root, true);
  one("[data-where-missing]", dialog).hidden = text !== null;
  if (text === null) {
    return;
  }
  const address = new URL(location.href);
  address.searchParams.delete("page");
  address.searchParams.delete("view");
  if (text) {
    address.searchParams.set("where", text);
  } else {
    address.searchParams.delete("where");
  }
  location.href = address.search ? address.href : `${address.pathname}?view=all`;
}

if (dialog && filters) {
  const tree = one("[data-where-tree]", dialog);
  const root = group(JSON.parse(tree.dataset.whereTree), true);
  tree.append(root);
  one("form", dialog).addEventListener("submit", (event) => apply(event, root));
}
