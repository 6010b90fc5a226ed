// Changing the words of a message in its place: Enter saves, Escape leaves it as it was.
import { h, isComposing } from "./dom.js";
import { ask, Refusal } from "./connection.js";
import { decoded } from "./mrkdwn.js";
import { emit, state, user } from "./state.js";
import { t } from "./texts.js";

let editing = null; // {key, text} of the message being changed

const keyOf = (message) => `${state.me} ${message.channel} ${message.ts}`;

export function isEditing(message) {
  return editing?.key === keyOf(message);
}

export function startEditing(message) {
  editing = { key: keyOf(message), text: typed(message.text) };
  redraw();
  const field = document.querySelector(".editor textarea");
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

function stop() {
  editing = null;
  redraw();
}

function redraw() {
  emit("messages");
  emit("thread");
}

export function editorNode(message) {
  const field = h("textarea", { class: "text-field", rows: "1", dir: "auto", "aria-label": t("edit-message"), "data-focus": "editor", value: editing.text,
    oninput: () => {
      editing.text = field.value;
      grow();
    },
    onkeydown: (event) => {
      if (isComposing(event)) return;
      if (event.key === "Escape") {
        event.stopPropagation();
        stop();
      } else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        save();
      }
    } });
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const save = async () => {
    try {
      await ask("edit", { channel: message.channel, ts: message.ts, text: field.value });
    } catch (no) {
      if (!(no instanceof Refusal)) throw no;
      emit("refused", no.message);
      return;
    }
    stop();
  };
  setTimeout(grow);
  return h("div", { class: "editor" }, field,
    h("div", { class: "editor-foot" },
      h("button", { class: "button small", type: "button", "data-focus": "editor cancel", onclick: stop }, t("cancel")),
      h("button", { class: "button small primary", type: "button", "data-focus": "editor save", onclick: save }, t("save"))));
}

// What was kept as mentions and entities, as it had been typed.
function typed(text) {
  const names = text.replace(/<@(\w+)>/g, (_, id) => `@${user(id).name}`)
    .replace(/<!subteam\^(\w+)>/g, (_, id) => `@${state.groups.get(id)?.handle ?? id}`)
    .replace(/<!(channel|here|everyone)>/g, "@$1");
  return decoded(names);
}
