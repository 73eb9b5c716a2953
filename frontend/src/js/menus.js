import { onClick } from "./dom.js";

const items = (menu) => [...menu.querySelectorAll(".menu-panel :is(a[href], button:not([disabled]))")];

/** Pins the panel to the window, so that a scrolling column cannot cut it off. */
function place(menu) {
  const panel = menu.querySelector(":scope > .menu-panel");
  const anchor = menu.getBoundingClientRect();
  Object.assign(panel.style, { position: "fixed", inset: "0 auto auto 0" });
  // An ancestor with a transform or filter moves the origin away from the window's corner.
  const { width, height, left: originLeft, top: originTop } = panel.getBoundingClientRect();
  const left = menu.classList.contains("menu-end") ? anchor.right - width : anchor.left;
  const fitsBelow = anchor.bottom + height + 8 < innerHeight;
  const up = anchor.top > height + 8 && (menu.classList.contains("menu-up") || !fitsBelow);
  const top = up ? anchor.top - height - 5 : Math.max(8, Math.min(anchor.bottom + 5, innerHeight - height - 8));
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8)) - originLeft}px`;
  panel.style.top = `${top - originTop}px`;
}

function close(menu, { focus = false } = {}) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

const closeAll = (except) =>
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) close(menu);
  });

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.("details.menu") || !event.target.open) return;
    closeAll(event.target);
    place(event.target);
  },
  true,
);
document.addEventListener("click", (event) => closeAll(event.target));
onClick(".menu-panel .menu-item", (item) => close(item.closest("details.menu")));
addEventListener("resize", () => closeAll(null));
addEventListener("scroll", (event) => event.target.closest?.(".menu-panel") || closeAll(null), {
  capture: true,
  passive: true,
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(menu, { focus: true });
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const all = items(menu);
    const at = all.indexOf(document.activeElement);
    all.at((at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1)) % all.length)?.focus();
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
});
