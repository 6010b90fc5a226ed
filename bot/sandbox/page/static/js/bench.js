// The bar above the workspace: who one is, how it is seen, what helps; and the panel beside it.
import { h, refill } from "./dom.js";
import { clockButton } from "./clock.js";
import { attempt } from "./connection.js";
import { icon } from "./icons.js";
import { inspectorPanel } from "./inspector.js";
import { learnPanel } from "./learn.js";
import { personSwitch } from "./people.js";
import { viewSwitch } from "./phone.js";
import { emit, on, state } from "./state.js";
import { t } from "./texts.js";

export function bench() {
  const node = h("header", { class: "bench" },
    personSwitch(), h("span", { class: "grow" }),
    clockButton(), viewSwitch(), panelSwitch("learn", "book"), panelSwitch("inspect", "wrench"));
  on("snapshot", () => node.setAttribute("aria-label", t("bench")));
  return node;
}

function panelSwitch(id, sign) {
  const node = h("button", { class: "bench-button", type: "button", "data-panel": id, onclick: () => setPanel(state.panel === id ? null : id) });
  const draw = () => {
    refill(node, () => [icon(sign), h("span", { class: "bench-word" }, t(id))]);
    node.setAttribute("aria-label", t(id));
    node.setAttribute("aria-pressed", state.panel === id ? "true" : "false");
  };
  for (const topic of ["snapshot", "panel"]) on(topic, draw);
  return node;
}

export function setPanel(id) {
  if (state.panel === "inspect" && id !== "inspect") attempt("inspect", { on: false });
  state.panel = id;
  if (id) sessionStorage.setItem("panel", id);
  else sessionStorage.removeItem("panel");
  emit("panel");
}

export function sidePanel() {
  const title = h("h2", {});
  const shut = h("button", { class: "tool", type: "button", onclick: () => {
    const was = state.panel;
    setPanel(null);
    document.querySelector(`[data-panel="${was}"]`)?.focus();
  } }, icon("close"));
  const learn = learnPanel();
  const inspector = inspectorPanel();
  const node = h("aside", { class: "side", hidden: true }, h("div", { class: "side-head" }, title, h("span", { class: "grow" }), shut), learn, inspector);
  const draw = () => {
    node.hidden = !state.panel;
    document.body.dataset.side = state.panel ?? "";
    learn.hidden = state.panel !== "learn";
    inspector.hidden = state.panel !== "inspect";
    title.textContent = state.panel ? t(state.panel) : "";
    node.setAttribute("aria-label", title.textContent || t("learn"));
    shut.setAttribute("aria-label", t("close"));
  };
  node.addEventListener("keydown", (event) => event.key === "Escape" && shut.click());
  for (const topic of ["snapshot", "panel"]) on(topic, draw);
  return node;
}
