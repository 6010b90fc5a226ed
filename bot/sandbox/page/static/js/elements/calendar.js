// A month to choose a day from: arrows move by days and weeks, Page Up and Page Down by months.
import { h, refill } from "../dom.js";
import { icon } from "../icons.js";
import { keepInside } from "../overlay.js";
import { popUp } from "../popup.js";
import { t } from "../texts.js";
import { dayOf, monthName, today, weekdayName, writtenDay } from "../times.js";

const WEEK = 7;
const DAY = 86_400_000;

const iso = (date) => date.toISOString().slice(0, 10);
const days = (date, count) => new Date(date.getTime() + count * DAY);

// The same day of another month, or its last one.
function months(date, count) {
  const there = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
  const last = new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 0)).getUTCDate();
  there.setUTCDate(Math.min(date.getUTCDate(), last));
  return there;
}

// `day` is "2026-11-21" or null; `chosen` gets the day, or null where it is cleared.
export function openCalendar(anchor, { label, day, mayClear }, chosen) {
  let pointed = dayOf(day ?? today());
  const box = h("div", { class: "calendar" });
  const take = (value) => {
    popup.close();
    chosen(value);
  };
  const draw = () => refill(box, () => [
    h("div", { class: "calendar-head" },
      h("button", { class: "tool", type: "button", "aria-label": t("previous-month"), "data-focus": "previous", onclick: () => turn(-1) }, icon("back", { size: 16 })),
      h("strong", { "aria-live": "polite" }, monthName(pointed)),
      h("button", { class: "tool", type: "button", "aria-label": t("next-month"), "data-focus": "next", onclick: () => turn(1) }, icon("next", { size: 16 }))),
    h("table", { role: "grid", "aria-label": monthName(pointed) },
      h("thead", {}, h("tr", {}, weekOf(pointed).map((one) => h("th", { scope: "col", abbr: weekdayName(one, "long") }, weekdayName(one, "narrow"))))),
      h("tbody", {}, weeks().map((week) => h("tr", {}, week.map(cell))))),
    mayClear && day && h("button", { class: "text-button", type: "button", "data-focus": "clear", onclick: () => take(null) }, t("clear")),
  ]);
  const cell = (date) => {
    const value = iso(date);
    if (date.getUTCMonth() !== pointed.getUTCMonth()) return h("td", {});
    return h("td", { role: "gridcell", "aria-selected": value === day ? "true" : "false" }, h("button", {
      class: `day-button${value === today() ? " today" : ""}`, type: "button", "data-day": value, "data-focus": value, "aria-label": writtenDay(value),
      tabindex: value === iso(pointed) ? "0" : "-1", "aria-current": value === today() ? "date" : null, onclick: () => take(value),
    }, String(date.getUTCDate())));
  };
  const weeks = () => {
    const first = new Date(Date.UTC(pointed.getUTCFullYear(), pointed.getUTCMonth(), 1));
    const last = days(months(first, 1), -1);
    const all = [];
    for (let sunday = days(first, -first.getUTCDay()); sunday <= last; sunday = days(sunday, WEEK)) all.push(weekOf(sunday));
    return all;
  };
  const turn = (count) => {
    pointed = months(pointed, count);
    draw();
  };
  const point = (to) => {
    pointed = to;
    draw();
    box.querySelector(`[data-day="${iso(pointed)}"]`).focus();
  };
  const move = (event) => {
    if (event.key === "Tab") keepInside(box, event);
    if (!event.target.matches(".day-button")) return;
    const weekday = pointed.getUTCDay();
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK, ArrowDown: WEEK, Home: -weekday, End: WEEK - 1 - weekday }[event.key];
    const month = { PageUp: -1, PageDown: 1 }[event.key];
    if (step !== undefined) point(days(pointed, step));
    else if (month) point(months(pointed, month));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  box.addEventListener("keydown", move);
  draw();
  const popup = popUp(anchor, box, { label, first: box.querySelector("[tabindex='0']"), keepsTab: true });
}

function weekOf(date) {
  const sunday = days(date, -date.getUTCDay());
  return Array.from({ length: WEEK }, (_, place) => days(sunday, place));
}
