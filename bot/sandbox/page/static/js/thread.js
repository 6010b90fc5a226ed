// A thread beside its channel.
import { h, isComposing, refill } from "./dom.js";
import { Composer } from "./composer.js";
import { attempt } from "./connection.js";
import { endOf } from "./end.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { channel, channelName, emit, on, state } from "./state.js";
import { t } from "./texts.js";

export function threadPane() {
  const head = h("header", { class: "pane-head" });
  const list = h("div", { class: "messages", role: "log", tabindex: "0" });
  const scroll = h("div", { class: "scroll" }, list);
  const composer = new Composer(() => ({ channel: state.thread?.channel, thread: state.thread?.ts }), { isThread: true });
  const node = h("section", { class: "pane thread-pane", hidden: true }, head, scroll, composer.node);
  const messages = new MessageList(list, { isThread: true });
  const end = endOf(scroll, list);

  const draw = () => {
    node.hidden = !state.thread;
    if (!state.thread) return;
    const one = channel(state.thread.channel);
    node.setAttribute("aria-label", t("thread"));
    list.setAttribute("aria-label", t("thread"));
    refill(head, () => [
      h("button", { class: "tool back", type: "button", "aria-label": t("back"), onclick: closeThread, "data-focus": "back" }, icon("back")),
      h("h2", {}, t("thread"), h("small", {}, one.isDirect ? channelName(one) : `#${one.name}`)),
      h("span", { class: "grow" }),
      h("button", { class: "tool wide-only", type: "button", "aria-label": t("close"), onclick: closeThread, "data-focus": "close" }, icon("close")),
    ]);
    composer.draw(t("reply-here"));
    messages.draw([...state.thread.messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1)));
    end.go();
  };

  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isComposing(event)) closeThread();
  });
  on("thread-opened", () => {
    end.begin();
    draw();
    if (!matchMedia("(pointer: coarse)").matches) composer.field.focus({ preventScroll: true });
  });
  for (const topic of ["snapshot", "thread", "day"]) on(topic, draw);
  return node;
}

// Open a thread at once with what is known of it; the rest is fetched.
export async function openThread({ channel: id, ts }, { isQuiet = false } = {}) {
  if (!isQuiet) {
    const known = id === state.channel && state.messages.get(ts);
    if (state.thread?.ts !== ts) state.thread = { channel: id, ts, messages: new Map(known ? [[ts, known]] : []) };
    emit("thread-opened");
  }
  const found = await attempt("thread", { channel: id, ts });
  if (!found || state.thread?.ts !== ts) return;
  state.thread.messages = new Map(found.messages.map((one) => [one.ts, one]));
  emit("thread");
}

export function closeThread() {
  const ts = state.thread?.ts;
  state.thread = null;
  emit("thread");
  emit("pane", "channel");
  document.querySelector(`.channel-pane .message[data-ts="${ts}"]`)?.focus();
}
