// The inspector: every delivery and call, what was in it, the case it is about, and faults.
import { h, refill } from "./dom.js";
import { attempt } from "./connection.js";
import { faultsNode } from "./faults.js";
import { me, on, state } from "./state.js";
import { t } from "./texts.js";

const SHOWN = 200;

export function inspectorPanel() {
  const node = h("div", { class: "inspector" });
  const table = h("div", { class: "entries", role: "list" });
  const detail = h("div", { class: "entry-detail", hidden: true, role: "region" });
  const faults = h("div", {});
  const rows = new Map();
  const kinds = h("div", { class: "filters", role: "group" });
  let only = "all";
  let methods = [];
  let planned = [];
  const drawFaults = () => refill(faults, () => faultsNode(planned, methods));

  const setFilter = (kind) => {
    only = kind;
    table.dataset.only = kind;
    drawFilters();
  };
  const drawFilters = () => {
    kinds.setAttribute("aria-label", t("filter"));
    refill(kinds, () => ["all", "deliveries", "calls", "violations"].map((kind) => h("button", {
      class: "filter", type: "button", "aria-pressed": only === kind ? "true" : "false", "data-focus": kind, onclick: () => setFilter(kind),
    }, t(`filter-${kind}`))));
  };

  const put = (entry) => {
    const row = entryRow(entry, (chosen) => show(chosen));
    const old = rows.get(entry.id);
    rows.set(entry.id, row);
    if (old) {
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(row);
      if (hadFocus) row.querySelector("button").focus();
    } else table.prepend(row);
    while (table.children.length > SHOWN) {
      rows.delete(table.lastChild.dataset.entry);
      table.lastChild.remove();
    }
  };

  const show = async (entry) => {
    const [said, about] = [await attempt("details", { entry: entry.id }), await attempt("record", { entry: entry.id })];
    if (!said) return;
    detail.hidden = false;
    detail.setAttribute("aria-label", entry.name);
    refill(detail, () => [
      h("div", { class: "detail-head" }, h("h3", {}, entry.name),
        h("button", { class: "text-button", type: "button", "data-focus": "close detail", onclick: () => {
          detail.hidden = true;
          rows.get(entry.id)?.querySelector("button").focus();
        } }, t("close"))),
      about?.record ? recordNode(about.record) : h("p", { class: "no-case" }, t("no-case")),
      h("pre", { class: "json", tabindex: "0", "aria-label": t("raw") }, said.said),
    ]);
    detail.querySelector("button").focus();
  };

  const start = async () => {
    const answer = await attempt("inspect", { on: true });
    if (!answer) return;
    rows.clear();
    table.replaceChildren();
    answer.entries.forEach(put);
    methods = answer.methods;
    planned = answer.faults;
    drawFaults();
  };
  on("panel", () => state.panel === "inspect" && start());
  on("snapshot", () => {
    drawFilters();
    table.setAttribute("aria-label", t("log"));
    if (state.panel === "inspect") start();
  });
  on("logged", put);
  on("app", drawFaults);
  on("faults", (left) => {
    if (JSON.stringify(left) === JSON.stringify(planned)) return;
    planned = left;
    drawFaults();
  });
  node.append(faults, kinds, detail, table);
  return node;
}

function entryRow(entry, chosen) {
  const isDelivery = entry.kind !== "call" && entry.kind !== "violation";
  const isGood = ["acknowledged", "ok", "under way"].includes(entry.outcome);
  const sort = isDelivery ? "deliveries" : entry.kind === "call" ? "calls" : "violations";
  const took = entry.milliseconds === null ? "…" : entry.milliseconds === undefined ? "" : `${entry.milliseconds} ms`;
  return h("div", { role: "listitem", "data-entry": entry.id, "data-sort": sort },
    h("button", { class: `entry${isGood ? "" : " bad"}`, type: "button", onclick: () => chosen(entry) },
      h("span", { class: "entry-way", "aria-hidden": "true" }, isDelivery ? "→" : entry.kind === "call" ? "←" : "!"),
      h("span", { class: "entry-name" }, entry.name, h("small", {}, seconds(entry.at), entry.attempt ? ` · ${t("attempt", { count: entry.attempt })}` : "", entry.fault ? ` · ${entry.fault}` : "")),
      h("span", { class: "entry-outcome" }, entry.outcome, took && h("small", {}, took))));
}

function seconds(iso) {
  return new Intl.DateTimeFormat("ja-JP", { timeZone: me().zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

// The record as `kasuhara cases show --json` prints it, its timeline first.
function recordNode(record) {
  const { timeline, ...rest } = record;
  return h("div", { class: "record" },
    h("h4", {}, t("case", { number: record.number ?? "—" })),
    h("ol", { class: "timeline" }, timeline.map((entry) => h("li", {},
      h("time", {}, seconds(entry.at)), h("span", {}, entry.kind), h("small", {}, entry.actor ?? "")))),
    h("details", {}, h("summary", {}, "cases show --json"), h("pre", { class: "json", tabindex: "0" }, JSON.stringify(rest, null, 2))));
}
