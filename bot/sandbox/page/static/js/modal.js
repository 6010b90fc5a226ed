// The modals in front of somebody: the top one is seen, the ones below wait.
import { h, isComposing } from "./dom.js";
import { blockNodes } from "./blocks.js";
import { ask, attempt, Refusal } from "./connection.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { focusFirst, overlay, reachable } from "./overlay.js";
import { Place } from "./place.js";
import { emit, on, state, user } from "./state.js";
import { inWords, language, t } from "./texts.js";

let shown = null; // {id, key, view, place, close, panel, isSending}

export function modals() {
  on("modals", draw);
  on("snapshot", draw);
}

function draw() {
  const view = state.modals.at(-1);
  const key = view && JSON.stringify([view.hash, view.content, state.modals.length, language()]);
  if (shown && shown.key === key) return;
  if (shown && shown.view.id !== view?.id) {
    if (!state.modals.some((one) => one.id === shown.view.id)) shown.place.forget();
    shown.close();
    shown = null;
  }
  if (!view) return;
  if (shown) refresh(view, key);
  else open(view, key);
}

function open(view, key) {
  shown = { key, view, errors: {}, isSending: false };
  const mine = shown;
  const made = overlay({
    label: plainText(view.content.title),
    className: "modal",
    dismiss: () => close(),
    build: (panel) => {
      mine.panel = panel;
      fill();
    },
  });
  mine.close = made.close;
}

function refresh(view, key) {
  shown.view = view;
  shown.key = key;
  shown.errors = {};
  fill();
}

function fill() {
  const { view, panel, errors } = shown;
  const held = panel.contains(document.activeElement) ? document.activeElement : null;
  const heldKey = held?.closest("[data-focus]")?.dataset.focus;
  const top = panel.querySelector(".modal-body")?.scrollTop ?? 0;
  const content = view.content;
  shown.place = new Place("modal", { view: view.id }, view.state);
  shown.place.blocks = content.blocks;
  shown.place.errors = errors;
  panel.setAttribute("aria-label", plainText(content.title));
  const body = h("div", { class: "modal-body" }, blockNodes(content.blocks, shown.place));
  const foot = h("div", { class: "panel-foot" },
    content.close !== undefined || content.submit
      ? h("button", { class: "button", type: "button", "data-focus": "modal close", "data-late": "", onclick: close }, content.close ? plainText(content.close) : t("cancel"))
      : h("button", { class: "button", type: "button", "data-focus": "modal close", "data-late": "", onclick: close }, t("close")),
    content.submit && h("button", { class: "button primary", type: "button", "data-focus": "modal submit", "data-late": "", onclick: submit }, plainText(content.submit)));
  panel.replaceChildren(
    h("div", { class: "modal-head" },
      state.modals.length > 1
        ? h("button", { class: "tool", type: "button", "aria-label": t("back"), onclick: close, "data-focus": "modal back", "data-late": "" }, icon("back"))
        : avatar(user(state.app.user), "small"),
      h("h2", { dir: "auto" }, plainText(content.title)), h("span", { class: "grow" }),
      h("button", { class: "tool", type: "button", "aria-label": t("close-all"), onclick: closeAll, "data-focus": "modal x", "data-late": "" }, icon("close"))),
    body, foot);
  // A text too long for its window is scrolled with the keyboard as well.
  if (!reachable(body).length) body.tabIndex = 0;
  body.scrollTop = top;
  const again = heldKey && panel.querySelector(`[data-focus="${CSS.escape(heldKey)}"]`);
  if (again) again.focus();
  else if (held) focusFirst(panel);
  panel.onkeydown = (event) => {
    const isLine = event.target.matches("input.text-field") && event.key === "Enter" && !isComposing(event);
    const isSent = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if ((isLine || isSent) && content.submit) {
      event.preventDefault();
      submit();
    }
  };
}

// A form is sent once, however often its button is pressed.
async function submit() {
  const mine = shown;
  if (!mine || mine.isSending) return;
  mine.isSending = true;
  if (Object.keys(mine.errors).length) {
    // What was wrong may be right by now: what is said next is said of this time.
    mine.errors = {};
    fill();
  }
  mine.panel.setAttribute("aria-busy", "true");
  const button = mine.panel.querySelector("[data-focus='modal submit']");
  button.setAttribute("aria-busy", "true");
  try {
    const entries = mine.place.entries(mine.view.content.blocks);
    const { errors } = await ask("submit", { view: mine.view.id, entries });
    if (shown === mine && Object.keys(errors).length) refuse(errors);
  } catch (no) {
    if (!(no instanceof Refusal)) throw no;
    emit("refused", no.message);
  } finally {
    mine.isSending = false;
    mine.panel.removeAttribute("aria-busy");
    mine.panel.querySelector("[data-focus='modal submit']")?.removeAttribute("aria-busy");
  }
}

function refuse(errors) {
  shown.errors = Object.fromEntries(Object.entries(errors).map(([block, said]) => [block, inWords(said)]));
  fill();
  const first = shown.panel.querySelector(".field.wrong");
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("input, textarea, button")?.focus();
}

function close() {
  if (!state.isConnected) emit("refused", t("server-away"));
  else if (shown) attempt("close", { view: shown.view.id });
}

function closeAll() {
  if (!state.isConnected) emit("refused", t("server-away"));
  else if (shown) attempt("close", { view: shown.view.id, all: true });
}
