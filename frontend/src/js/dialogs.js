import { onClick } from "./dom.js";

onClick("[data-dialog-open]", (opener, event) => {
  event.preventDefault();
  document.querySelector(opener.dataset.dialogOpen)?.showModal();
});
onClick("[data-dialog-close]", (button, event) => {
  event.preventDefault();
  button.closest("dialog").close();
});
// A press on the backdrop lands on the dialog itself; its content is in children.
document.addEventListener("mousedown", (event) => {
  if (event.target.matches?.("dialog.dialog[open]")) event.target.close();
});
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest?.("dialog");
  if (dialog && !dialog.open && event.target.childElementCount) dialog.showModal();
});
document.addEventListener("dialog:close", () =>
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()),
);
