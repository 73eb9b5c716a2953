// The one place that configures htmx. A strict policy: nothing evaluated, no injected styles, no page kept in storage.
import htmx from "htmx.org";
import { signedOut } from "./dom.js";
import { toast } from "./toasts.js";

window.htmx = htmx;
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // New parts work at once: in a pause before, a key pressed would send their forms past htmx.
  defaultSettleDelay: 0,
  responseHandling: [
    { code: "204", swap: false },
    { code: "422", swap: true },
    { code: "[23]..", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const reasons = {
  403: "Your session has ended. Reload the page and sign in.",
  404: "That is no longer here. Reload the page.",
  409: "Changed in another tab. Reload the page to compare.",
  429: "Too many tries. Wait a minute.",
};

// A sign-in page does not belong into a part of another page. Loading anew leads there, and back here afterwards.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!signedOut(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
  if (!event.detail.elt.closest("[data-autosave]")) location.reload();
});
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt.closest("[data-autosave]")) return;
  toast({ message: reasons[event.detail.xhr.status] ?? "That did not work. Nothing was changed.", level: "error" });
});
document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.elt.closest("[data-autosave]")) return;
  // Looking something up changes nothing anyway, and the page says already that it is offline.
  if (!navigator.onLine && event.detail.requestConfig?.verb === "get") return;
  toast({ message: "Offline. Nothing was changed.", level: "error" });
});
