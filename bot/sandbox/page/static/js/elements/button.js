// Buttons, with the question an app may want asked first.
import { h } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { confirmed } from "../confirm.js";
import { focusKey } from "../place.js";

export function button(element, block, place) {
  const style = element.style ? ` ${element.style}` : "";
  const node = h("button", {
    class: `button${style}`,
    type: "button",
    "aria-label": element.accessibility_label,
    "data-action": element.action_id,
    "data-focus": focusKey(block, element, element.value),
    onclick: async () => {
      if (node.getAttribute("aria-busy") === "true") return;
      if (element.confirm && !(await confirmed(element.confirm))) return;
      if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
      node.setAttribute("aria-busy", "true");
      await place.act("press", block.block_id, element, { value: element.value });
      node.removeAttribute("aria-busy");
    },
  }, plainText(element.text));
  return node;
}
