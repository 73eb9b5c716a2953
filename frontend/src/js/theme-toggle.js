import { onClick, onEach } from "./dom.js";

const root = document.documentElement;
const choose = (choice) => dispatchEvent(new CustomEvent("theme:choose", { detail: choice }));

function show() {
  const dark = root.dataset.bsTheme === "dark";
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-label", dark ? "Use the light theme" : "Use the dark theme");
  }
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    if (button !== root)
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.themeChoice));
  }
}

onEach("[data-theme-toggle]", show);
new MutationObserver(show).observe(root, { attributeFilter: ["data-bs-theme", "data-theme-choice"] });
onClick("[data-theme-toggle]", () => choose(root.dataset.bsTheme === "dark" ? "light" : "dark"));
onClick("button[data-theme-choice]", (button) => choose(button.dataset.themeChoice));
