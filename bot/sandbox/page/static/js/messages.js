// Lists of messages: who, when, what; drawn anew only where something changed.
import { h, reconcile } from "./dom.js";
import { blockNodes } from "./blocks.js";
import { avatar } from "./avatar.js";
import { fileNodes } from "./files.js";
import { editorNode, isEditing } from "./editor.js";
import { icon } from "./icons.js";
import { messageTools } from "./message_tools.js";
import { mrkdwn } from "./mrkdwn.js";
import { Place } from "./place.js";
import { emit, now, state, user } from "./state.js";
import { attempt } from "./connection.js";
import { language, t } from "./texts.js";
import { clockTime, dateOf, dayAndTime, dayKey, dayName, sinceWhen } from "./times.js";

const TOGETHER = 5 * 60; // seconds within which one author's messages stand together

export class MessageList {
  constructor(host, { isThread }) {
    this.host = host;
    this.isThread = isThread;
    this.drawn = new Map(); // ts -> {key, node}
    host.addEventListener("keydown", (event) => this.move(event));
  }

  draw(messages) {
    const held = this.host.contains(document.activeElement) ? document.activeElement : null;
    const heldTs = held?.closest(".message")?.dataset.ts;
    const heldKey = held?.closest("[data-focus]")?.dataset.focus;
    const nodes = [];
    const drawn = new Map();
    let before = null;
    for (const message of messages) {
      const date = dateOf(message.ts);
      if (!before || dayKey(dateOf(before.ts)) !== dayKey(date)) {
        nodes.push(this.divider(dayKey(date), dayName(date)));
        before = null;
      }
      const isNew = !this.isThread && message.ts === state.newFrom;
      if (isNew) nodes.push(this.news());
      const node = this.node(message, joins(isNew ? null : before, message));
      drawn.set(message.ts, node);
      nodes.push(node.node);
      if (this.isThread && message.ts === messages[0].ts) nodes.push(this.replies(messages.length - 1));
      before = message;
    }
    this.drawn = drawn;
    reconcile(this.host, nodes);
    if (heldTs && !this.host.contains(held)) this.refocus(heldTs, heldKey);
  }

  refocus(ts, key) {
    const message = this.drawn.get(ts)?.node;
    const control = key && message?.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    (control ?? message ?? this.host).focus({ preventScroll: true });
  }

  divider(key, name) {
    const id = `day ${key}`;
    this.dividers ??= new Map();
    if (!this.dividers.has(id)) this.dividers.set(id, h("div", { class: "day" }, h("span", {})));
    const divider = this.dividers.get(id);
    divider.firstChild.textContent = name; // what was today is yesterday tomorrow
    return divider;
  }

  news() {
    this.new ??= h("div", { class: "day new" }, h("span", {}));
    this.new.firstChild.textContent = t("new-from-here");
    return this.new;
  }

  replies(count) {
    this.count ??= h("div", { class: "day replies-head" }, h("span", {}));
    this.count.firstChild.textContent = count > 0 ? t("replies", { count }) : "";
    this.count.hidden = count < 1;
    return this.count;
  }

  node(message, isJoined) {
    const isUnread = state.unread.threads.includes(`${message.channel} ${message.ts}`);
    const key = JSON.stringify([message, isJoined, isUnread, isEditing(message), language(), dayKey(now())]);
    const known = this.drawn.get(message.ts);
    if (known?.key === key) return known;
    return { key, node: messageNode(message, { isJoined, isUnread, isThread: this.isThread }) };
  }

  // Up and down go from message to message, as long as no control inside wants the keys.
  move(event) {
    const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.host.querySelectorAll(".message")];
    const place = all.indexOf(event.target);
    if (!to || (place < 0 && event.target !== this.host)) return;
    event.preventDefault();
    (place < 0 ? all.at(-1) : all[place + to])?.focus();
  }
}

function joins(before, message) {
  return Boolean(before) && before.user === message.user && !message.isPrivate && !before.isPrivate
    && Number(message.ts) - Number(before.ts) < TOGETHER && !before.replies && !before.isBroadcast;
}

function messageNode(message, { isJoined, isUnread, isThread }) {
  const author = user(message.user);
  const date = dateOf(message.ts);
  const time = h("time", { class: "time", datetime: date.toISOString(), title: dayAndTime(date) }, clockTime(date));
  const place = new Place("message", { channel: message.channel, ts: message.ts }, message.state);
  const head = h("div", { class: "message-head" },
    h("span", { class: "author", dir: "auto" }, author.realName),
    message.isBot && h("span", { class: "badge" }, t("app-badge")), time);
  const classes = ["message", isJoined && "joined", message.isPrivate && "private"].filter(Boolean);
  const said = t("message-label", { who: author.realName, at: clockTime(date) });
  return h("div", { class: classes.join(" "), role: "article", "aria-label": said, tabindex: "-1", "data-ts": message.ts },
    message.isPrivate && privateHead(message),
    h("div", { class: "gutter" }, isJoined ? time : avatar(author)),
    h("div", { class: "message-main" },
      !isJoined && head,
      h("div", { class: "message-body", dir: "auto" }, body(message, place)),
      fileNodes(message.files),
      !isThread && message.replies > 0 && threadLink(message, isUnread)),
    messageTools(message, { isThread }));
}

function privateHead(message) {
  const gone = () => attempt("dismiss", { channel: message.channel, ts: message.ts });
  return h("div", { class: "private-head" }, icon("eye", { size: 14 }), t("only-you"),
    h("button", { class: "text-button", type: "button", onclick: gone }, t("dismiss")));
}

function body(message, place) {
  const edited = message.isEdited && !message.isBot && h("span", { class: "edited" }, t("edited"));
  if (message.isGone) return h("span", { class: "gone" }, t("message-deleted"));
  if (isEditing(message)) return editorNode(message);
  if (message.blocks.length) return [blockNodes(message.blocks, place), edited];
  return message.text ? [mrkdwn(message.text), edited] : [];
}

function threadLink(message, isUnread) {
  const open = () => emit("open-thread", { channel: message.channel, ts: message.ts });
  return h("button", { class: `thread-link${isUnread ? " unread" : ""}`, type: "button", onclick: open, "data-focus": "thread" },
    h("span", { class: "faces" }, message.repliers.map((id) => avatar(user(id), "small"))),
    h("strong", {}, t("replies", { count: message.replies })),
    isUnread && h("span", { class: "dot", role: "img", "aria-label": t("unread") }),
    h("span", { class: "last" }, message.lastReply ? sinceWhen(dateOf(message.lastReply)) : ""));
}
