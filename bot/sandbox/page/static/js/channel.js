// The open channel: its head, its messages, and where one types.
import { h, refill } from "./dom.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { ask, attempt } from "./connection.js";
import { endOf } from "./end.js";
import { homeNode } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { channel, channelName, emit, isWithApp, on, state, user } from "./state.js";
import { t } from "./texts.js";

const NEAR = 320; // pixels from the beginning at which older messages are fetched

export function channelPane() {
  const head = h("header", { class: "pane-head" });
  const tabs = h("div", { class: "tabs", role: "tablist" });
  const list = h("div", { class: "messages", role: "log", tabindex: "0" });
  const begin = h("div", { class: "beginning" });
  const scroll = h("div", { class: "scroll" }, begin, list);
  const composer = new Composer(() => ({ channel: state.channel }), { isThread: false });
  const closed = h("p", { class: "closed-note" });
  const home = h("div", { class: "home", tabindex: "0", role: "region" });
  const node = h("section", { class: "pane channel-pane" }, head, tabs, scroll, home, closed, composer.node);
  const messages = new MessageList(list, { isThread: false });
  const end = endOf(scroll, list);

  const draw = () => {
    const one = channel(state.channel);
    if (!one) return;
    node.setAttribute("aria-label", channelName(one));
    drawHead(head, one);
    drawTabs(tabs, one);
    const isHome = isWithApp(one) && state.surface === "home";
    scroll.hidden = isHome;
    home.hidden = !isHome;
    const isClosed = one.isArchived || (isWithApp(one) && (!state.app.hasMessages || state.app.isReadOnly));
    composer.node.hidden = isHome || isClosed;
    closed.hidden = isHome || !isClosed;
    closed.textContent = t("cannot-write");
    if (isHome) {
      home.setAttribute("aria-label", t("home-tab"));
      refill(home, homeNode);
      return;
    }
    const name = one.isDirect ? channelName(one) : `#${one.name}`;
    list.setAttribute("aria-label", t("messages-of", { name }));
    composer.draw(t("message-to", { name }));
    drawMessages(one);
  };

  const drawMessages = (one) => {
    const shown = [...state.messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
    begin.hidden = state.hasOlder || state.isOpening;
    refill(begin, () => beginning(one, shown.length === 0));
    messages.draw(shown);
    end.go();
  };

  const older = async () => {
    if (!state.hasOlder || scroll.dataset.loading) return;
    scroll.dataset.loading = "yes";
    const before = [...state.messages.keys()].sort()[0];
    const asked = state.channel;
    const found = await attempt("older", { channel: asked, before });
    delete scroll.dataset.loading;
    if (!found || asked !== state.channel) return;
    const height = scroll.scrollHeight;
    for (const message of found.messages) state.messages.set(message.ts, message);
    state.hasOlder = found.hasOlder;
    drawMessages(channel(asked));
    scroll.scrollTop += scroll.scrollHeight - height;
  };

  scroll.addEventListener("scroll", () => {
    if (scroll.scrollTop < NEAR) older();
  });
  on("opened", () => {
    end.begin();
    draw();
    if (!matchMedia("(pointer: coarse)").matches && !state.modals.length) composer.field.focus({ preventScroll: true });
  });
  for (const topic of ["snapshot", "messages", "unread", "home", "surface", "day"]) on(topic, draw);
  return node;
}

function drawHead(head, one) {
  const sign = one.isDirect ? avatar(user(one.with), "small") : icon(one.isPrivate ? "lock" : "hash", { size: 18 });
  refill(head, () => [
    h("button", { class: "tool back", type: "button", "aria-label": t("back"), onclick: () => emit("pane", "list"), "data-focus": "back" }, icon("back")),
    h("h2", {}, sign, h("span", {}, channelName(one))),
    isWithApp(one) && h("span", { class: "badge" }, t("app-badge")),
    h("span", { class: "grow" }),
    !one.isDirect && members(one),
  ]);
}

// Who is in a channel, as far as there is room for faces.
function members(one) {
  const people = one.members.map(user).filter((member) => !member.isBot);
  const said = t("members", { count: one.members.length });
  return h("span", { class: "members", role: "img", "aria-label": said, title: people.map((member) => member.realName).join("、") },
    h("span", { class: "faces" }, people.slice(0, 3).map((member) => avatar(member, "tiny"))), h("span", {}, one.members.length));
}

function drawTabs(tabs, one) {
  tabs.hidden = !isWithApp(one) || !state.app.hasHome;
  if (tabs.hidden) return;
  const tab = (id) => h("button", {
    class: "tab", type: "button", role: "tab", "data-focus": id, "aria-selected": state.surface === id ? "true" : "false",
    onclick: () => {
      state.surface = id;
      emit("surface");
      attempt("home", { tab: id });
    },
  }, t(`${id}-tab`));
  refill(tabs, () => [tab("home"), tab("messages")]);
}

function beginning(one, isEmpty) {
  if (one.isDirect) return [h("h3", {}, avatar(user(one.with)), channelName(one)), h("p", {}, t(isWithApp(one) ? "only-you-and-app" : "only-you-two"))];
  return [h("h3", {}, icon(one.isPrivate ? "lock" : "hash", { size: 24 }), h("span", {}, one.name)), isEmpty && h("p", {}, t("first-hint", { command: state.app.commands[0]?.name ?? "" }))];
}

// Go to a channel at once: what stands there is fetched, and counts as read.
export async function openChannel(id) {
  if (id !== state.channel) {
    Object.assign(state, { channel: id, surface: "messages", messages: new Map(), hasOlder: false, newFrom: null, isOpening: true, thread: null });
    emit("thread");
  }
  emit("channel");
  emit("opened");
  const found = await ask("open", { channel: id });
  if (id !== state.channel) return;
  Object.assign(state, { messages: new Map(found.messages.map((one) => [one.ts, one])), hasOlder: found.hasOlder, newFrom: found.newFrom, isOpening: false });
  emit("messages");
}
