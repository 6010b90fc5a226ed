// Boxes to tick, one of several, and the small menu behind three dots.
import { freshId, h } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../menu.js";
import { plainText, textNodes } from "../mrkdwn.js";
import { confirmed } from "../confirm.js";
import { t } from "../texts.js";
import { focusKey } from "../place.js";

export function checkboxes(element, block, place, named) {
  const now = new Set(place.value(block.block_id, element) ?? []);
  const ticked = async (option, box) => {
    const before = new Set(now);
    if (box.checked) now.add(option.value);
    else now.delete(option.value);
    if (element.confirm && !(await confirmed(element.confirm))) {
      box.checked = before.has(option.value);
      now.clear();
      before.forEach((one) => now.add(one));
      return;
    }
    const values = element.options.map((one) => one.value).filter((one) => now.has(one));
    await place.set(block, element, values);
  };
  return group(element, block, named, "checkbox", (option) => now.has(option.value), ticked);
}

export function radioButtons(element, block, place, named) {
  const now = place.value(block.block_id, element);
  const chosen = async (option) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await place.set(block, element, option.value);
  };
  return group(element, block, named, "radio", (option) => option.value === now, chosen);
}

function group(element, block, named, type, isOn, changed) {
  const name = freshId(element.action_id);
  const rows = element.options.map((option) => {
    const box = h("input", {
      type,
      name,
      checked: isOn(option),
      "data-action": element.action_id,
      "data-value": option.value,
      "data-focus": focusKey(block, element, option.value),
      onchange: () => changed(option, box),
    });
    const said = option.description && h("span", { class: "choice-more" }, textNodes(option.description));
    return h("label", { class: "choice" }, box, h("span", { class: "choice-face" }),
      h("span", { class: "choice-text" }, textNodes(option.text), said));
  });
  const role = type === "radio" ? "radiogroup" : "group";
  return h("div", { class: "choices", role, "aria-label": named.label }, rows);
}

export function overflow(element, block, place) {
  const node = h("button", {
    class: "button overflow",
    type: "button",
    "aria-label": t("more"),
    "aria-haspopup": "menu",
    "data-action": element.action_id,
    "data-focus": focusKey(block, element),
    onclick: () => openMenu(node, element.options.map((option) => ({
      label: plainText(option.text),
      note: option.description && plainText(option.description),
      run: async () => {
        if (element.confirm && !(await confirmed(element.confirm))) return;
        if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
        await place.act("choose", block.block_id, element, { value: option.value });
      },
    }))),
  }, icon("more"));
  return node;
}
