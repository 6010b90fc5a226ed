// What can be done with one message: answer in a thread, start a shortcut from it.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { attempt } from "./connection.js";
import { openMenu } from "./menu.js";
import { emit, state } from "./state.js";
import { t } from "./texts.js";

export function messageTools(message, { isThread }) {
  if (message.isPrivate) return null;
  const root = message.thread ?? message.ts;
  const reply = () => emit("open-thread", { channel: message.channel, ts: root });
  const shortcuts = state.app.shortcuts.filter((one) => one.kind === "message");
  const more = h("button", {
    class: "tool", type: "button", "aria-label": t("message-menu"), "aria-haspopup": "menu",
    title: t("message-menu"), "data-focus": "more",
    onclick: () => openMenu(more, shortcuts.map((one) => ({
      id: one.id,
      icon: icon("bolt", { size: 16 }),
      label: one.name,
      note: state.app.name,
      run: () => attempt("message_shortcut", { callback: one.id, channel: message.channel, ts: message.ts }),
    }))),
  }, icon("more"));
  return h("div", { class: "tools", role: "group", "aria-label": t("message-tools") },
    !isThread && h("button", { class: "tool", type: "button", "aria-label": t("reply-in-thread"),
      title: t("reply-in-thread"), onclick: reply, "data-focus": "reply" }, icon("reply")),
    shortcuts.length > 0 && more);
}
