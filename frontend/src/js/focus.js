// A part of the page that is swapped takes the focus with it, and the key pressed next would do nothing. htmx gives the focus
// back to an element with the same id; for one without, what does exactly the same in the new part gets it.
const CAN_HAVE_IT = "a, button, summary, input, select";
const ATTRIBUTES = ["type", "name", "value", "form", "formaction", "href", "aria-label"];

/** What an element does, in one line; two elements with the same line can stand for each other. */
function actOf(element) {
  const attributes = ATTRIBUTES.map((name) => element.getAttribute(name));
  return JSON.stringify([
    element.tagName,
    element.textContent.trim(),
    element.form?.getAttribute("action"),
    ...attributes,
  ]);
}

let held;
document.addEventListener("htmx:beforeSwap", () => {
  const element = document.activeElement;
  held = element?.matches(CAN_HAVE_IT) ? { element, act: actOf(element) } : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (!held || held.element.isConnected || document.activeElement !== document.body) return;
  const like = [...document.querySelectorAll(CAN_HAVE_IT)].find(
    (element) => element.checkVisibility() && actOf(element) === held.act,
  );
  like?.focus({ preventScroll: true });
});
