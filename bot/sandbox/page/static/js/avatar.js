// A person's initials on a colour of their own; the app has its sign.
import { h } from "./dom.js";
import { svg } from "./dom.js";

const COLOURS = 8;

export function avatar(one, size = "") {
  const node = h("span", { class: `avatar ${size} ${one.isBot ? "app" : `tone${tone(one.id)}`}`, "aria-hidden": "true" });
  if (one.isBot) node.append(svg("M4 4.500h12v8H9.500L5.500 16v-3.500H4zM10 6.500v2.500M10 10.800v.2"));
  else node.append(initials(one.realName, size === "tiny" ? 1 : 2));
  return node;
}

function tone(id) {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % COLOURS;
}

function initials(name, most) {
  const words = name.trim().split(/\s+/);
  if (/^[\u3040-\u9fff]/.test(name)) return [...words[0]].slice(0, most).join("");
  return words.slice(0, most).map((word) => [...word][0] ?? "").join("").toUpperCase();
}
