// Without a network the page says so, and a form that would lead to the browser's own error page stays instead.
import { toast } from "./toasts.js";

let line;
function show() {
  if (!navigator.onLine && !line) {
    line = Object.assign(document.createElement("p"), {
      className: "offline-line",
      textContent: "Offline. What you type is kept on this device.",
    });
    line.setAttribute("role", "status");
    document.body.append(line);
  } else if (navigator.onLine && line) {
    line.remove();
    line = undefined;
  }
}
for (const type of ["offline", "online", "DOMContentLoaded"]) addEventListener(type, show);

document.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine || event.target.matches("[hx-post], [hx-get]")) return;
    event.preventDefault();
    event.stopPropagation();
    toast({ message: "Offline. Nothing was sent; your text is kept on this device.", level: "error" });
  },
  true,
);
