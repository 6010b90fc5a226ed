// Slack's mrkdwn as nodes. What a person wrote only ever becomes text.
import { h } from "./dom.js";
import { emojified } from "./emoji.js";
import { channel, emit, state, user } from "./state.js";
import { t } from "./texts.js";
import { writtenDate } from "./times.js";

export function decoded(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// A plain_text object: no marks, but entities and, unless refused, emoji.
export function plainText(object) {
  const text = decoded(object.text);
  return object.emoji === false ? text : emojified(text);
}

export function textNodes(object) {
  if (object.type === "plain_text") return [h("span", { class: "written" }, plainText(object))];
  return mrkdwn(object.text);
}

export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, place) => {
    if (place % 2) return [h("pre", { class: "fence", tabindex: "0" }, decoded(bare(part)))];
    return part ? paragraphs(part) : [];
  });
}

// The same as a line of plain text, as a phone shows it.
export function spoken(text) {
  return h("span", {}, mrkdwn(text)).textContent;
}

function paragraphs(text) {
  const nodes = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      quote ??= nodes[nodes.push(h("blockquote", {})) - 1];
      quote.append(row(quoted[1]));
    } else {
      quote = null;
      nodes.push(row(line));
    }
  }
  return nodes;
}

function row(line) {
  const item = line.match(/^(\s*)([•◦▪-]|\d{1,3}\.)\s*(.*)$/);
  if (!item || (item[2] === "-" && !/^\s*- /.test(line))) {
    return h("div", { class: "line", dir: "auto" }, inline(line));
  }
  const depth = Math.min(Math.floor(item[1].length / 2), 4);
  const mark = h("span", { class: "mark" }, item[2] === "-" ? "•" : item[2]);
  return h("div", { class: `line item depth${depth}` }, mark, h("span", { dir: "auto" }, inline(item[3])));
}

const MARKS = [
  ["`", "code", /`([^`\n]+)`/y],
  ["*", "strong", /\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\p{L}\p{N}*])/uy],
  ["_", "em", /_([^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}_])/uy],
  ["~", "s", /~([^\s~](?:[^~\n]*[^\s~])?)~(?![\p{L}\p{N}~])/uy],
];
const ANGLE = /<([^<>\n]+)>/y;
const BARE_LINK = /https?:\/\/[^\s<>|、。」）]+/y;

function inline(text) {
  const nodes = [];
  let pending = "";
  const flush = () => {
    if (pending) nodes.push(emojified(decoded(pending)));
    pending = "";
  };
  const at = (pattern, place) => {
    pattern.lastIndex = place;
    return pattern.exec(text);
  };
  for (let place = 0; place < text.length; ) {
    const [made, length] = read(text, place, at);
    if (made) {
      flush();
      nodes.push(made);
      place += length;
    } else {
      pending += text[place];
      place += 1;
    }
  }
  flush();
  return nodes;
}

function read(text, place, at) {
  const sign = text[place];
  if (sign === "<") {
    const found = at(ANGLE, place);
    if (found) return [angle(found[1]), found[0].length];
  }
  if (sign === "h") {
    const found = at(BARE_LINK, place);
    if (found) return [link(decoded(found[0]), decoded(found[0])), found[0].length];
  }
  const mark = MARKS.find(([own]) => own === sign);
  const before = text[place - 1] ?? " ";
  if (mark && (sign === "`" || !/[\p{L}\p{N}]/u.test(before))) {
    const found = at(mark[2], place);
    if (found) {
      const inside = sign === "`" ? decoded(bare(found[1])) : inline(found[1]);
      return [h(mark[1], {}, inside), found[0].length];
    }
  }
  return [null, 0];
}

// Inside code a link is shown as it is written.
function bare(text) {
  return text.replace(/<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>/g, (_, to, said) => said ?? to);
}

function angle(inside) {
  const [head, said] = split(inside, "|");
  if (head.startsWith("@")) return mention(head.slice(1));
  if (head.startsWith("#")) return channelMention(head.slice(1), said);
  if (head.startsWith("!date^")) return dated(head, said);
  if (head.startsWith("!subteam^")) {
    const group = state.groups.get(head.slice(9));
    return h("span", { class: "mention" }, `@${group?.handle ?? said ?? head.slice(9)}`);
  }
  if (/^!(channel|here|everyone)$/.test(head)) {
    return h("span", { class: "mention mine" }, `@${head.slice(1)}`);
  }
  if (/^(https?|mailto|tel):/.test(head)) return link(decoded(head), decoded(said ?? head));
  return document.createTextNode(decoded(`<${inside}>`));
}

function split(text, by) {
  const place = text.indexOf(by);
  return place < 0 ? [text, null] : [text.slice(0, place), text.slice(place + 1)];
}

function mention(id) {
  const own = id === state.me ? " mine" : "";
  const node = h("button", { class: `mention link${own}`, type: "button", dir: "auto", onclick: () => emit("who", { id, anchor: node }) }, `@${user(id).realName}`);
  return node;
}

function channelMention(id, said) {
  const found = channel(id);
  if (!found) return h("span", { class: "mention" }, `#${said ?? t("private-channel")}`);
  const open = () => emit("go", { channel: id });
  return h("button", { class: "mention link", type: "button", onclick: open }, `#${found.name}`);
}

function dated(head, fallback) {
  const [, seconds, pattern, to] = head.split("^");
  if (Number.isNaN(new Date(Number(seconds) * 1000).getTime())) return document.createTextNode(decoded(fallback ?? ""));
  const written = writtenDate(Number(seconds), pattern ?? "") ?? fallback ?? "";
  const time = h("time", { datetime: new Date(Number(seconds) * 1000).toISOString() }, written);
  return to ? link(decoded(to), time) : time;
}

function link(to, said) {
  let address = null;
  try {
    address = new URL(to);
  } catch {
    return document.createTextNode(to);
  }
  const text = said instanceof Node ? said : said.replace(/^(mailto|tel):/, "");
  return h("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, text);
}
