// Moving a card to another stage: by dragging, by Alt with the left or right arrow on a focused card, or by its menu. What was
// touched last stands on top of its column, so that there is no order to arrange. One template holds the choices of all menus.
import Sortable from "sortablejs";

const columnOf = (list) => list.closest("[data-stage]");
const lists = (board) => [...board.querySelectorAll("[data-board-list]")];

function recount(board) {
  for (const list of lists(board)) {
    const count = columnOf(list).querySelector("[data-board-count]");
    const hidden = Number(count?.dataset.boardHidden ?? 0);
    if (count) count.textContent = list.querySelectorAll("[data-card]").length + hidden;
  }
}

function say(board, text) {
  const live = board.querySelector("[data-board-live]");
  if (live) live.textContent = text;
}

function putBack(board, card, { list, before }) {
  list.insertBefore(card, before?.isConnected ? before : null);
  recount(board);
}

/** Tells the server where the card is now; the answer carries the toast. */
async function save(board, card, home) {
  const column = columnOf(card.parentElement);
  recount(board);
  card.classList.add("is-waiting");
  let failed = false;
  const fail = (event) => {
    if (event.detail.elt === card) failed = true;
  };
  for (const type of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(type, fail);
  await window.htmx
    .ajax("POST", card.dataset.moveUrl, { source: card, swap: "none", values: { stage: column.dataset.stage } })
    .catch(() => (failed = true));
  for (const type of ["htmx:responseError", "htmx:sendError"]) document.removeEventListener(type, fail);
  card.classList.remove("is-waiting");
  if (failed) putBack(board, card, home);
  say(
    board,
    failed ? `${card.dataset.cardName} stays where it was.` : `${card.dataset.cardName}: ${column.dataset.stageName}.`,
  );
}

const place = (card) => ({ list: card.parentElement, before: card.nextElementSibling });

function moveByKey(board, card, key) {
  const home = place(card);
  const all = lists(board);
  const at = all.indexOf(home.list);
  const to = all[at + (key === "ArrowLeft" ? -1 : 1)];
  if (!to) return;
  to.prepend(card);
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  save(board, card, home);
}

/** Fills a card's menu as it opens: where the card can go from here. The link that stands in it serves without scripts. */
function fillMenu(menu) {
  const panel = menu.querySelector(".menu-panel");
  const link = panel.querySelector("a[href]");
  const card = menu.closest("[data-card]");
  const choices = document.querySelector("#board-menu").content.cloneNode(true);
  for (const button of choices.querySelectorAll("button")) {
    if (button.name === "stage" && button.value === columnOf(card).dataset.stage) button.remove();
    button.setAttribute("formaction", button.name === "stage" ? card.dataset.moveUrl : card.dataset.endUrl);
  }
  panel.replaceChildren(choices, link);
}

document.addEventListener(
  "click",
  (event) => {
    const menu = event.target.closest("[data-board-menu] > summary")?.parentElement;
    if (menu && !menu.open) fillMenu(menu);
  },
  true,
);

/** Asks how it ended; until that is said the card stays where it was. */
function askEnding(card) {
  const dialog = document.querySelector("#board-end");
  dialog.querySelector("[data-board-ending]").textContent = card.dataset.cardName;
  dialog.querySelector("[data-board-ending-link]").href = card.querySelector("a[href]").href;
  const offered = columnOf(card).dataset.stage === "offer";
  for (const button of dialog.querySelectorAll("button[name=outcome]")) {
    button.setAttribute("formaction", card.dataset.endUrl);
    button.hidden = (offered ? "beforeOffer" : "withOffer") in button.dataset;
  }
  dialog.showModal();
}

function start(board) {
  const ends = document.querySelectorAll("[data-board-end]");
  for (const end of ends)
    Sortable.create(end, { group: { name: "board", pull: false, put: true }, sort: false, draggable: "[data-card]" });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const list of lists(board)) {
    let home;
    Sortable.create(list, {
      group: "board",
      sort: false,
      draggable: "[data-card]",
      filter: ".menu",
      preventOnFilter: false,
      animation: still ? 0 : 140,
      delay: 180,
      delayOnTouchOnly: true,
      ghostClass: "is-ghost",
      dragClass: "is-moving",
      onStart: ({ item }) => {
        home = place(item);
        document.body.classList.add("is-dragging-card");
      },
      onEnd: ({ item, from, to }) => {
        document.body.classList.remove("is-dragging-card");
        if (from === to) return;
        if (to.matches("[data-board-end]")) {
          putBack(board, item, home);
          askEnding(item);
        } else {
          to.prepend(item);
          save(board, item, home);
        }
      },
    });
  }
  board.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key) || !event.target.matches("[data-card]"))
      return;
    event.preventDefault();
    moveByKey(board, event.target, event.key);
  });
  board.addEventListener("board:said", (event) => say(board, event.detail.value));
}

document.querySelectorAll("[data-board]").forEach(start);
