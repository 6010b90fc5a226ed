// Who somebody is: a small card beside their name, and from there to a message.
import { h } from "./dom.js";
import { avatar } from "./avatar.js";
import { attempt } from "./connection.js";
import { icon } from "./icons.js";
import { popUp } from "./popup.js";
import { emit, on, state, user } from "./state.js";
import { t } from "./texts.js";

export function personCards() {
  on("who", show);
}

function show({ id, anchor }) {
  const one = user(id);
  const write = h("button", { class: "button small", type: "button", onclick: async () => {
    popup.close(false);
    const found = await attempt("direct", { user: id });
    if (found) emit("go", { channel: found.channel });
  } }, icon("reply", { size: 16 }), t("message-them"));
  const mayWrite = id !== state.me && !one.isDeleted && state.users.has(id);
  const card = h("div", { class: "person-card" }, avatar(one, "large"),
    h("div", {}, h("strong", { dir: "auto" }, one.realName), one.isBot && h("span", { class: "badge" }, t("app-badge")),
      h("p", { class: "handle" }, `@${one.name}`), mayWrite && write));
  if (!mayWrite) card.tabIndex = -1;
  const popup = popUp(anchor, card, { label: one.realName, first: mayWrite ? write : card });
}
