// What a phone would show, troubles, and what the person could not do: at the edge, for a while.
import { h } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { spoken } from "./mrkdwn.js";
import { focusBack } from "./overlay.js";
import { emit, on, state, user } from "./state.js";
import { inWords, t } from "./texts.js";

const STAYS = 6000;

export function toasts() {
  const polite = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  const alarms = h("div", { class: "toasts alarms", role: "alert" });
  on("notice", (notice) => {
    if (isInView(notice)) return;
    const toast = h("button", { class: "toast notice", type: "button", "data-channel-of": notice.channel, onclick: () => {
      toast.remove();
      emit("go", notice);
    } }, avatar(user(notice.from), "small"), h("span", { class: "toast-text" }, h("strong", {}, user(notice.from).realName), h("span", { dir: "auto" }, spoken(notice.text))));
    for (const old of [...polite.children]) if (old.textContent === toast.textContent) old.remove();
    put(polite, toast);
  });
  // What has been opened need not be called for any more; nor what called somebody else.
  on("opened", () => {
    const isFresh = polite.dataset.of !== state.me;
    polite.dataset.of = state.me;
    for (const old of [...polite.children]) if (isFresh || old.dataset.channelOf === state.channel) old.remove();
  });
  const trouble = (said) => {
    if (said === "lost") return;
    const toast = h("div", { class: "toast trouble" }, h("span", { class: "toast-text" }, inWords(said)),
      h("button", { class: "tool tiny", type: "button", "aria-label": t("close"), onclick: () => away(toast) }, icon("close", { size: 14 })));
    put(alarms, toast);
  };
  on("refused", trouble);
  on("trouble", trouble);
  return [polite, alarms];
}

function put(host, toast) {
  host.append(toast);
  while (host.children.length > 3) host.firstChild.remove();
  setTimeout(() => leave(toast), STAYS);
}

// Nothing goes from under somebody's fingers.
function leave(toast) {
  if (toast.contains(document.activeElement)) toast.addEventListener("focusout", () => toast.remove(), { once: true });
  else toast.remove();
}

function away(toast) {
  toast.remove();
  focusBack();
}

function isInView(notice) {
  if (document.hidden || state.channel !== notice.channel || state.isLocked) return false;
  return notice.thread ? state.thread?.ts === notice.thread : state.surface === "messages";
}

// Why nothing happens: the bot is away, or the page's own server is.
export function banner() {
  const node = h("div", { class: "banner", role: "status", hidden: true });
  let since = null;
  const draw = () => {
    clearTimeout(since);
    const said = !state.isConnected ? t("server-away") : !state.isAppThere ? t("bot-away") : "";
    const show = () => {
      node.textContent = said;
      node.hidden = !said;
    };
    // A connection that is back at once is not worth a word.
    if (said && node.hidden) since = setTimeout(show, 400);
    else show();
  };
  for (const topic of ["snapshot", "app", "connection"]) on(topic, draw);
  return node;
}
