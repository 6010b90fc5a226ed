// What the server tells becomes what the page knows.
import { attempt } from "./connection.js";
import { forgetTyped } from "./place.js";
import { openThread } from "./thread.js";
import { direct, emit, state } from "./state.js";

export function take(told) {
  const change = CHANGES[told.type];
  if (!change) throw new Error(`the server told of ${told.type}`);
  change(told);
}

const CHANGES = {
  snapshot,
  message: ({ message }) => {
    emit("tick"); // the clock in front of it must not be behind
    if (message.channel === state.channel && isInChannel(message)) {
      state.messages.set(message.ts, message);
      emit("messages");
      readSoon(message);
    }
    if (isInThread(message)) {
      state.thread.messages.set(message.ts, message);
      emit("thread");
      readSoon(message);
    }
  },
  gone: ({ channel, ts }) => {
    if (channel === state.channel && state.messages.delete(ts)) emit("messages");
    if (channel === state.thread?.channel && state.thread.messages.delete(ts)) emit("thread");
  },
  channels: ({ channels }) => {
    state.channels = channels;
    emit("channels");
  },
  unread: ({ unread }) => {
    state.unread = unread;
    emit("unread");
    clearWhatIsSeen();
  },
  notice: ({ notice }) => {
    state.lock.push(notice);
    emit("lock");
    emit("notice", notice);
  },
  modals: ({ stack }) => {
    state.modals = stack;
    emit("modals");
  },
  home: ({ view }) => {
    state.home = view;
    emit("home");
  },
  app: ({ isThere }) => {
    state.isAppThere = isThere;
    emit("app");
  },
  clock: ({ now }) => {
    state.clock = { at: Date.parse(now), told: Date.now() };
    emit("clock");
  },
  stories: ({ done }) => {
    state.done = done;
    emit("stories");
  },
  logged: ({ entry, faults }) => {
    emit("logged", entry);
    emit("faults", faults);
  },
  trouble: ({ said }) => emit("trouble", said),
};

let seen = null; // whose snapshot of which workspace stands there

function snapshot(told) {
  const isSame = seen === `${told.me} ${told.run}`;
  if (state.run !== told.run) forgetTyped();
  seen = `${told.me} ${told.run}`;
  Object.assign(state, {
    me: told.me, run: told.run, begun: told.begun, team: told.team, app: told.app, channels: told.channels, channel: told.opened.channel,
    messages: new Map(told.opened.messages.map((one) => [one.ts, one])), hasOlder: told.opened.hasOlder, isOpening: false,
    unread: told.unread, modals: told.modals, home: told.home, lock: told.lock, isAppThere: told.isAppThere,
    stories: told.stories, places: told.places, done: told.done, isConnected: true,
    users: new Map(told.users.map((one) => [one.id, one])), groups: new Map(told.groups.map((one) => [one.id, one])),
    clock: { at: Date.parse(told.now), told: Date.now() },
  });
  if (!isSame) Object.assign(state, { thread: null, newFrom: null });
  emit("meet");
  emit("snapshot");
  emit("connection");
  openAgain();
  if (state.thread) openThread(state.thread, { isQuiet: true });
}

// What stands there was told with the rest; that it is open now, and what of it is new, is not.
async function openAgain() {
  const channel = state.channel;
  const found = await attempt("open", { channel });
  if (channel !== state.channel || !found?.newFrom) return;
  state.newFrom = found.newFrom;
  emit("messages");
}

// Replies stand in their thread only, unless they were sent to the channel as well.
function isInChannel(message) {
  const isOld = state.hasOlder && [...state.messages.keys()].every((ts) => message.ts < ts);
  return (!message.thread || message.isBroadcast || message.isPrivate) && !isOld;
}

function isInThread(message) {
  const open = state.thread;
  return open && message.channel === open.channel && (message.ts === open.ts || message.thread === open.ts);
}

let soon = null;

function readSoon() {
  clearTimeout(soon);
  soon = setTimeout(clearWhatIsSeen, 60);
}

// What is in view counts as read, unless nobody is looking.
function clearWhatIsSeen() {
  if (document.hidden || state.isLocked) return;
  const { channels, threads, badges } = state.unread;
  if (state.thread && threads.includes(`${state.thread.channel} ${state.thread.ts}`)) {
    attempt("read", { channel: state.thread.channel, thread: state.thread.ts });
  }
  const inThreads = threads.some((one) => one.startsWith(`${state.channel} `));
  if (channels.includes(state.channel) || (state.channel in badges && !inThreads)) {
    attempt("read", { channel: state.channel });
  }
}

document.addEventListener("visibilitychange", clearWhatIsSeen);

export function channelOf(id) {
  return id === "direct" ? direct()?.id : id;
}
