/* Arranging a list: columns, widths, figures, order and groups; what is chosen becomes the address. */

import { openDialog } from "./shell.js";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

const dialog = one("[data-arrange-dialog]");
let form = one("[data-arrange]");

/* Sorting by one more column: Shift with the click or with Enter on the head */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-also]");
  if (link && event.shiftKey) {
    event.preventDefault();
    location.href = link.dataset.also;
  }
});

function columnsOf() {
  return all("[data-arrange-column]", form)
    .filter((row) => one("[data-arrange-shown]", row).checked)
    .map((row) => {
      const width = one("[data-arrange-width]", row).value;
      return row.dataset.arrangeColumn + (width ? `:${width}` : "");
    })
    .join(",");
}

function totalsOf() {
  return all("[data-arrange-column]", form)
    .map((row) => [row.dataset.arrangeColumn, one("[data-arrange-total]", row).value])
    .filter(([, how]) => how)
    .map((pair) => pair.join(":"))
    .join(",");
}

function sortOf() {
  return all("[data-arrange-sort]", form)
    .map((row) => all("select", row).map((select) => select.value))
    .filter(([name]) => name)
    .map(([name, direction]) => direction + name)
    .join(",");
}

function groupOf() {
  return all("[data-arrange-group]", form)
    .map((row) => {
      const [name, step] = all("select", row);
      return name.value + (name.value && !step.hidden ? `:${step.value}` : "");
    })
    .filter(Boolean)
    .join(",");
}

function chartOf(group, totals) {
  const kind = one("[data-arrange-chart]", form).value;
  return group && kind ? `${kind}:${totals.split(",")[0] || "count"}` : "";
}

function put(address, name, value) {
  if (value) {
    address.searchParams.set(name, value);
  } else {
    address.searchParams.delete(name);
  }
}

function apply(event, before) {
  event.preventDefault();
  const address = new URL(form.dataset.list, location.href);
  const columns = columnsOf();
  const sort = sortOf();
  const group = groupOf();
  const totals = totalsOf();
  /* What nobody touched stays unsaid, so that the list follows its table when that changes. */
  if (columns !== before.columns) {
    put(address, "columns", columns);
  }
  if (sort !== before.sort) {
    put(address, "sort", sort);
  }
  if (totals !== before.totals) {
    put(address, "totals", totals);
  }
  if (group !== before.group) {
    put(address, "group", group);
    address.searchParams.delete("rank");
  }
  put(address, "chart", chartOf(group, totals));
  address.searchParams.delete("page");
  address.searchParams.delete("view");
  location.href = address.search ? address.href : `${address.pathname}?view=all`;
}

function move(button) {
  const row = button.closest("[data-arrange-column]");
  const up = button.dataset.arrangeMove === "-1";
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (other) {
    other[up ? "before" : "after"](row);
    button.focus();
  }
}

function showStep(row) {
  const [name, step] = all("select", row);
  step.hidden = !name.selectedOptions[0]?.hasAttribute("data-stepped");
}

function begin() {
  const before = { columns: columnsOf(), sort: sortOf(), totals: totalsOf(), group: groupOf() };
  form.addEventListener("submit", (event) => apply(event, before));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-arrange-move]");
    if (button) {
      move(button);
    }
  });
  all("[data-arrange-group]", form).forEach((row) => {
    one("select", row).addEventListener("change", () => showStep(row));
    showStep(row);
  });
}

async function fetchForm(link) {
  const answer = await fetch(link.href).catch(() => null);
  form = answer?.ok ? one("[data-arrange]", new DOMParser().parseFromString(await answer.text(), "text/html")) : null;
  if (!form) {
    location.href = link.href;
    return;
  }
  all("[data-close-dialog]", form).forEach((close) => {
    close.addEventListener("click", (event) => event.preventDefault());
  });
  dialog.replaceChildren(form);
  begin();
}

if (form) {
  begin();
}

all("[data-arrange-open]").forEach((link) => {
  link.addEventListener("click", async (event) => {
    if (!dialog || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    if (!form) {
      await fetchForm(link);
    }
    if (form) {
      openDialog(dialog);
    }
  });
});
