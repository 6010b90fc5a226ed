// The page begins here: what stands where, and how one moves about in it.
import { h, append } from "./dom.js";
import { bench, setPanel, sidePanel } from "./bench.js";
import { channelOf, take } from "./changes.js";
import { channelPane, openChannel } from "./channel.js";
import { attempt, connect, Refusal } from "./connection.js";
import { modals } from "./modal.js";
import { banner, toasts } from "./notices.js";
import { personCards } from "./person.js";
import { lockScreen, setView, statusBar } from "./phone.js";
import { sidebar } from "./sidebar.js";
import { channel, emit, on, state } from "./state.js";
import { loadTexts, language, t } from "./texts.js";
import { openThread, threadPane } from "./thread.js";

const client = h("div", { class: "client", "data-pane": "channel" });
let isFirst = true;
let wanted = null; // a channel to open once somebody else is there

function build() {
  const title = h("h1", { class: "hidden" });
  on("meet", () => {
    title.textContent = document.title = `${state.users.get(state.me).realName} – ${state.team}`;
  });
  const device = h("main", { class: "device" }, title, statusBar(), banner(), client, toasts(), lockScreen());
  append(client, [sidebar(), channelPane(), threadPane()]);
  append(document.body, [bench(), h("div", { class: "stage" }, device, sidePanel())]);
  modals();
  personCards();
}

function setPane(pane) {
  client.dataset.pane = pane;
  if (pane === "list") client.querySelector(".channel-row[aria-current]")?.focus();
}

async function go({ channel: id, thread }) {
  const open = channelOf(id);
  if (!channel(open)) return;
  const arriving = openChannel(open);
  setPane("channel");
  remember();
  if (thread) openThread({ channel: open, ts: thread });
  try {
    await arriving;
  } catch (no) {
    if (!(no instanceof Refusal)) throw no;
    emit("refused", no.message);
  }
}

function be({ user, channel: id }) {
  if (user === state.me) {
    if (id) go({ channel: id });
    return;
  }
  if (!state.isConnected) {
    emit("refused", t("server-away")); // half of each person would stand there
    return;
  }
  state.me = user;
  state.channel = id && id !== "direct" ? id : null;
  state.thread = null;
  state.isLocked = false;
  wanted = id === "direct" ? id : null;
  setPane("channel");
  connect();
}

// The address names person and channel: a reload, a bookmark or a second tab finds them again.
function remember() {
  const query = new URLSearchParams({ as: state.me, channel: state.channel });
  const address = `/?${query}`;
  if (location.search !== `?${query}`) history[isFirst ? "replaceState" : "pushState"]({}, "", address);
}

function read() {
  const query = new URLSearchParams(location.search);
  state.me = query.get("as");
  state.channel = query.get("channel");
}

function wire() {
  on("told", take);
  on("go", go);
  on("be", be);
  on("open-thread", openThread);
  on("pane", setPane);
  on("thread-opened", () => setPane("thread"));
  on("meet", () => {
    document.documentElement.lang = language();
  });
  on("snapshot", () => {
    remember();
    if (isFirst && performance.getEntriesByType("navigation")[0]?.type === "reload") attempt("reload");
    isFirst = false;
    if (wanted) go({ channel: wanted });
    else emit("opened");
    wanted = null;
    document.body.dataset.ready = state.me;
  });
  on("connection", () => {
    document.body.dataset.connected = state.isConnected ? "yes" : "no";
  });
  window.addEventListener("popstate", () => {
    const before = state.me;
    const query = new URLSearchParams(location.search);
    if (query.get("as") === before) go({ channel: query.get("channel") });
    else be({ user: query.get("as"), channel: query.get("channel") });
  });
}

read();
await loadTexts();
wire();
state.users = new Map();
build();
setView(sessionStorage.getItem("view") ?? "desktop");
connect();
on("meet", function once() {
  if (!state.panel && sessionStorage.getItem("panel")) setPanel(sessionStorage.getItem("panel"));
});
