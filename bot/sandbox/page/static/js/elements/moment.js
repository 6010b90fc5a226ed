// Days and times, in the person's own language: a day from a calendar, a time from a list.
import { h, refill } from "../dom.js";
import { confirmed } from "../confirm.js";
import { icon } from "../icons.js";
import { plainText } from "../mrkdwn.js";
import { focusKey } from "../place.js";
import { t } from "../texts.js";
import { clockNow, fromField, toField, today, writtenDay } from "../times.js";
import { openCalendar } from "./calendar.js";
import { openList } from "./picker.js";

const two = (figure) => String(figure).padStart(2, "0");
const HALF_HOURS = Array.from({ length: 48 }, (_, half) => `${two(Math.floor(half / 2))}:${half % 2 ? "30" : "00"}`);

// A button that shows what is chosen; `open(node, done)` lets one choose.
function chooser(element, block, place, named, { sign, key, said, empty, open }) {
  const node = h("button", {
    class: "picker moment",
    type: "button",
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
    "aria-invalid": named.isInvalid ? "true" : null,
    "data-action": element.action_id,
    "data-kind": key,
    "data-focus": focusKey(block, element, key),
    "data-first": element.focus_on_load && key !== "time" ? "" : null,
    onclick: () => open(node, async (value) => {
      if (element.confirm && !(await confirmed(element.confirm))) return;
      await place.set(block, element, value);
      for (const one of node.parentNode?.querySelectorAll(".moment") ?? []) one.show?.();
    }),
  });
  node.show = () => {
    const words = said();
    const shown = words ?? (element.placeholder && key !== "time" ? plainText(element.placeholder) : empty);
    refill(node, () => [icon(sign, { size: 16 }), h("span", { class: `picker-face${words ? "" : " empty"}` }, shown)]);
    node.setAttribute("aria-label", `${named.label}: ${shown}`);
  };
  node.show();
  return node;
}

function dayChooser(element, block, place, named, { day, put }) {
  return chooser(element, block, place, named, {
    sign: "calendar", key: "day", empty: t("choose-day"),
    said: () => day() && writtenDay(day()),
    open: (node, set) => openCalendar(node, { label: named.label, day: day(), mayClear: block.type === "input" && !named.isRequired }, (value) => set(put(value))),
  });
}

function timeChooser(element, block, place, named, { time, put }) {
  return chooser(element, block, place, named, {
    sign: "clock", key: "time", empty: t("choose-time"),
    said: time,
    open: (node, set) => openList(node, times, { isMany: false, label: named.label, isChosen: (value) => value === time() }, (value) => set(put(value))),
  });
}

// Every half hour; any other minute as it is typed: "9:05", "905".
function times(typed) {
  const found = typed.match(/^(\d{1,2}):?([0-5]\d)$/);
  const own = found && Number(found[1]) < 24 ? `${two(found[1])}:${found[2]}` : null;
  const offered = own && !HALF_HOURS.includes(own) ? [own, ...HALF_HOURS] : HALF_HOURS;
  const wanted = own ?? typed;
  return [{ label: null, options: offered.filter((one) => one.includes(wanted)).map((one) => ({ value: one, label: one })) }];
}

export function dateField(element, block, place, named) {
  const day = () => place.value(block.block_id, element);
  return dayChooser(element, block, place, named, { day, put: (value) => value });
}

export function timeField(element, block, place, named) {
  const time = () => place.value(block.block_id, element);
  return timeChooser(element, block, place, named, { time, put: (value) => value });
}

// Both at once, in seconds: whichever is chosen first takes the other from the clock.
export function dateTimeField(element, block, place, named) {
  const now = () => {
    const seconds = place.value(block.block_id, element);
    return seconds === null ? [null, null] : toField(seconds).split("T");
  };
  const day = () => now()[0];
  const time = () => now()[1];
  const put = (onDay, atTime) => fromField(`${onDay}T${atTime}`);
  return h("div", { class: "moments", role: "group", "aria-label": named.label },
    dayChooser(element, block, place, named, { day, put: (value) => value && put(value, time() ?? clockNow()) }),
    timeChooser(element, block, place, named, { time, put: (value) => put(day() ?? today(), value) }));
}
