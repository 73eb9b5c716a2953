// A box that chooses every row of the page, and the count of those chosen.
const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

function show(name) {
  const all = boxes(name);
  const chosen = all.filter((box) => box.checked).length;
  document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`).forEach((box) => {
    box.checked = chosen > 0 && chosen === all.length;
    box.indeterminate = chosen > 0 && chosen < all.length;
  });
  document.querySelectorAll(`[data-checked-count="${CSS.escape(name)}"]`).forEach((place) => (place.textContent = chosen));
}

document.addEventListener("change", ({ target }) => {
  const name = target.dataset?.checkAll;
  if (name) for (const box of boxes(name)) box.checked = target.checked;
  if (name || document.querySelector("[data-check-all]")) show(name ?? target.name);
});
// Boxes keep their ticks when one comes back to the page.
addEventListener("pageshow", () => document.querySelectorAll("[data-check-all]").forEach((box) => show(box.dataset.checkAll)));
