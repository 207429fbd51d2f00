/*
 * The look-up: typing asks the server, arrows choose, Enter and Tab take, Esc gives back what was there.
 * Works on every [data-lookup], also on those that are added later. The chosen id is in the hidden
 * input, its text in the visible one.
 */

import { word } from "./words.js";

const WAIT = 160;
const ROOM = 320;

let open = null; // {box, input, list, results, at}
let timer = 0;
let asking = null;
const texts = new WeakMap(); // visible input -> the text that belongs to the chosen id

function parts(input) {
  const box = input.closest("[data-lookup]");
  return { box, input, stored: box.querySelector("[data-lookup-value]") };
}

function keep(input) {
  if (!texts.has(input)) {
    texts.set(input, input.value);
  }
}

/** `text` with each part of it that was typed marked. */
function marked(text, typed) {
  const line = document.createElement("span");
  const start = typed ? text.toLowerCase().indexOf(typed.toLowerCase()) : -1;
  if (start < 0) {
    line.textContent = text;
    return line;
  }
  const mark = document.createElement("mark");
  mark.textContent = text.slice(start, start + typed.length);
  line.append(text.slice(0, start), mark, text.slice(start + typed.length));
  return line;
}

function option(result, place, typed, id) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.id = `${id}-${place}`;
  item.dataset.place = place;
  item.append(marked(result.text, typed));
  if (result.hint) {
    const hint = document.createElement("small");
    hint.textContent = result.hint;
    item.append(hint);
  }
  return item;
}

function foot(count, createUrl) {
  const line = document.createElement("div");
  line.className = "hq-combo-foot";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.textContent = count ? word("choose", { count }) : word("nothing");
  line.append(said);
  if (createUrl) {
    const link = document.createElement("a");
    link.href = createUrl;
    link.target = "_blank";
    link.textContent = word("create");
    line.append(link);
  }
  return line;
}

function place() {
  const box = open.input.getBoundingClientRect();
  const below = window.innerHeight - box.bottom;
  const up = below < ROOM && box.top > below;
  open.list.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - open.list.offsetWidth - 8))}px`;
  open.list.style.top = up ? "auto" : `${box.bottom + 4}px`;
  open.list.style.bottom = up ? `${window.innerHeight - box.top + 4}px` : "auto";
  open.list.style.minWidth = `${Math.max(240, box.width)}px`;
}

function show(input, results) {
  close();
  const { box } = parts(input);
  const list = document.createElement("div");
  const choices = document.createElement("ul");
  const id = `${input.id}-list`;
  list.className = "hq-combo-list";
  choices.id = id;
  choices.setAttribute("role", "listbox");
  choices.append(...results.map((result, at) => option(result, at, input.value.trim(), id)));
  list.append(choices, foot(results.length, box.dataset.createUrl));
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) {
      event.preventDefault();
      take(Number(item.dataset.place));
    }
  });
  box.append(list);
  open = { box, input, list, results, at: -1 };
  input.setAttribute("aria-expanded", "true");
  place();
  if (results.length && input.value.trim()) {
    point(0);
  }
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  if (open) {
    open.input.setAttribute("aria-expanded", "false");
    open.input.removeAttribute("aria-activedescendant");
    open.list.remove();
    open = null;
  }
}

function point(at) {
  const items = open.list.querySelectorAll("[role=option]");
  if (!items.length) {
    return;
  }
  open.at = (at + items.length) % items.length;
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === open.at)));
  items[open.at].scrollIntoView({ block: "nearest" });
  open.input.setAttribute("aria-activedescendant", items[open.at].id);
}

function store(input, id, text) {
  const { stored } = parts(input);
  stored.value = id;
  input.value = text;
  texts.set(input, text);
  stored.dispatchEvent(new Event("change", { bubbles: true }));
}

function take(at) {
  const { input, results } = open;
  const result = results[at];
  close();
  store(input, result.id, result.text);
}

async function ask(input) {
  const { box } = parts(input);
  const url = new URL(box.dataset.lookupUrl, location.href);
  url.searchParams.set("q", input.value.trim());
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (answer.ok && document.activeElement === input) {
      show(input, (await answer.json()).results);
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      throw error;
    }
  }
}

function askSoon(input) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(input), WAIT);
}

function lookupInput(event) {
  return event.target.closest?.("[data-lookup] [role=combobox]") || null;
}

document.addEventListener("focusin", (event) => {
  const input = lookupInput(event);
  if (input) {
    keep(input);
    input.select();
  }
});

document.addEventListener("click", (event) => {
  const input = lookupInput(event);
  if (input && !open) {
    ask(input);
  }
});

document.addEventListener("input", (event) => {
  const input = lookupInput(event);
  if (input) {
    askSoon(input);
  }
});

document.addEventListener("focusout", (event) => {
  const input = lookupInput(event);
  if (!input || open?.list.contains(event.relatedTarget)) {
    return;
  }
  close();
  if (input.value.trim() === "" && texts.get(input) !== "") {
    store(input, "", "");
  } else {
    input.value = texts.get(input) ?? input.value;
  }
});

document.addEventListener("keydown", (event) => {
  const input = lookupInput(event);
  if (!input) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (open) {
      point(open.at + (event.key === "ArrowDown" ? 1 : -1));
    } else {
      ask(input);
    }
  } else if ((event.key === "Enter" || event.key === "Tab") && open) {
    if (event.key === "Enter") {
      event.preventDefault();
    }
    if (open.at >= 0) {
      take(open.at);
    }
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    event.stopPropagation();
    close();
    input.value = texts.get(input) ?? "";
  }
});

window.addEventListener("scroll", () => open && place(), true);
window.addEventListener("resize", () => open && place());
