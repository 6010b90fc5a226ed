// Who one is: anybody of the company, here or in another tab.
import { h, refill } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { popUp } from "./popup.js";
import { emit, me, on, state } from "./state.js";
import { t } from "./texts.js";

export function personSwitch() {
  const node = h("button", { class: "bench-button who", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => openPeople(node) });
  on("snapshot", () => {
    refill(node, () => [avatar(me(), "small"), h("span", { class: "who-name" }, me().realName), icon("down", { size: 14 })]);
    node.setAttribute("aria-label", t("act-as", { who: me().realName }));
    node.title = t("switch-person");
  });
  return node;
}

function openPeople(anchor) {
  const people = [...state.users.values()].filter((one) => !one.isBot && !one.isDeleted);
  const rows = people.map((one) => {
    const be = h("button", { class: "person", type: "button", "data-person": one.id, "aria-pressed": one.id === state.me ? "true" : "false", onclick: () => {
      popup.close();
      emit("be", { user: one.id });
    } }, avatar(one, "small"), h("span", { class: "option-text" }, one.realName, h("small", {}, `@${one.name}`)), one.id === state.me && icon("check", { size: 16 }));
    const other = h("a", { class: "tool", href: `/?as=${one.id}`, target: "_blank", rel: "noopener", "aria-label": t("open-tab-as", { who: one.realName }), title: t("new-tab") }, icon("open", { size: 16 }));
    return h("li", {}, be, other);
  });
  const list = h("ul", { class: "people", onkeydown: (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = rows.map((row) => row.firstChild);
    const place = buttons.findIndex((one) => one.parentNode.contains(document.activeElement));
    if (!step) return;
    event.preventDefault();
    buttons[(place + step + buttons.length) % buttons.length].focus();
  } }, rows);
  const popup = popUp(anchor, list, { label: t("switch-person"), first: list.querySelector("[aria-pressed=true]") });
}
