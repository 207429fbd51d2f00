/*
 * Light, dark, or as the system says. Loaded before the body so that no page flashes;
 * the choice is kept in a cookie, which the server writes into <html data-theme>.
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const YEAR = 31536000;

  function shown() {
    const choice = root.dataset.theme;
    if (choice === "light" || choice === "dark") {
      return choice;
    }
    return system.matches ? "dark" : "light";
  }

  function apply() {
    root.dataset.bsTheme = shown();
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
    });
  }

  function choose(choice) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    root.dataset.theme = choice;
    document.cookie = "theme=" + choice + "; path=/; max-age=" + YEAR + "; samesite=lax" + secure;
    apply();
  }

  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-theme-choice], [data-theme-toggle]");
    if (button) {
      choose(button.dataset.themeChoice || (shown() === "dark" ? "light" : "dark"));
    }
  });

  // Paper is white.
  window.addEventListener("beforeprint", function () { root.dataset.bsTheme = "light"; });
  window.addEventListener("afterprint", apply);

  apply();
}());
