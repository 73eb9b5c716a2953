// Text that was typed but not yet confirmed by the server lives on this device, and the form says which of the two it is.
import { onEach, signedOut } from "./dom.js";

const name = (field) => `keep:${field.dataset.keep}`;
const storage = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept, then.
    }
  },
};

function say(form, text, { offline = false } = {}) {
  const line = form?.querySelector("[data-autosave-state]");
  if (!line) return;
  line.classList.toggle("is-offline", offline);
  if (line.textContent !== text) line.textContent = text;
}

function restore(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Offers the kept text instead of pressing it on a field that the server has changed since. */
function offer(field, kept) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: "Use the text kept on this device" });
  button.addEventListener("click", () => {
    restore(field, kept.value);
    button.remove();
  });
  field.after(button);
}

onEach("[data-keep]", (field) => {
  const kept = storage.read(name(field));
  if (!kept || kept.value === field.value) storage.drop(name(field));
  else if (kept.base === field.value) restore(field, kept.value);
  else offer(field, kept);
});
onEach("[data-keep-clear]", (element) => storage.drop(`keep:${element.dataset.keepClear}`));

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-keep]")) return;
  const base = storage.read(name(field))?.base ?? field.defaultValue;
  storage.write(name(field), { base, value: field.value });
});

function sentBy(form) {
  return [...form.querySelectorAll("[data-keep]")].map((field) => [field, field.value]);
}

const underWay = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("[data-autosave]");
  if (!form) return;
  underWay.set(event.detail.xhr, sentBy(form));
  say(form, "Saving…");
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-autosave]");
  const sent = underWay.get(event.detail.xhr);
  if (!form || !sent) return;
  const { status } = event.detail.xhr;
  if (signedOut(event.detail.xhr)) say(form, "Signed out. Your text is kept on this device. Reload and sign in.", { offline: true });
  else if (event.detail.successful) {
    for (const [field, value] of sent) {
      if (field.value === value) storage.drop(name(field));
      field.defaultValue = value;
    }
    say(form, "Saved");
    form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
  } else if (status === 0) say(form, "Offline. Your text is kept on this device.", { offline: true });
  else if (status === 409) say(form, "Changed in another tab. Compare. Your text is kept on this device.", { offline: true });
  else say(form, "Not saved. Your text is kept on this device.", { offline: true });
});
// Back online: say it again to the server.
addEventListener("online", () => {
  for (const form of document.querySelectorAll("[data-autosave]")) {
    const field = [...form.querySelectorAll("[data-keep]")].find((each) => storage.read(name(each)));
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
// Whoever signs out leaves nothing behind on a shared machine.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("keep:")) storage.drop(key);
});
