// The app's Home tab.
import { h } from "./dom.js";
import { blockNodes } from "./blocks.js";
import { Place } from "./place.js";
import { state } from "./state.js";
import { t } from "./texts.js";

export function homeNode() {
  if (!state.home) return h("p", { class: "home-empty" }, t("home-empty"));
  const place = new Place("home", { view: state.home.id }, state.home.state);
  return h("div", { class: "home-body" }, blockNodes(state.home.content.blocks, place));
}
