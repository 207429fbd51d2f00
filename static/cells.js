/*
 * Editing a cell where it stands. A click or Enter opens it, Enter saves, Esc leaves it as it was;
 * arrows go from cell to cell. The server gives the input, checks the value and gives the cell anew.
 */

import { word } from "./words.js";

const one = (selector, within = document) => within.querySelector(selector);

const table = one("table[data-cells]");
const status = document.createElement("span");
let open = null; // {cell, before, form, first}

function headOf(cell) {
  return table.tHead.rows[0].cells[cell.cellIndex];
}

function isOpenable(cell) {
  return Boolean(cell) && cell.parentElement.hasAttribute("data-row") && headOf(cell).hasAttribute("data-cell");
}

function cellAt(row, place) {
  return row?.cells[place] && isOpenable(row.cells[place]) ? row.cells[place] : null;
}

function pointAt(cell) {
  one("tbody [tabindex='0'][data-cell-here]", table)?.removeAttribute("tabindex");
  cell.tabIndex = 0;
  cell.dataset.cellHere = "";
  cell.focus();
}

function valuesOf(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function putBack() {
  const { cell, before } = open;
  open = null;
  cell.classList.remove("is-editing");
  cell.replaceChildren(...before);
  return cell;
}

function close() {
  pointAt(putBack());
}

function tell(form, message) {
  const problem = one("[data-cell-problem]", form);
  problem.textContent = message;
  problem.hidden = false;
  form.querySelector("input:not([type=hidden]), select")?.focus();
}

/** What the cell says from now on, under the open input. */
function renew(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const link = open.before.find((node) => node.nodeName === "A");
  if (link) {
    link.replaceChildren(...parsed.childNodes);
  } else {
    open.before.forEach((node) => node.remove());
    open.before = Array.from(parsed.childNodes);
    open.cell.prepend(...open.before);
  }
}

async function save() {
  const { cell, form } = open;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  }).catch(() => null);
  const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) {
    tell(form, word("not_saved"));
    return false;
  }
  const said = await answer.json();
  if ("cell" in said) {
    renew(said.cell);
  }
  if (!answer.ok) {
    tell(form, said.message);
    return false;
  }
  close();
  cell.title = cell.textContent.length > 20 ? cell.textContent : "";
  cell.classList.add("is-saved");
  status.textContent = `${word("saved")}: ${cell.textContent}`;
  return true;
}

/** Leave the open cell: what was not touched goes back, what was is saved. */
async function leave() {
  if (!open) {
    return true;
  }
  if (valuesOf(open.form) === open.first) {
    close();
    return true;
  }
  return save();
}

async function edit(cell) {
  if (open?.cell === cell || !(await leave())) {
    return;
  }
  const url = new URL(table.dataset.cells, location.href);
  url.searchParams.set("id", cell.parentElement.dataset.row);
  url.searchParams.set("column", headOf(cell).dataset.column);
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    return;
  }
  const form = one("form", new DOMParser().parseFromString(await answer.text(), "text/html"));
  const before = Array.from(cell.childNodes);
  cell.classList.remove("is-saved");
  cell.classList.add("is-editing");
  cell.append(form);
  open = { cell, before, form, first: valuesOf(form) };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    save();
  });
  one("[data-cell-cancel]", form).addEventListener("click", close);
  form.addEventListener("focusout", (event) => {
    /* Whoever goes on to another place without having typed wants nothing of the cell. */
    const goes = event.relatedTarget;
    if (open?.form === form && goes && !form.contains(goes) && valuesOf(form) === open.first) {
      putBack();
    }
  });
  const input = one("input:not([type=hidden]), select", form);
  input.focus();
  input.select?.();
}

function step(event, cell) {
  const row = cell.parentElement;
  const moves = {
    ArrowDown: () => cellAt(row.nextElementSibling, cell.cellIndex),
    ArrowUp: () => cellAt(row.previousElementSibling, cell.cellIndex),
    ArrowRight: () => Array.from(row.cells).slice(cell.cellIndex + 1).find(isOpenable),
    ArrowLeft: () => Array.from(row.cells).slice(0, cell.cellIndex).reverse().find(isOpenable),
  };
  const next = moves[event.key]?.();
  if (next) {
    event.preventDefault();
    pointAt(next);
  }
}

if (table) {
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  const first = Array.from(table.tBodies[0].querySelectorAll("tr[data-row] > *")).find(isOpenable);
  if (first) {
    first.tabIndex = 0;
    first.dataset.cellHere = "";
  }
  table.tBodies[0].addEventListener("click", (event) => {
    const cell = event.target.closest("td, th");
    const other = event.target.closest("a, button, input, select, textarea, label, form");
    if (!other && isOpenable(cell) && !getSelection().toString()) {
      edit(cell);
    }
  });
  table.tBodies[0].addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (open && event.key === "Escape" && event.target.getAttribute("aria-expanded") !== "true") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.target === cell && isOpenable(cell)) {
      if (event.key === "Enter" || event.key === "F2") {
        event.preventDefault();
        edit(cell);
      } else {
        step(event, cell);
      }
    }
  });
}
