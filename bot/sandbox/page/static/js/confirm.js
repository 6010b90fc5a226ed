// The question before a press that cannot be taken back.
import { h } from "./dom.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { overlay } from "./overlay.js";

// Resolves to whether it was confirmed; `asked` is Block Kit's confirm object.
export function confirmed(asked) {
  return new Promise((answer) => {
    const done = (said, close) => {
      close();
      answer(said);
    };
    overlay({
      label: plainText(asked.title),
      className: "confirm",
      dismiss: (close) => done(false, close),
      build: (panel, close) => {
        const style = asked.style === "danger" ? "danger" : "primary";
        panel.append(
          h("h2", {}, plainText(asked.title)),
          h("div", { class: "confirm-text" }, textNodes(asked.text)),
          h("div", { class: "panel-foot" },
            h("button", { class: "button", type: "button", onclick: () => done(false, close) }, plainText(asked.deny)),
            h("button", { class: `button ${style}`, type: "button", "data-first": "", onclick: () => done(true, close) }, plainText(asked.confirm))),
        );
      },
    });
  });
}

export function plainConfirm(title, text, yes, no, style = "danger") {
  const words = (said) => ({ type: "plain_text", text: said });
  return confirmed({ title: words(title), text: words(text), confirm: words(yes), deny: words(no), style });
}
