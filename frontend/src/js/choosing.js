// A box that chooses every row of the page, the count of those chosen, and a button that says what it will do.
const COUNTED = "[data-check-all], [data-checked-words]";
const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

function show(name) {
  const all = boxes(name);
  const chosen = all.filter((box) => box.checked).length;
  document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`).forEach((box) => {
    box.checked = chosen > 0 && chosen === all.length;
    box.indeterminate = chosen > 0 && chosen < all.length;
  });
  document
    .querySelectorAll(`[data-checked-count="${CSS.escape(name)}"]`)
    .forEach((place) => (place.textContent = chosen));
  document.querySelectorAll(`[data-checked-words="${CSS.escape(name)}"]`).forEach((place) => {
    const words = chosen === 1 ? place.dataset.one : place.dataset.many;
    place.textContent = chosen ? words.replace("#", chosen) : "";
  });
  document.querySelectorAll("[data-none-checked]").forEach((place) => {
    place.hidden = place.dataset.noneChecked.split(" ").some((each) => boxes(each).some((box) => box.checked));
    place.closest("button").disabled = !place.hidden;
  });
}

document.addEventListener("change", ({ target }) => {
  const name = target.dataset?.checkAll;
  if (name) for (const box of boxes(name)) box.checked = target.checked;
  if (name || document.querySelector(COUNTED)) show(name ?? target.name);
});
// Boxes keep their ticks when one comes back to the page.
addEventListener("pageshow", () =>
  document.querySelectorAll(COUNTED).forEach(({ dataset }) => show(dataset.checkAll ?? dataset.checkedWords)),
);
