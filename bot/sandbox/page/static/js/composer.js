// Where a message is typed: Enter sends, Shift and Enter begin a line, "/" and "@" complete.
import { h, isComposing } from "./dom.js";
import { icon } from "./icons.js";
import { ask, attempt, Refusal } from "./connection.js";
import { Completion } from "./completion.js";
import { sized, upload } from "./files.js";
import { openMenu } from "./menu.js";
import { emit, state } from "./state.js";
import { t } from "./texts.js";

const drafts = new Map(); // place -> text
const pickedFor = new Map(); // place -> files
const LONGEST = 40_000; // characters, as Slack takes them

// `where()` gives {channel, thread}; `label` names the field.
export class Composer {
  constructor(where, { isThread }) {
    this.where = where;
    this.isThread = isThread;
    this.picked = [];
    this.chips = h("div", { class: "chips" });
    this.field = h("textarea", { rows: "1", dir: "auto", "data-focus": isThread ? "thread composer" : "composer",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      onpaste: (event) => this.add(event.clipboardData?.files) });
    this.chooser = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1",
      onchange: () => {
        this.add(this.chooser.files);
        this.chooser.value = "";
      } });
    this.send = h("button", { class: "tool send", type: "button", onclick: () => this.post() }, icon("send"));
    this.clip = h("button", { class: "tool", type: "button", onclick: () => this.chooser.click() }, icon("plus"));
    this.at = h("button", { class: "tool", type: "button", onclick: () => this.mention() }, icon("at"));
    this.bolt = h("button", { class: "tool", type: "button", "aria-haspopup": "menu", onclick: () => this.shortcuts() }, icon("bolt"));
    this.node = h("div", { class: "composer" }, this.chips, this.field,
      h("div", { class: "composer-foot" }, this.clip, this.at, !isThread && this.bolt, h("span", { class: "grow" }), this.send), this.chooser);
    this.completion = new Completion(this.field, { hasCommands: !isThread });
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      this.add(event.dataTransfer?.files);
    });
  }

  // Show the place's own draft, and say in whose words.
  draw(label) {
    this.field.placeholder = label;
    this.field.setAttribute("aria-label", label);
    for (const [button, id] of [[this.send, "send"], [this.clip, "attach"], [this.at, "mention"], [this.bolt, "shortcuts"]]) {
      button.setAttribute("aria-label", t(id));
      button.title = t(id);
    }
    const draft = drafts.get(this.draftKey()) ?? "";
    if (this.key_ !== this.draftKey()) {
      if (this.key_) pickedFor.set(this.key_, this.picked);
      this.key_ = this.draftKey();
      this.field.value = draft;
      this.picked = pickedFor.get(this.key_) ?? [];
      this.drawChips();
    }
    this.grow();
  }

  draftKey() {
    const { channel, thread } = this.where();
    return `${state.begun} ${state.me} ${channel} ${thread ?? ""}`; // begun anew, nothing is left
  }

  typed() {
    drafts.set(this.draftKey(), this.field.value);
    this.grow();
    this.completion.look();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 220)}px`;
    this.send.disabled = !this.field.value.trim() && !this.picked.length;
  }

  key(event) {
    if (isComposing(event)) return;
    if (this.completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.post();
  }

  async post() {
    const text = this.field.value.trim();
    const { channel, thread } = this.where();
    if (!text && !this.picked.length) return;
    if (this.picked.some((one) => !one.id)) return emit("refused", t("still-uploading"));
    if (text.length > LONGEST) return emit("refused", t("too-long"));
    const place = this.draftKey();
    const files = this.picked.map((one) => one.id);
    const [name, ...rest] = text.split(/\s+/);
    const isCommand = !this.isThread && name.startsWith("/") && !files.length;
    this.field.value = "";
    this.typed();
    const picked = this.picked;
    this.clear();
    try {
      if (!isCommand) await ask("say", { channel, text, thread, files });
      else if (!(await ask("command", { channel, name, text: rest.join(" ") })).arrived) this.keep(place, text, picked);
    } catch (no) {
      if (!(no instanceof Refusal)) throw no;
      emit("refused", no.message);
      this.keep(place, text, picked);
    }
  }

  // What could not be sent stays where it was typed, to be changed or sent again.
  keep(place, text, picked) {
    if (place !== this.draftKey()) {
      if (!drafts.get(place)) drafts.set(place, text);
      if (!pickedFor.get(place)?.length) pickedFor.set(place, picked);
      return;
    }
    if (this.field.value) return;
    this.field.value = text;
    this.picked = picked;
    this.typed();
    this.drawChips();
  }

  mention() {
    const { value, selectionStart: place } = this.field;
    const before = value.slice(0, place);
    const sign = /(^|\s)$/.test(before) ? "@" : " @";
    this.field.focus();
    this.field.setRangeText(sign, place, this.field.selectionEnd, "end");
    this.typed();
  }

  shortcuts() {
    const all = state.app.shortcuts.filter((one) => one.kind === "global");
    openMenu(this.bolt, all.map((one) => ({
      id: one.id, icon: icon("bolt", { size: 16 }), label: one.name, note: one.description,
      run: () => attempt("shortcut", { callback: one.id }),
    })), { above: true });
  }

  add(files) {
    for (const file of files ?? []) {
      const one = { file, id: null, share: 0 };
      const { done, stop } = upload(file, (share) => {
        one.share = share;
        this.drawChips();
      });
      one.stop = stop;
      this.picked.push(one);
      done.then((id) => {
        one.id = id;
        this.drawChips();
      }, (broken) => {
        this.drop(one);
        if (broken.message) emit("refused", broken.message);
      });
    }
    this.drawChips();
  }

  drop(one) {
    one.stop();
    for (const [place, files] of pickedFor) pickedFor.set(place, files.filter((other) => other !== one));
    this.picked = this.picked.filter((other) => other !== one);
    this.drawChips();
    this.field.focus();
  }

  clear() {
    this.picked = [];
    this.drawChips();
  }

  drawChips() {
    this.chips.replaceChildren(...this.picked.map((one) => h("div", { class: "chip", "data-ready": one.id ? "" : null },
      icon("file", { size: 16 }), h("span", { class: "chip-name" }, one.file.name),
      h("small", {}, one.id ? sized(one.file.size) : `${Math.round(one.share * 100)}%`),
      h("button", { class: "tool tiny", type: "button", "aria-label": t("remove-file", { name: one.file.name }), onclick: () => this.drop(one) }, icon("close", { size: 14 })))));
    this.grow();
  }
}
