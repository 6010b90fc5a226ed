// Faults to switch on, and the bot to stop and start.
import { h } from "./dom.js";
import { attempt } from "./connection.js";
import { emit, state } from "./state.js";
import { t } from "./texts.js";

const KINDS = ["rate_limit", "server_error", "refuse", "drop", "time_out", "lose_reply", "slow", "twice"];

export function faultsNode(planned, methods) {
  const kind = h("select", { class: "text-field", "aria-label": t("fault") }, KINDS.map((one) => h("option", { value: one }, t(`fault-${one}`))));
  const name = h("select", { class: "text-field", "aria-label": t("fault-where") }, ["*", ...methods, "response_url"].map((one) => h("option", { value: one }, one)));
  const times = h("input", { class: "text-field times", type: "number", min: "1", max: "100", value: "1", "aria-label": t("fault-times") });
  const plan = async (given) => {
    const answer = await attempt("plan_fault", given);
    if (answer) emit("faults", { planned: answer.faults, methods });
  };
  const turn = () => attempt(state.isAppThere ? "stop_bot" : "start_bot");
  return [
    h("div", { class: "fault-row" }, kind, name, times,
      h("button", { class: "button small", type: "button", "data-run": "plan", "data-focus": "plan", onclick: () => plan({ kind: kind.value, name: name.value, times: Number(times.value) }) }, t("fault-plan"))),
    planned.length > 0 && h("ul", { class: "planned" }, planned.map((one) => h("li", {}, `${one.kind} · ${one.name} × ${one.left}`)),
      h("li", {}, h("button", { class: "text-button", type: "button", "data-focus": "clear", onclick: () => plan({ kind: "clear", name: "*", times: 1 }) }, t("fault-clear")))),
    h("div", { class: "fault-row" }, h("button", { class: "button small", type: "button", "data-run": "turn", "data-focus": "turn", onclick: turn }, t(state.isAppThere ? "bot-stop" : "bot-start"))),
  ];
}
