// The phone: the same workspace in a small frame, and what its lock screen says.
import { h, refill } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { spoken } from "./mrkdwn.js";
import { emit, now, on, state, user } from "./state.js";
import { t } from "./texts.js";
import { clockTime, dateOf, longDay } from "./times.js";

export function statusBar() {
  const time = h("span", { class: "status-time" });
  const lock = h("button", { class: "status-lock", type: "button", onclick: () => setLocked(true) }, icon("lock", { size: 14 }));
  const node = h("section", { class: "status-bar" }, time, h("span", { class: "island", "aria-hidden": "true" }),
    h("span", { class: "status-end" }, lock, icon("signal", { size: 16 }), icon("battery", { size: 20 })));
  const draw = () => {
    node.setAttribute("aria-label", t("phone"));
    time.textContent = clockTime(now());
    lock.setAttribute("aria-label", t("lock-screen"));
    lock.title = t("lock-screen");
  };
  for (const topic of ["snapshot", "clock", "tick"]) on(topic, draw);
  return node;
}

// Exactly what each notification says, and nothing of what stands in the message.
export function lockScreen() {
  const node = h("div", { class: "lock-screen", hidden: true, role: "region" });
  const draw = () => {
    node.hidden = !state.isLocked;
    document.body.toggleAttribute("data-locked", Boolean(state.isLocked));
    if (node.hidden) return;
    node.setAttribute("aria-label", t("lock-screen"));
    const notices = [...state.lock].reverse().slice(0, 6);
    refill(node, () => [
      h("p", { class: "lock-day" }, longDay(now())),
      h("p", { class: "lock-time" }, clockTime(now())),
      h("div", { class: "lock-notices", role: "log", "aria-label": t("notifications") }, notices.map(lockNotice)),
      notices.length === 0 && h("p", { class: "lock-none" }, t("no-notifications")),
      h("button", { class: "unlock", type: "button", onclick: () => setLocked(false), "data-focus": "unlock" }, t("unlock")),
    ]);
  };
  node.addEventListener("keydown", (event) => event.key === "Escape" && setLocked(false));
  for (const topic of ["snapshot", "lock", "clock", "tick"]) on(topic, draw);
  return node;
}

function lockNotice(notice) {
  const open = () => {
    setLocked(false);
    emit("go", notice);
  };
  return h("button", { class: "lock-notice", type: "button", onclick: open, "data-focus": `notice ${notice.ts}` },
    avatar(user(notice.from), "small"),
    h("span", { class: "toast-text" }, h("strong", {}, user(notice.from).realName, h("time", {}, clockTime(dateOf(notice.ts)))), h("span", { class: "lock-text", dir: "auto" }, spoken(notice.text))));
}

function setLocked(isLocked) {
  state.isLocked = isLocked;
  emit("lock");
  document.querySelector(isLocked ? ".unlock" : ".status-lock")?.focus();
}

export function viewSwitch() {
  const node = h("button", { class: "bench-button", type: "button", onclick: () => {
    const isPhone = document.body.dataset.view !== "phone";
    setView(isPhone ? "phone" : "desktop");
  } });
  const draw = () => {
    const isPhone = document.body.dataset.view === "phone";
    refill(node, () => [icon(isPhone ? "desktop" : "phone"), h("span", { class: "bench-word" }, t(isPhone ? "desktop" : "phone"))]);
    node.setAttribute("aria-label", t(isPhone ? "desktop" : "phone"));
    node.setAttribute("data-view-switch", "");
  };
  for (const topic of ["snapshot", "view"]) on(topic, draw);
  return node;
}

export function setView(view) {
  document.body.dataset.view = view;
  sessionStorage.setItem("view", view);
  if (view !== "phone") state.isLocked = false;
  emit("view");
  emit("lock");
}
