// A menu of things to do: arrows move, Enter does it, Escape leaves.
import { h } from "./dom.js";
import { popUp } from "./popup.js";

export function openMenu(anchor, items, options = {}) {
  const rows = items.map((item) => h("button", {
    class: "menu-item", type: "button", role: "menuitem", tabindex: "-1", "data-run": item.id,
    onclick: () => {
      popup.close();
      item.run();
    },
  }, item.icon, h("span", { class: "option-text" }, item.label, item.note && h("small", {}, item.note))));
  const move = (event) => {
    const place = rows.indexOf(document.activeElement);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    rows[(to + rows.length) % rows.length].focus();
  };
  const menu = h("div", { class: "menu", role: "menu", onkeydown: move }, rows);
  const popup = popUp(anchor, menu, { label: anchor.getAttribute("aria-label"), first: rows[0], ...options });
}
