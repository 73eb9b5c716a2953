// What is chosen, typed or pressed while a form's answer is on its way must not be swapped away by that answer: it stays, and goes
// out with the next request. Marked by data-in-flight on the form; the answer's version is taken over all the same.
import { toast } from "./toasts.js";

const changes = new WeakMap();
const waiting = new WeakSet(); // forms with a button pressed whose request has not begun
const formOf = (element) => element?.closest?.("[data-in-flight]");

for (const type of ["input", "change"]) {
  document.addEventListener(
    type,
    (event) => {
      const form = formOf(event.target);
      if (form) changes.set(form, (changes.get(form) ?? 0) + 1);
    },
    true,
  );
}

document.addEventListener(
  "submit",
  (event) => {
    const form = formOf(event.target);
    if (!form) return;
    if (waiting.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else waiting.add(form);
  },
  true,
);

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event.detail.elt);
  if (!form) return;
  if (event.detail.elt === form) waiting.delete(form);
  event.detail.xhr.changesSent = changes.get(form) ?? 0;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr, target } = event.detail;
  const form = formOf(requestConfig?.elt);
  if (!form || !event.detail.shouldSwap || event.detail.isError || !target.contains(form)) return;
  const changed = xhr.changesSent !== (changes.get(form) ?? 0);
  if (!changed && !waiting.has(form)) return;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const [field, answered] = [form, page].map((scope) => scope.querySelector("[name=version]"));
  if (!field || !answered) return;
  if (!changed && !sameWords(form, page)) {
    toast({ message: "The letter followed your choice. Read it, then press again." });
    return;
  }
  field.value = answered.value;
  event.detail.shouldSwap = false;
});

/** A press is about the words that were seen. */
function sameWords(form, page) {
  return ["subject", "body"].every(
    (name) => form.querySelector(`[name=${name}]`)?.value === page.querySelector(`[name=${name}]`)?.value,
  );
}
