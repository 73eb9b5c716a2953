// Runs in the head, before the first paint: a stored choice wins over the system's.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
let stored = "auto";
try {
  stored = localStorage.getItem("theme") ?? "auto";
} catch {
  // Storage is switched off; the system's theme is a good answer.
}

function apply() {
  root.dataset.bsTheme = stored === "auto" ? (system.matches ? "dark" : "light") : stored;
  root.dataset.themeChoice = stored;
}

apply();
system.addEventListener("change", apply);
// Paper is light.
addEventListener("beforeprint", () => (root.dataset.bsTheme = "light"));
addEventListener("afterprint", apply);
addEventListener("theme:choose", (event) => {
  stored = event.detail;
  try {
    localStorage.setItem("theme", stored);
  } catch {
    // The choice then lasts for this page only.
  }
  apply();
});
