/* The list page: choosing rows, the bulk bar, the filter dialog, jumping to a page. */

import { word } from "./words.js";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

/* Choosing rows */
const bar = one("[data-bulk]");

function chosen() {
  return all("tbody [data-row-check]:checked").map((box) => box.value);
}

function showChosen() {
  const boxes = all("tbody [data-row-check]");
  boxes.forEach((box) => box.closest("tr").classList.toggle("is-selected", box.checked));
  const count = chosen().length;
  const everything = one("[data-bulk-everything]", bar);
  bar.hidden = count === 0;
  one("[data-bulk-page]", bar).hidden = count === boxes.length;
  if (everything) {
    everything.hidden = count !== boxes.length;
    everything.ariaPressed = "false";
  }
  one("[data-bulk-count]", bar).textContent = word("selected", { count });
  const head = one("[data-all-check]");
  head.checked = count > 0 && count === boxes.length;
  head.indeterminate = count > 0 && count < boxes.length;
}

function chooseAll(checked) {
  all("tbody [data-row-check]").forEach((box) => { box.checked = checked; });
  showChosen();
}

if (bar) {
  let last = null;
  all("tbody [data-row-check]").forEach((box, place, boxes) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        boxes.slice(Math.min(last, place), Math.max(last, place) + 1).forEach((between) => { between.checked = box.checked; });
      }
      last = place;
      showChosen();
    });
  });
  one("[data-all-check]").addEventListener("change", (event) => chooseAll(event.target.checked));
  one("[data-bulk-none]", bar).addEventListener("click", () => {
    chooseAll(false);
    one("[data-all-check], tbody [data-row-check]").focus();
  });
  one("[data-bulk-page]", bar).addEventListener("click", () => {
    chooseAll(true);
    one("[data-bulk-everything]:not([hidden]), [data-bulk-url]", bar).focus();
  });
  const everything = one("[data-bulk-everything]", bar);
  everything?.addEventListener("click", () => {
    everything.hidden = true;
    everything.ariaPressed = "true";
    one("[data-bulk-count]", bar).textContent = everything.dataset.bulkTold;
    one("[data-bulk-url]", bar).focus();
  });
  all("[data-bulk-url]", bar).forEach((button) => {
    button.addEventListener("click", () => {
      const url = button.dataset.bulkUrl;
      const rows = everything?.ariaPressed === "true" ? everything.dataset.bulkEverything : `id=${chosen().join(",")}`;
      location.href = `${url}${url.includes("?") ? "&" : "?"}${rows}`;
    });
  });
  window.addEventListener("pageshow", showChosen);
}

/* How many rows each saved view finds: asked once the list stands, which does not wait for it */
const counted = one("[data-view-counts]");

async function showCounts() {
  const answer = await fetch(counted.dataset.viewCounts).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    return;
  }
  const counts = await answer.json();
  all("a[data-view]", counted).filter((tab) => tab.dataset.view in counts).forEach((tab) => {
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = counts[tab.dataset.view];
    tab.append(" ", count);
  });
}

if (counted) {
  showCounts();
}

/* The filter dialog: a column, an operator, a value; the address says the rest */
const dialog = one("[data-filter-dialog]");

function shownColumn() {
  return one(`[data-filter-column="${CSS.escape(one("[data-filter-pick]", dialog).value)}"]`, dialog);
}

function showColumn() {
  const current = shownColumn();
  all("[data-filter-column]", dialog).forEach((column) => { column.hidden = column !== current; });
  showOperator(current);
}

/** Show the inputs that belong to the operator chosen for a column. */
export function showOperator(column) {
  const operator = one("[data-filter-operator]", column).value;
  all("[data-filter-for]", column).forEach((part) => {
    part.hidden = !part.dataset.filterFor.split(" ").includes(operator);
  });
}

/** What is typed for a column, as the address says it; null where something is missing. */
export function valueOf(column) {
  const parts = all("[data-filter-for]", column).filter((part) => !part.hidden);
  const values = parts.flatMap((part) => all("[data-filter-value]", part))
    .filter((input) => input.type !== "checkbox" || input.checked)
    .map((input) => input.value.trim());
  const operator = one("[data-filter-operator]", column).value;
  if (values.length === 0 || values.some((value) => value === "")) {
    return null;
  }
  return values.join(operator === "between" ? " to " : ",");
}

function addFilter(event) {
  event.preventDefault();
  const column = shownColumn();
  const value = valueOf(column);
  one("[data-filter-missing]", dialog).hidden = value !== null;
  if (value === null) {
    return;
  }
  const address = new URL(location.href);
  address.searchParams.delete("page");
  address.searchParams.delete("after");
  address.searchParams.set(`${column.dataset.filterColumn}__${one("[data-filter-operator]", column).value}`, value);
  location.href = address.href;
}

if (dialog) {
  one("[data-filter-pick]", dialog).addEventListener("change", showColumn);
  all("[data-filter-operator]", dialog).forEach((select) => select.addEventListener("change", () => showOperator(shownColumn())));
  one("form", dialog).addEventListener("submit", addFilter);
  showColumn();
}

/* Jumping to a page */
all("[data-page-jump]").forEach((input) => {
  input.addEventListener("change", () => {
    if (/^[1-9]\d{0,6}$/.test(input.value)) {
      const address = new URL(location.href);
      address.searchParams.delete("after");
      address.searchParams.set("page", input.value);
      location.href = address.href;
    }
  });
});
