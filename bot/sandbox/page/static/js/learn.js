// The learning panel: stories, step by step, checked off by what happens.
import { h, refill } from "./dom.js";
import { avatar } from "./avatar.js";
import { attempt } from "./connection.js";
import { plainConfirm } from "./confirm.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { channelName, direct, emit, on, state, user } from "./state.js";
import { language, t } from "./texts.js";

export function learnPanel() {
  const node = h("div", { class: "learn" });
  let chosen = sessionStorage.getItem("story");
  const draw = () => {
    chosen ??= state.stories[0]?.id;
    const story = state.stories.find((one) => one.id === chosen);
    refill(node, () => [
      h("div", { class: "stories", role: "group", "aria-label": t("stories") }, state.stories.map(storyButton)),
      story && storyNode(story),
      h("div", { class: "side-foot" },
        h("button", { class: "button", type: "button", "data-focus": "begin again", "data-run": "begin-again", onclick: beginAgain }, icon("again", { size: 16 }), t("begin-again"))),
    ]);
  };
  const storyButton = (story) => h("button", {
    class: "story", type: "button", "data-story": story.id, "data-focus": `story ${story.id}`,
    "aria-pressed": story.id === chosen ? "true" : "false",
    onclick: () => {
      chosen = story.id;
      sessionStorage.setItem("story", chosen);
      draw();
    },
  }, h("strong", {}, story.title[language()]),
  h("small", {}, t("steps-done", { done: state.done[story.id] ?? 0, all: story.steps.length })));
  for (const topic of ["snapshot", "stories", "channel"]) on(topic, draw);
  return node;
}

function storyNode(story) {
  const done = state.done[story.id] ?? 0;
  const isOver = done === story.steps.length;
  return h("div", { class: "story-body" },
    h("ol", { class: "steps" }, story.steps.map((step, place) => stepNode(step, place, done))),
    isOver && h("p", { class: "story-over", role: "status" }, icon("check"), t("story-over")),
    done > 0 && h("button", { class: "text-button", type: "button", "data-focus": "restart story", onclick: () => attempt("restart_story", { story: story.id }) }, t("restart-story")));
}

function stepNode(step, place, done) {
  const who = user(step.who[language()]);
  const kind = place < done ? "done" : place === done ? "current" : "later";
  const isHere = state.me === who.id && state.channel === where(step);
  const go = () => emit("be", { user: who.id, channel: step.where === "direct" ? "direct" : step.where });
  return h("li", { class: `step ${kind}`, "aria-current": kind === "current" ? "step" : null },
    h("span", { class: "step-sign", "aria-hidden": "true" }, place < done ? icon("check", { size: 14 }) : String(place + 1)),
    h("div", { class: "step-main" },
      h("div", { class: "step-who" }, avatar(who, "tiny"), who.realName, kind === "done" && h("span", { class: "hidden" }, t("done"))),
      h("div", { class: "step-text" }, mrkdwn(step.text[language()])),
      kind === "current" && h("div", { class: "step-acts" },
        !isHere && h("button", { class: "button small primary", type: "button", "data-focus": `be ${place}`, "data-be": who.id, onclick: go }, t(state.me === who.id ? "open-place" : "become", { who: who.realName, where: placeName(step) })),
        step.minutes && h("button", { class: "button small", type: "button", "data-focus": `wait ${place}`, "data-run": "wait", onclick: () => attempt("move_clock", { minutes: step.minutes }) }, icon("clock", { size: 16 }), t("minutes-on", { minutes: step.minutes })))));
}

function where(step) {
  return step.where === "direct" ? direct()?.id : step.where;
}

function placeName(step) {
  if (step.where === "direct") return channelName(direct());
  return `#${state.places[step.where]}`;
}

export async function beginAgain() {
  if (await plainConfirm(t("begin-again"), t("begin-again-what"), t("begin-again-yes"), t("cancel"))) {
    sessionStorage.removeItem("story");
    attempt("begin_again");
  }
}
