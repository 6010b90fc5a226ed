// Where an element stands: a message, a modal or the Home tab, and what has been typed there.
import { attempt } from "./connection.js";

const latest = new Map(); // place -> state.values as the server keeps it
const typed = new Map(); // place -> Map("block action" -> value)

export class Place {
  constructor(kind, ids, server) {
    this.kind = kind;
    this.ids = ids;
    this.key = kind === "message" ? `${ids.channel} ${ids.ts}` : `${kind} ${ids.view ?? ""}`;
    latest.set(this.key, server);
    this.errors = {};
  }

  // A list that is still open asks after its message was drawn anew: the newest state counts.
  get server() {
    return latest.get(this.key) ?? {};
  }

  // What is entered: typed here, else what the server keeps.
  value(block, element) {
    const own = typed.get(this.key)?.get(`${block} ${element.action_id}`);
    return own === undefined ? kept(this.server[block]?.[element.action_id]) : own;
  }

  type(block, element, value) {
    if (!typed.has(this.key)) typed.set(this.key, new Map());
    typed.get(this.key).set(`${block} ${element.action_id}`, value);
  }

  forget() {
    latest.delete(this.key);
    typed.delete(this.key);
  }

  // Everything typed into a modal, by block id, as the server is told it.
  entries(blocks) {
    const entries = {};
    for (const block of blocks) {
      if (block.type !== "input") continue;
      const own = typed.get(this.key)?.get(`${block.block_id} ${block.element.action_id}`);
      if (own !== undefined) entries[block.block_id] = own;
    }
    return entries;
  }

  act(name, block, element, given = {}) {
    return attempt(name, {
      place: this.kind,
      ...this.ids,
      block,
      action: element.action_id,
      entries: this.kind === "modal" ? this.entries(this.blocks ?? []) : {},
      ...given,
    });
  }

  // Set what is not sent with a form: a form's own fields wait for its button.
  async set(block, element, value) {
    this.type(block.block_id, element, value);
    if (block.type === "input" && !block.dispatch_action && this.kind === "modal") return;
    const isText = "value" in (this.server[block.block_id]?.[element.action_id] ?? {});
    await this.act(isText ? "enter" : "choose", block.block_id, element, { value });
    // From here on the server keeps it; where it refused, its own state shows again.
    if (this.kind !== "modal") typed.get(this.key)?.delete(`${block.block_id} ${element.action_id}`);
  }
}

function kept(state) {
  if (!state) return null;
  const key = Object.keys(state).find((one) => one !== "type");
  const value = state[key];
  if (key === "selected_option") return value?.value ?? null;
  if (key === "selected_options") return value.map((option) => option.value);
  return value;
}

// Another workspace gives the same ids to other things.
export function forgetTyped() {
  typed.clear();
  latest.clear();
}

// What a control is found by again after its message was drawn anew.
export function focusKey(block, element, more = "") {
  return `${block.block_id} ${element.action_id} ${more}`;
}
