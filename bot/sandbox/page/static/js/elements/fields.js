// Fields to type in: text, address, number.
import { h, isComposing } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { focusKey } from "../place.js";

const KIND = { email_text_input: "email", url_text_input: "url", number_input: "text" };

function common(element, block, named) {
  return {
    class: "text-field",
    "aria-label": named.label,
    "aria-required": named.isRequired ? "true" : null,
    "aria-invalid": named.isInvalid ? "true" : null,
    "data-action": element.action_id,
    "data-focus": focusKey(block, element),
    "data-first": element.focus_on_load ? "" : null,
    autocomplete: "off",
    placeholder: element.placeholder && plainText(element.placeholder),
  };
}

export function textField(element, block, place, named) {
  const tells = block.dispatch_action || place.kind !== "modal";
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => tells && place.set(block, element, node.value);
  const node = h(element.multiline ? "textarea" : "input", {
    ...common(element, block, named),
    type: element.multiline ? null : KIND[element.type] ?? "text",
    inputmode: element.type === "number_input" ? "decimal" : null,
    rows: element.multiline ? "4" : null,
    maxlength: element.max_length,
    value: place.value(block.block_id, element) ?? "",
    dir: "auto",
    oninput: () => {
      place.type(block.block_id, element, node.value);
      if (block.dispatch_action && on.includes("on_character_entered")) send();
    },
    onchange: () => !block.dispatch_action && send(),
    onkeydown: (event) => {
      if (event.key !== "Enter" || isComposing(event) || element.multiline) return;
      if (block.dispatch_action && on.includes("on_enter_pressed")) {
        event.preventDefault();
        event.stopPropagation();
        send();
      }
    },
  });
  return node;
}
