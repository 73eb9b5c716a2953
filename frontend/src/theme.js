// Runs in the head, before the first paint. The account's choice wins over this device's, and that over the system's.
const root = document.documentElement;
root.dataset.scripts = "on"; // the server writes the theme's own marks, so they cannot say that scripts run
const system = matchMedia("(prefers-color-scheme: dark)");
let stored = "auto";
try {
  stored = root.dataset.themeChoice ?? localStorage.getItem("theme") ?? "auto";
  localStorage.setItem("theme", stored); // the page after signing out looks the same
} catch {
  // Storage is switched off; the account's theme, or the system's, is a good answer.
  stored = root.dataset.themeChoice ?? "auto";
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
  save();
});

/** Keeps the choice with the account, so that other devices follow. */
function save() {
  if (!root.dataset.themeSave) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  const body = new URLSearchParams({ theme: stored });
  // Offline the choice lasts until the next page; it is no text that anybody would miss.
  fetch(root.dataset.themeSave, { method: "POST", headers, body, keepalive: true }).catch(() => {});
}
