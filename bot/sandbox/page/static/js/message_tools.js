// What can be done with one message: answer in a thread, start a shortcut from it.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { attempt } from "./connection.js";
import { plainConfirm } from "./confirm.js";
import { startEditing } from "./editor.js";
import { openMenu } from "./menu.js";
import { emit, state } from "./state.js";
import { t } from "./texts.js";

export function messageTools(message, { isThread }) {
  if (message.isPrivate || message.isGone) return null;
  const root = message.thread ?? message.ts;
  const reply = () => emit("open-thread", { channel: message.channel, ts: root });
  const isMine = message.user === state.me;
  const shortcuts = state.app.shortcuts.filter((one) => one.kind === "message");
  const more = h("button", {
    class: "tool", type: "button", "aria-label": t("message-menu"), "aria-haspopup": "menu",
    title: t("message-menu"), "data-focus": "more",
    onclick: () => openMenu(more, [...shortcuts.map((one) => ({
      id: one.id,
      icon: icon("bolt", { size: 16 }),
      label: one.name,
      note: state.app.name,
      run: () => attempt("message_shortcut", { callback: one.id, channel: message.channel, ts: message.ts }),
    })), ...(isMine ? changes(message) : [])]),
  }, icon("more"));
  return h("div", { class: "tools", role: "group", "aria-label": t("message-tools") },
    !isThread && h("button", { class: "tool", type: "button", "aria-label": t("reply-in-thread"),
      title: t("reply-in-thread"), onclick: reply, "data-focus": "reply" }, icon("reply")),
    (shortcuts.length > 0 || isMine) && more);
}

function changes(message) {
  const at = { channel: message.channel, ts: message.ts };
  const sure = async (id, act, given) => {
    if (await plainConfirm(t(id), t("cannot-be-undone"), t("delete"), t("cancel"))) attempt(act, given);
  };
  const file = message.files.find((one) => !one.isGone);
  return [
    message.text && { id: "edit", icon: icon("pen", { size: 16 }), label: t("edit-message"), run: () => startEditing(message) },
    { id: "delete", icon: icon("bin", { size: 16 }), label: t("delete-message"), run: () => sure("delete-message", "delete", at) },
    file && { id: "delete-file", icon: icon("bin", { size: 16 }), label: t("delete-file"), run: () => sure("delete-file", "delete_file", { file: file.id }) },
  ].filter(Boolean);
}
