// The list of channels and of direct messages, with what is unread.
import { h, refill } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { channelName, direct, emit, isWithApp, me, on, state, user } from "./state.js";
import { t } from "./texts.js";

export function sidebar() {
  const list = h("div", { class: "channel-lists" });
  const node = h("nav", { class: "sidebar" }, list);
  const draw = () => {
    node.setAttribute("aria-label", t("channels"));
    refill(list, () => [
      h("div", { class: "team" }, h("span", { class: "team-mark", "aria-hidden": "true" }, [...state.team][0] ?? ""),
        h("strong", {}, state.team), h("span", { class: "team-me" }, me().realName)),
      group(t("channels"), state.channels.filter((one) => !one.isDirect)),
      group(t("direct-messages"), state.channels.filter((one) => one.isDirect && !isWithApp(one))),
      group(t("apps"), [direct()].filter(Boolean)),
    ]);
  };
  node.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...node.querySelectorAll(".channel-row")];
    const place = rows.indexOf(document.activeElement);
    if (!step || place < 0) return;
    event.preventDefault();
    rows[(place + step + rows.length) % rows.length].focus();
  });
  for (const topic of ["snapshot", "unread", "channel", "channels"]) on(topic, draw);
  return node;
}

function group(name, channels) {
  if (!channels.length) return null;
  return h("section", { class: "channel-group" }, h("h2", {}, icon("caret", { size: 16 }), name),
    h("ul", {}, channels.map((one) => h("li", {}, row(one)))));
}

function row(one) {
  const isUnread = state.unread.channels.includes(one.id) || one.id in state.unread.badges;
  const badge = state.unread.badges[one.id];
  const sign = one.isDirect ? avatar(user(one.with), "tiny") : icon(one.isPrivate ? "lock" : "hash", { size: 16 });
  const kind = one.isDirect ? "" : one.isPrivate ? t("private-channel") : t("public-channel");
  return h("button", {
    class: `channel-row${isUnread ? " unread" : ""}`, type: "button", "data-channel": one.id, "data-focus": one.id,
    "aria-current": one.id === state.channel ? "page" : null,
    onclick: () => emit("go", { channel: one.id }),
  }, sign, h("span", { class: "channel-name" }, channelName(one)),
  h("span", { class: "hidden" }, kind),
  badge ? h("span", { class: "count" }, badge, h("span", { class: "hidden" }, t("unread"))) : isUnread && h("span", { class: "hidden" }, t("unread")));
}
