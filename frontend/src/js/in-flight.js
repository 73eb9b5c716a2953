// What is chosen or typed while a form's answer is on its way must not be swapped away by that answer: it stays, and goes out
// with the next request. Marked by data-in-flight on the form; the answer's version is taken over all the same.
const changes = new WeakMap();
const formOf = (element) => element?.closest?.("[data-in-flight]");

for (const type of ["input", "change"]) {
  document.addEventListener(type, (event) => {
    const form = formOf(event.target);
    if (form) changes.set(form, (changes.get(form) ?? 0) + 1);
  }, true);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event.detail.elt);
  if (form) event.detail.xhr.changesSent = changes.get(form) ?? 0;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  const form = formOf(requestConfig?.elt);
  if (!form || !event.detail.shouldSwap || event.detail.isError || xhr.changesSent === (changes.get(form) ?? 0)) return;
  const field = form.querySelector("[name=version]");
  const answered = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[name=version]");
  if (!field || !answered || !event.detail.target.contains(form)) return;
  field.value = answered.value;
  event.detail.shouldSwap = false;
});
