// Days and times in the zone and language of the person the page acts for.
import { me, now } from "./state.js";
import { language, t } from "./texts.js";

const formats = new Map();

function format(options) {
  const key = JSON.stringify([language(), me().zone, options]);
  if (!formats.has(key)) {
    const locale = language() === "ja" ? "ja-JP" : "en-US";
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: me().zone, ...options }));
  }
  return formats.get(key);
}

export function dateOf(ts) {
  return new Date(Number(ts.split(".")[0]) * 1000);
}

export function clockTime(date) {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

export function dayKey(date) {
  return format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
}

export function dayName(date) {
  const today = now();
  if (dayKey(date) === dayKey(today)) return t("today");
  if (dayKey(date) === dayKey(new Date(today - 86_400_000))) return t("yesterday");
  return longDay(date);
}

export function longDay(date) {
  return format({ month: "long", day: "numeric", weekday: "long" }).format(date);
}

export function dayAndTime(date) {
  return format({
    month: "short", day: "numeric", weekday: "short",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(date);
}

// Today it is the time that tells; before, the day does.
export function sinceWhen(date) {
  return dayKey(date) === dayKey(now()) ? `${t("today")} ${clockTime(date)}` : dayAndTime(date);
}

// A day as it is kept, "2026-11-21", has no zone of its own.
export function dayOf(day) {
  return new Date(`${day}T00:00:00Z`);
}

export function writtenDay(day) {
  return format({ timeZone: "UTC", year: "numeric", month: "short", day: "numeric" }).format(dayOf(day));
}

export function monthName(date) {
  return format({ timeZone: "UTC", year: "numeric", month: "long" }).format(date);
}

export function weekdayName(date, weekday) {
  return format({ timeZone: "UTC", weekday }).format(date);
}

// The day and the minute it is now, where the person is.
export function today() {
  return toField(now() / 1000).slice(0, 10);
}

export function clockNow() {
  return toField(now() / 1000).slice(11);
}

const PARTS = {
  date_num: (date) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(date),
  date: (date) => format({ year: "numeric", month: "long", day: "numeric" }).format(date),
  date_short: (date) => format({ year: "numeric", month: "short", day: "numeric" }).format(date),
  date_long: (date) =>
    format({ year: "numeric", month: "long", day: "numeric", weekday: "long" }).format(date),
  date_pretty: dayName,
  date_short_pretty: dayName,
  date_long_pretty: dayName,
  time: clockTime,
  time_secs: (date) =>
    format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(date),
  ago: dayAndTime,
};

// `<!date^1760000000^{date_short} {time}|…>`; null where a part is not known.
export function writtenDate(seconds, pattern) {
  const date = new Date(seconds * 1000);
  let isKnown = true;
  const written = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    isKnown &&= name in PARTS;
    return isKnown ? PARTS[name](date) : "";
  });
  return isKnown ? written : null;
}

// "2026-11-21T14:05" in the person's zone, for a field; and back to seconds.
export function toField(seconds) {
  const parts = Object.fromEntries(
    format({
      year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

export function fromField(text) {
  const asIfUtc = Date.parse(`${text}Z`) / 1000;
  const shown = Date.parse(`${toField(asIfUtc)}Z`) / 1000;
  return asIfUtc - (shown - asIfUtc);
}
