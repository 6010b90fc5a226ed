// Completing what is typed: commands of the app, names of people.
import { freshId, h } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { state } from "./state.js";
import { t } from "./texts.js";

export class Completion {
  constructor(field, { hasCommands }) {
    this.field = field;
    this.hasCommands = hasCommands;
    this.box = null;
    this.id = freshId("completion");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("blur", () => this.close());
  }

  look() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const offers = this.commands(before) ?? this.people(before) ?? [];
    if (offers.length) this.open(offers);
    else this.close();
  }

  commands(before) {
    if (!this.hasCommands || !/^\/\S*$/.test(before)) return null;
    return state.app.commands.filter((one) => one.name.startsWith(before) && one.name !== before).map((one) => ({
      face: h("span", { class: "avatar app small" }, icon("bolt", { size: 14 })),
      label: `${one.name} ${one.hint}`, note: one.description, put: `${one.name} ${one.hint}`, from: 0,
    }));
  }

  people(before) {
    const found = before.match(/(^|[^\w@])@([\p{L}\p{N}_.-]*)$/u);
    if (!found) return null;
    const wanted = found[2].toLowerCase();
    const from = before.length - found[2].length - 1;
    const offer = (name, label, face) => ({ face, label, note: `@${name}`, put: `@${name} `, from });
    const fits = (one) => [one.name, ...one.realName.toLowerCase().split(/\s+/)].some((part) => part.startsWith(wanted));
    const people = [...state.users.values()].filter((one) => !one.isDeleted && fits(one)).map((one) => offer(one.name, one.realName, avatar(one, "small")));
    const many = [...[...state.groups.values()].map((one) => one.handle), "channel", "here"].filter((one) => one.startsWith(wanted));
    const all = many.map((one) => offer(one, t(one === "channel" || one === "here" ? "everybody-here" : "group"), h("span", { class: "avatar small app" }, icon("bell", { size: 14 }))));
    return [...people, ...all].slice(0, 8);
  }

  open(offers) {
    this.close();
    this.offers = offers;
    this.rows = offers.map((offer, place) => h("div", { class: "option", role: "option", id: `${this.id}-${place}`, "aria-selected": "false",
      onpointerdown: (event) => {
        event.preventDefault();
        this.take(place);
      } }, offer.face, h("span", { class: "option-text" }, offer.label, h("small", {}, offer.note))));
    this.box = h("div", { class: "popup completion", role: "listbox", id: this.id, "aria-label": t("completions") }, this.rows);
    this.field.closest(".composer").append(this.box);
    this.field.setAttribute("aria-controls", this.id);
    this.point(0);
  }

  close() {
    this.box?.remove();
    this.box = null;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }

  point(to) {
    this.place = (to + this.rows.length) % this.rows.length;
    this.rows.forEach((row, place) => {
      row.classList.toggle("pointed", place === this.place);
      row.setAttribute("aria-selected", place === this.place ? "true" : "false");
    });
    this.field.setAttribute("aria-activedescendant", this.rows[this.place].id);
  }

  // Whether the key was for the completion.
  key(event) {
    if (!this.box) return false;
    if (event.key === "ArrowDown") this.point(this.place + 1);
    else if (event.key === "ArrowUp") this.point(this.place - 1);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) this.take(this.place);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  take(place) {
    const offer = this.offers[place];
    const rest = this.field.value.slice(this.field.selectionStart);
    const before = this.field.value.slice(0, offer.from) + offer.put;
    this.field.value = before + rest;
    this.field.setSelectionRange(before.length, before.length);
    this.field.dispatchEvent(new Event("input"));
    this.close();
  }
}
