// Which element is made by what.
import { plainText } from "../mrkdwn.js";
import { unknown, notLoaded } from "../blocks.js";
import { button } from "./button.js";
import { checkboxes, overflow, radioButtons } from "./choices.js";
import { picker } from "./picker.js";
import { textField } from "./fields.js";
import { dateField, dateTimeField, timeField } from "./moment.js";

const ELEMENTS = {
  button,
  checkboxes,
  radio_buttons: radioButtons,
  overflow,
  static_select: picker,
  multi_static_select: picker,
  users_select: picker,
  multi_users_select: picker,
  channels_select: picker,
  multi_channels_select: picker,
  conversations_select: picker,
  multi_conversations_select: picker,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: dateTimeField,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  image: (element) => notLoaded(element, false),
};

// `named` gives an input block's label; elsewhere the placeholder names the element.
export function elementNode(element, block, place, named = null) {
  const make = ELEMENTS[element.type];
  if (!make) return unknown(element.type);
  const label = named?.label ?? nameless(element, block);
  return make(element, block, place, { label, isRequired: false, isInvalid: false, ...named });
}

function nameless(element, block) {
  const words = element.placeholder ?? block.text;
  return words ? plainText(words).replace(/[*_~`]/g, "") : element.type;
}
