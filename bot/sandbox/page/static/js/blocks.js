// Block Kit as nodes. What cannot be shown is shown as an error, never as nothing.
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { elementNode } from "./elements/element.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { t } from "./texts.js";

export function blockNodes(blocks, place) {
  return blocks.map((block) => blockNode(block, place));
}

function blockNode(block, place) {
  const make = BLOCKS[block.type];
  if (!make) return unknown(block.type);
  try {
    return make(block, place);
  } catch (broken) {
    return unknown(`${block.type}: ${broken.message}`);
  }
}

export function unknown(what) {
  return h("div", { class: "cannot-show", role: "note" }, t("cannot-show", { what }));
}

const BLOCKS = {
  header: (block) => h("h3", { class: "block header", dir: "auto" }, plainText(block.text)),
  divider: () => h("hr", { class: "block" }),
  section,
  context,
  actions,
  image,
  input,
};

function section(block, place) {
  const text = block.text && h("div", { class: "section-text" }, textNodes(block.text));
  const fields = block.fields &&
    h("div", { class: "fields" }, block.fields.map((one) => h("div", {}, textNodes(one))));
  const side = block.accessory &&
    h("div", { class: "accessory" }, elementNode(block.accessory, block, place));
  return h("div", { class: `block section${side ? " with-side" : ""}` },
    h("div", { class: "section-body" }, text, fields), side);
}

function context(block) {
  const parts = block.elements.map((one) =>
    one.type === "image" ? notLoaded(one, true) : h("div", { class: "context-text" }, textNodes(one)));
  return h("div", { class: "block context" }, parts);
}

function actions(block, place) {
  const nodes = block.elements.map((element) => elementNode(element, block, place));
  return h("div", { class: "block actions" }, nodes);
}

function image(block) {
  return h("figure", { class: "block image" },
    block.title && h("figcaption", {}, plainText(block.title)), notLoaded(block, false));
}

// An image lies on another server, and this page asks no other server for anything.
export function notLoaded(part, isSmall) {
  if (isSmall) return h("span", { class: "image-small", role: "img", "aria-label": part.alt_text }, "▧");
  return h("div", { class: "image-away" }, icon("eye"),
    h("span", {}, part.alt_text),
    h("a", { href: part.image_url, target: "_blank", rel: "noopener noreferrer" }, t("image-open")));
}

function input(block, place) {
  const element = block.element;
  const error = place.errors[block.block_id];
  const label = plainText(block.label);
  const optional = block.optional && h("span", { class: "optional" }, t("optional"));
  const [errorId, hintId] = [freshId("error"), freshId("hint")];
  const describe = [
    error && h("p", { class: "field-error", role: "alert", id: errorId }, error),
    block.hint && h("p", { class: "hint", id: hintId }, plainText(block.hint)),
  ];
  const about = [error && errorId, block.hint && hintId].filter(Boolean).join(" ") || null;
  const isGroup = ["checkboxes", "radio_buttons"].includes(element.type);
  const named = { label, isRequired: !block.optional, isInvalid: Boolean(error) };
  const node = elementNode(element, block, place, named);
  const field = node.matches("input, textarea, button, [role]") ? node : node.querySelector("input, textarea, button");
  if (about) field?.setAttribute("aria-describedby", about);
  const head = h("div", { class: "field-label", "aria-hidden": isGroup ? null : "true" },
    label, optional, !block.optional && place.kind === "modal" && h("span", { class: "required" }, "*"));
  return h("div", { class: `block field${error ? " wrong" : ""}`, "data-block": block.block_id },
    head, node, describe);
}
