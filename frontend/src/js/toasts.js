import { onClick, onEach } from "./dom.js";

const SHOWN_FOR = 6000;
const AT_ONCE = 3;

function leave(item) {
  item.classList.add("is-leaving");
  setTimeout(() => item.remove(), 220);
}

/** Toasts with something to do, errors, and those in use stay until they are closed. */
function leaveLater(item) {
  if (item.querySelector("form") || item.classList.contains("toast-error")) return;
  setTimeout(() => {
    if (item.matches(":hover, :focus-within")) leaveLater(item);
    else leave(item);
  }, SHOWN_FOR);
}

/** Shows a message, with an Undo button if the server named an address for it. */
export function toast({ message, undo_url: undoUrl, level = "success" }) {
  const area = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!area || !template) return;
  const item = template.content.firstElementChild.cloneNode(true);
  item.classList.add(`toast-${level}`);
  item.querySelector(".toast-text").textContent = message;
  const form = item.querySelector("form");
  if (undoUrl) form.action = undoUrl;
  else form.remove();
  area.append(item);
  [...area.children].slice(0, -AT_ONCE).forEach(leave);
  leaveLater(item);
}

onEach(".toast-item", leaveLater);
onClick("[data-toast-close]", (button) => leave(button.closest(".toast-item")));
document.addEventListener("toast", (event) => toast(event.detail));
