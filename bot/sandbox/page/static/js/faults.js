// Faults to switch on, and the bot to stop and start.
import { h } from "./dom.js";
import { attempt } from "./connection.js";
import { emit, state } from "./state.js";
import { t } from "./texts.js";

// What was picked last stays picked when the panel is drawn anew.
const picked = { kind: "rate_limit", name: "*", times: 1 };
const KINDS = ["rate_limit", "server_error", "refuse", "drop", "time_out", "lose_reply", "slow", "twice"];
const USUAL = ["chat.postMessage", "chat.update", "views.open", "response_url", "download"];
// The words of the log, as they are planned.
const KIND_OF = {
  "rate limited": "rate_limit", "server error": "server_error", refused: "refuse", "dropped before the effect": "drop",
  "never answered": "time_out", "reply lost after the effect": "lose_reply", slow: "slow", "delivered twice": "twice",
};

function keep(what, value) {
  picked[what] = value;
}

export function faultsNode(planned, methods) {
  const kind = h("select", { class: "text-field", "aria-label": t("fault"), "data-focus": "kind", onchange: () => keep("kind", kind.value) }, KINDS.map((one) => h("option", { value: one, selected: one === picked.kind }, t(`fault-${one}`))));
  const name = h("select", { class: "text-field", "aria-label": t("fault-where"), "data-focus": "name", onchange: () => keep("name", name.value) }, [...new Set(["*", ...USUAL, ...methods])].map((one) => h("option", { value: one, selected: one === picked.name }, one)));
  const times = h("input", { class: "text-field times", type: "number", min: "1", max: "100", value: picked.times, "aria-label": t("fault-times"), "data-focus": "times", onchange: () => keep("times", Number(times.value)) });
  const plan = async (given) => {
    const answer = await attempt("plan_fault", given);
    if (answer) emit("faults", answer.faults);
  };
  const turn = () => attempt(state.isAppThere ? "stop_bot" : "start_bot");
  return [
    h("div", { class: "fault-row" }, kind, name),
    h("div", { class: "fault-row" }, times,
      h("button", { class: "button small", type: "button", "data-run": "plan", "data-focus": "plan", onclick: () => plan({ kind: kind.value, name: name.value, times: Number(times.value) }) }, t("fault-plan")),
      h("button", { class: "button small", type: "button", "data-run": "turn", "data-focus": "turn", onclick: turn }, t(state.isAppThere ? "bot-stop" : "bot-start"))),
    planned.length > 0 && h("ul", { class: "planned" }, planned.map((one) => h("li", {}, `${t(`fault-${KIND_OF[one.kind]}`)} · ${one.name} × ${one.left}`)),
      h("li", {}, h("button", { class: "text-button", type: "button", "data-focus": "clear", onclick: () => plan({ kind: "clear", name: "*", times: 1 }) }, t("fault-clear")))),
  ];
}
