// The company's clock, and moving it on.
import { h, refill } from "./dom.js";
import { attempt } from "./connection.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { emit, now, on } from "./state.js";
import { t } from "./texts.js";
import { clockTime, dayAndTime, dayKey } from "./times.js";

const STEPS = [["plus-2-minutes", { minutes: 2 }], ["plus-5-minutes", { minutes: 5 }], ["plus-1-hour", { minutes: 60 }],
  ["plus-1-day", { minutes: 1440 }], ["next-monday", { to: "monday" }]];

export function clockButton() {
  const node = h("button", { class: "bench-button clock", type: "button", "aria-haspopup": "menu", onclick: () =>
    openMenu(node, STEPS.map(([id, given]) => ({ id, label: t(id), run: () => attempt("move_clock", given) }))) });
  const draw = () => {
    const at = now();
    refill(node, () => [icon("clock"), h("span", { class: "bench-word" }, dayAndTime(at)), h("span", { class: "bench-short" }, clockTime(at))]);
    node.setAttribute("aria-label", t("clock-is", { at: dayAndTime(at) }));
    node.title = t("move-clock");
  };
  let day = null;
  const look = () => {
    draw();
    if (day !== dayKey(now())) emit("day");
    day = dayKey(now());
  };
  for (const topic of ["snapshot", "clock", "tick"]) on(topic, look);
  setInterval(() => emit("tick"), 10_000);
  return node;
}
