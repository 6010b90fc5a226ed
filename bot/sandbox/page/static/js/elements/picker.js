// Lists to choose from: options, people, channels; one or several, with a field to search.
import { freshId, h, isComposing } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../mrkdwn.js";
import { popUp } from "../popup.js";
import { confirmed } from "../confirm.js";
import { channelName, state } from "../state.js";
import { t } from "../texts.js";
import { focusKey } from "../place.js";

export function picker(element, block, place, named) {
  const isMany = element.type.startsWith("multi_");
  const offered = groupsOf(element);
  const all = offered.flatMap((one) => one.options);
  const now = () => [place.value(block.block_id, element) ?? []].flat().map(String);
  const words = () => all.filter((one) => now().includes(one.value)).map((one) => one.label);
  const face = h("span", { class: "picker-face" });
  const show = () => {
    const said = words();
    const empty = element.placeholder ? plainText(element.placeholder) : t("choose");
    face.textContent = said.length ? said.join("、") : empty;
    face.classList.toggle("empty", !said.length);
  };
  const node = h("button", {
    class: "picker",
    type: "button",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-invalid": named.isInvalid ? "true" : null,
    "data-action": element.action_id,
    "data-focus": focusKey(block, element),
    "data-first": element.focus_on_load ? "" : null,
    onclick: () => openList(node, offered, { isMany, label: named.label, isChosen: (value) => now().includes(value) },
      async (value) => {
        if (element.confirm && !(await confirmed(element.confirm))) return;
        await place.set(block, element, isMany ? toggled(now(), value, element) : value);
        show();
      }),
  }, face, icon("down", { size: 16 }));
  show();
  node.setAttribute("aria-label", `${named.label}: ${face.textContent}`);
  return node;
}

function toggled(values, value, element) {
  if (values.includes(value)) return values.filter((one) => one !== value);
  const most = element.max_selected_items ?? Infinity;
  return values.length < most ? [...values, value] : values;
}

function groupsOf(element) {
  const kind = element.type.replace("multi_", "");
  if (kind === "static_select") {
    const options = (list) => list.map((one) => ({
      value: one.value, label: plainText(one.text), note: one.description && plainText(one.description),
    }));
    if (element.options) return [{ label: null, options: options(element.options) }];
    return element.option_groups.map((one) => ({ label: plainText(one.label), options: options(one.options) }));
  }
  if (kind === "users_select") return [{ label: null, options: people() }];
  return [{ label: null, options: places(kind, element.filter) }];
}

function people() {
  return [...state.users.values()]
    .filter((one) => !one.isDeleted)
    .map((one) => ({ value: one.id, label: one.realName, note: `@${one.name}` }));
}

function places(kind, filter) {
  const include = filter?.include ?? ["im", "private", "public"];
  const sort = (one) => (one.isDirect ? "im" : one.isPrivate ? "private" : "public");
  return state.channels
    .filter((one) => (kind === "channels_select" ? sort(one) === "public" : include.includes(sort(one))))
    .map((one) => ({ value: one.id, label: one.isDirect ? channelName(one) : `#${one.name}` }));
}

function narrowed(groups, wanted) {
  const fits = (one) => `${one.label} ${one.note ?? ""}`.toLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) }));
}

// A list below its button; typing narrows it, arrows move, Enter chooses, Escape leaves. Where
// `groups` is a function, it gives what is offered for what is typed.
export function openList(anchor, groups, { isMany, label, isChosen }, chosen) {
  const listId = freshId("list");
  const list = h("div", { class: "list", role: "listbox", id: listId, "aria-label": label,
    "aria-multiselectable": isMany ? "true" : null,
    // A press on a row leaves the focus in the field: else Escape would reach the form behind it.
    onmousedown: (event) => event.preventDefault() });
  let rows = [];
  let place = 0;
  const point = (to) => {
    rows[place]?.classList.remove("pointed");
    place = Math.max(0, Math.min(to, rows.length - 1));
    rows[place]?.classList.add("pointed");
    rows[place]?.scrollIntoView({ block: "nearest" });
    if (rows[place]) field.setAttribute("aria-activedescendant", rows[place].id);
    else field.removeAttribute("aria-activedescendant");
  };
  const take = async (option) => {
    if (!isMany) popup.close();
    await chosen(option.value);
    if (isMany) fill();
  };
  const fill = () => {
    const wanted = field.value.trim().toLowerCase();
    rows = [];
    const offered = typeof groups === "function" ? groups(wanted) : narrowed(groups, wanted);
    const nodes = offered.flatMap((group) => {
      const made = group.options.map((option) => {
        const row = h("div", { class: "option", role: "option", id: freshId("option"), "data-value": option.value,
          "aria-selected": isChosen(option.value) ? "true" : "false", onclick: () => take(option) },
          h("span", { class: "option-text" }, option.label, option.note && h("small", {}, option.note)),
          isChosen(option.value) && icon("check", { size: 16 }));
        row.take = () => take(option);
        rows.push(row);
        return row;
      });
      return group.label && made.length
        ? [h("div", { role: "group", "aria-label": group.label }, h("div", { class: "group-label", "aria-hidden": "true" }, group.label), made)]
        : made;
    });
    list.replaceChildren(...nodes);
    if (!rows.length) list.append(h("div", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("nothing-found")));
    point(Math.max(0, rows.findIndex((row) => row.getAttribute("aria-selected") === "true")));
  };
  const field = h("input", {
    class: "list-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": listId,
    "aria-autocomplete": "list", "aria-label": label, placeholder: t("search"), autocomplete: "off",
    oninput: fill,
    onkeydown: (event) => {
      if (isComposing(event)) return;
      const step = { ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + 8, PageUp: place - 8, Home: 0, End: rows.length - 1 }[event.key];
      if (step !== undefined) point(step);
      else if (event.key === "Enter") rows[place]?.take();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  });
  const popup = popUp(anchor, h("div", { class: "list-box" }, field, list), { label, first: field });
  fill();
  popup.put();
}
