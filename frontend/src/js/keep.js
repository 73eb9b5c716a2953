// What was typed or chosen but not yet confirmed by the server lives on this device, and the form says which of the two it is.
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

const ticks = (field) => field.type === "radio" || field.type === "checkbox";
const isChoice = (field) => ticks(field) || field.matches("select");
const held = (field) => (ticks(field) ? String(field.checked) : field.value);
/** What the server put into the field. */
function givenTo(field) {
  if (ticks(field)) return String(field.defaultChecked);
  if (!field.matches("select")) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}
function put(field, value) {
  if (ticks(field)) field.checked = value === "true";
  else field.value = value;
}

function restore(field, value) {
  put(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Offers the kept text instead of pressing it on a field that the server has changed since. */
function offer(field, kept) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-sm btn-outline-secondary",
    textContent: "Use the text kept on this device",
  });
  button.addEventListener("click", () => {
    restore(field, kept.value);
    button.remove();
  });
  field.after(button);
}

// A form that is sent as a page of its own takes its text along. The next page tells whether it arrived: a page of ours without
// an error means that it did. The sign-in page, an error page and no page at all mean that it may not have.
const SENT = "keep-sent";
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const keys = [...event.target.elements].filter((field) => field.dataset.keep).map(name);
  if (keys.length) sessionStorage.setItem(SENT, JSON.stringify(keys));
});
function forgetWhatArrived() {
  const keys = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  const refused = document.querySelector(".toast-area > .toast-error, .alert-danger, .is-invalid");
  if (document.querySelector(".app-shell") && !refused) keys.forEach(storage.drop);
}
document.addEventListener("DOMContentLoaded", forgetWhatArrived);

/** Says in a form without autosave that text of an earlier try stands in it again, and offers to leave it. */
function sayRestored(form) {
  if (!form || form.matches("[data-autosave]") || form.querySelector("[data-restored]")) return;
  const line = document.createElement("div");
  line.className = "alert alert-info restored-line";
  line.dataset.restored = "";
  const text = Object.assign(document.createElement("p"), {
    textContent: "Not saved last time. Your text was kept on this device.",
  });
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-sm btn-outline-secondary",
    textContent: "Leave it",
  });
  button.addEventListener("click", () => {
    for (const field of form.querySelectorAll("[data-keep]")) {
      storage.drop(name(field));
      put(field, givenTo(field));
    }
    line.remove();
  });
  line.append(text, button);
  form.prepend(line);
}

function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("keep:")) storage.drop(key);
}

// A session that ran out leaves the text for whoever typed it; somebody else who signs in on this device must not find it.
const WHOSE = "kept-for";
document.addEventListener("DOMContentLoaded", () => {
  const { person } = document.body.dataset;
  if (!person) return;
  const before = storage.read(WHOSE);
  if (before && before !== person) forgetAll();
  storage.write(WHOSE, person);
});

// Longer forms name no field to keep: every text and choice in them is kept, under the page's address. Passwords, files and
// hidden fields are not.
const TYPES = ["text", "url", "email", "tel", "number", "date", "time", "radio", "checkbox"];
const KEPT = [
  ...TYPES.map((type) => `input[type=${type}]`),
  "input:not([type])",
  "textarea",
  "select:not([multiple])",
].join();
onEach("form[data-guard]", (form) => {
  for (const field of form.querySelectorAll(KEPT)) {
    const which = ticks(field) ? `${field.name}=${field.value}` : field.name;
    if (field.name) field.dataset.keep ??= `${location.pathname}#${which}`;
  }
});
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("form[data-guard] .form-actions a")?.closest("form");
  if (form) for (const field of form.querySelectorAll("[data-keep]")) storage.drop(name(field));
});

onEach("[data-keep]", (field) => {
  const kept = storage.read(name(field));
  const value = held(field);
  if (!kept || kept.value === value) storage.drop(name(field));
  else if (field.type === "radio" && kept.value === "false")
    return; // the one that was chosen takes its tick away
  else if (kept.base === value || (!value && field.closest("[data-guard]"))) {
    restore(field, kept.value);
    if (!field.closest("[data-autosave], [hx-post]")) sayRestored(field.form);
  }
  // A choice that the server has changed since is made anew in less time than a second button takes to read.
  else if (isChoice(field)) storage.drop(name(field));
  else offer(field, kept);
});
onEach("[data-keep-clear]", (element) => storage.drop(`keep:${element.dataset.keepClear}`));

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-keep]")) return;
  const group =
    field.type === "radio"
      ? [...field.form.elements].filter(
          (each) => each.type === "radio" && each.name === field.name && each.dataset.keep,
        )
      : [field];
  for (const each of group)
    storage.write(name(each), { base: storage.read(name(each))?.base ?? givenTo(each), value: held(each) });
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
  if (signedOut(event.detail.xhr))
    say(form, "Signed out. Your text is kept on this device. Reload and sign in.", { offline: true });
  else if (event.detail.successful) {
    for (const [field, value] of sent) {
      if (field.value === value) storage.drop(name(field));
      field.defaultValue = value;
    }
    say(form, "Saved");
    form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
  } else if (status === 0) say(form, "Offline. Your text is kept on this device.", { offline: true });
  else if (status === 409)
    say(form, "Changed in another tab. Compare. Your text is kept on this device.", { offline: true });
  else say(form, "Not saved. Your text is kept on this device.", { offline: true });
});
// Back online: say it again to the server.
addEventListener("online", () => {
  for (const form of document.querySelectorAll("[data-autosave]")) {
    const field = [...form.querySelectorAll("[data-keep]")].find((each) => storage.read(name(each)));
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
// Whoever signs out, or whose account is gone, leaves nothing behind on a shared machine. A deletion may be refused: the page
// that says it was done tells.
function leaveNothing() {
  forgetAll();
  storage.drop(WHOSE);
}
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]")) leaveNothing();
});
onEach("[data-forget]", leaveNothing);
