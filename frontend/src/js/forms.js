import { onEach } from "./dom.js";

onEach("[data-time-zone]", (field) => {
  if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]"))
    return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("form[data-escape]")?.querySelector("[data-escape-to]")?.click();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-submit-on-change]");
  if (form && event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]"))
    form.requestSubmit();
});

// A second press while the first is on its way sends nothing; a page from the back-forward cache starts afresh.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || form.hasAttribute("hx-post")) return;
  if (form.dataset.sending) event.preventDefault();
  else form.dataset.sending = "yes";
});
addEventListener("pageshow", () =>
  document.querySelectorAll("[data-sending]").forEach((form) => delete form.dataset.sending),
);

const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) dirty.add(form);
});
for (const done of ["submit", "autosave:saved"]) document.addEventListener(done, (event) => dirty.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
