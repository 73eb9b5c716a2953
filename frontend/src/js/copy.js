import { onClick } from "./dom.js";
import { toast } from "./toasts.js";

function select(source) {
  if (source.select) {
    source.focus();
    source.select();
    return;
  }
  getSelection().selectAllChildren(source);
}

/** Without https the browser offers no clipboard: the old command may still do it, and the text stays selected in any case. */
function copySelected(source) {
  select(source);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

onClick("[data-copy]", async (button, event) => {
  event.preventDefault();
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  let copied = false;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    copied = true;
  } catch {
    copied = copySelected(source);
  }
  toast({
    message: copied ? (button.dataset.copied ?? "Copied.") : "Selected. Press Ctrl+C to copy.",
    level: copied ? "success" : "warning",
  });
});
