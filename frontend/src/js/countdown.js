import { onEach } from "./dom.js";

/** Milliseconds that the server's clock is ahead of ours, if the page says what time it was there. */
function skew(element) {
  const serverNow = Date.parse(element.dataset.countdownNow ?? "");
  return Number.isNaN(serverNow) ? 0 : serverNow - Date.now();
}

function phrase(pattern, seconds) {
  const minutes = Math.floor(seconds / 60);
  const clock = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  return pattern.replace("{s}", seconds).replace("{m}", minutes).replace("{t}", clock);
}

onEach("[data-countdown-until]", (element) => {
  const until = Date.parse(element.dataset.countdownUntil) - skew(element);
  if (Number.isNaN(until) || element.dataset.countdownRuns) return;
  element.dataset.countdownRuns = "yes";
  const tick = () => {
    if (!element.isConnected) return;
    const left = until - Date.now();
    if (element.dataset.countdownText)
      element.textContent = phrase(element.dataset.countdownText, Math.max(0, Math.ceil(left / 1000)));
    if (left > 0) setTimeout(tick, Math.min(1000, left % 1000 || 1000));
    else element.dispatchEvent(new CustomEvent("countdown:done", { bubbles: true }));
  };
  tick();
});
