/** Calls back for every match now and in whatever htmx puts into the page later. */
export function onEach(selector, callback) {
  const run = (scope) => {
    if (scope.matches?.(selector)) callback(scope);
    scope.querySelectorAll(selector).forEach(callback);
  };
  document.addEventListener("DOMContentLoaded", () => run(document));
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) run(event.target);
  });
}

/** Whether an answer is the sign-in page that a redirect led to: the session has ended, and nothing was saved. */
export function signedOut(xhr) {
  const { signIn } = document.body.dataset;
  return Boolean(signIn && xhr.responseURL && new URL(xhr.responseURL).pathname === signIn);
}

/** A listener on the document for the nearest ancestor that matches. */
export function onClick(selector, callback) {
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.(selector);
    if (element) callback(element, event);
  });
}
