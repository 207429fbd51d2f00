/* The frame of every page: side menu and its search, drop-downs, messages, tabs, printing, keys. */

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);

/* Side menu on narrow screens */
const opener = one("[data-menu-open]");

function showMenu(open) {
  document.body.classList.toggle("is-menu-open", open);
  opener.setAttribute("aria-expanded", String(open));
  (open ? one("[data-menu-search]") : opener).focus();
}

if (opener) {
  opener.addEventListener("click", () => showMenu(true));
  one("[data-menu-close]").addEventListener("click", () => showMenu(false));
}

/* Groups of the menu stay as they were left */
const MENU_KEY = "houqin-menu";
const groups = all("[data-menu-group]");

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(MENU_KEY) || "{}");
  } catch {
    return {};
  }
}

function remember(group) {
  const kept = remembered();
  kept[group.dataset.menuGroup] = group.open;
  sessionStorage.setItem(MENU_KEY, JSON.stringify(kept));
}

const kept = remembered();
groups.forEach((group) => {
  if (group.dataset.menuGroup in kept && !one("[aria-current]", group)) {
    group.open = kept[group.dataset.menuGroup];
  }
  one("summary", group).addEventListener("click", () => setTimeout(() => remember(group)));
});
one(".hq-nav [aria-current]")?.scrollIntoView({ block: "nearest" });

/* Search over the menu: by words, pinyin or pinyin initials */
const search = one("[data-menu-search]");
let openBefore = null;

function filterMenu() {
  const asked = search.value.trim().toLowerCase();
  if (asked && !openBefore) {
    openBefore = groups.map((group) => group.open);
  }
  let found = 0;
  groups.forEach((group, place) => {
    let inGroup = 0;
    all("li", group).forEach((item) => {
      const text = `${item.textContent} ${item.dataset.pinyin || ""}`.toLowerCase();
      item.hidden = asked !== "" && !text.includes(asked);
      inGroup += item.hidden ? 0 : 1;
    });
    group.hidden = inGroup === 0;
    group.open = asked ? true : openBefore ? openBefore[place] : group.open;
    found += inGroup;
  });
  one("[data-menu-none]").hidden = found > 0;
  if (!asked) {
    openBefore = null;
  }
}

if (search) {
  search.addEventListener("input", filterMenu);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      one(".hq-nav details:not([hidden]) li:not([hidden]) a")?.click();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      one(".hq-nav details:not([hidden]) li:not([hidden]) a")?.focus();
    }
  });
}

/* Drop-downs: one open at a time, closed by Esc and by a click beside */
function closeDrops(except) {
  all("details[data-drop][open]").forEach((drop) => {
    if (drop !== except) {
      drop.open = false;
    }
  });
}

/** Show a dialog with its first field ready; closed, it gives the focus back to where it was asked for. */
export function openDialog(dialog, asked) {
  const drop = asked?.closest("details[data-drop]");
  if (drop) {
    drop.open = false;
    one("summary", drop).focus();
  }
  dialog.showModal();
  const first = one(".body :is(input:not([type=hidden]), select, textarea)", dialog);
  first?.focus();
  first?.select?.();
}

document.addEventListener("click", (event) => {
  closeDrops(event.target.closest("details[data-drop]"));
  const close = event.target.closest("[data-dismiss]");
  if (close) {
    close.closest("[data-message]").remove();
  }
  if (event.target.closest("[data-print]")) {
    window.print();
  }
  const opens = event.target.closest("[data-open-dialog]");
  if (opens) {
    openDialog(document.getElementById(opens.dataset.openDialog), opens);
  }
  if (event.target.closest("[data-back]")) {
    history.back();
  }
  if (event.target.closest("[data-close-dialog]")) {
    event.target.closest("dialog")?.close();
  }
});

/* Keys: / the menu's search, Ctrl K the search over everything, Esc closes */
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const drop = one("details[data-drop][open]");
    if (drop) {
      drop.open = false;
      one("summary", drop).focus();
    } else if (document.body.classList.contains("is-menu-open")) {
      showMenu(false);
    }
  } else if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    const everywhere = one("[data-search]");
    if (everywhere) {
      event.preventDefault();
      everywhere.focus();
    }
  }
});

/* A form is sent once; coming back to the page frees it again, and so does an answer that is a file */
const SENDING = 5000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, SENDING);
  showBusy(event.submitter);
});

/* Work that takes a while: the button says what is being done, and a bar moves beside it */
function showBusy(button) {
  if (button?.dataset.busy) {
    button.ariaBusy = "true";
    button.lastChild.textContent = button.dataset.busy;
    one("[data-while-busy]", button.form)?.removeAttribute("hidden");
  }
}

window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

/* Selects that act at once, such as the number of rows of a page */
all("[data-goes]").forEach((select) => select.addEventListener("change", () => { location.href = select.value; }));
