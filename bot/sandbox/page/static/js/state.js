// What the page knows, as the server told it; views listen for the topics they show.

export const state = {
  me: null,
  team: "",
  app: null,
  users: new Map(),
  groups: new Map(),
  channels: [],
  channel: null, // id of the open channel
  surface: "messages", // or "home", in the conversation with the bot
  messages: new Map(), // ts -> message of the open channel
  hasOlder: false,
  newFrom: null, // ts of the first message that was unread when the channel was opened
  isOpening: false, // its messages are still on their way
  thread: null, // {channel, ts, messages: Map}
  unread: { channels: [], badges: {}, threads: [] },
  modals: [],
  home: null,
  lock: [],
  isAppThere: true,
  isConnected: false,
  stories: [],
  places: {},
  done: {},
  clock: { at: Date.now(), told: Date.now() },
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function emit(topic, what) {
  for (const listener of listeners.get(topic) ?? []) listener(what);
}

export function user(id) {
  return state.users.get(id) ?? { id, name: id, realName: id, locale: "ja-JP", zone: "Asia/Tokyo" };
}

export function me() {
  return user(state.me);
}

export function channel(id) {
  return state.channels.find((one) => one.id === id);
}

// Direct messages are with the app, or between two people.
export function isWithApp(one) {
  return one.isDirect && one.with === state.app.user;
}

export function direct() {
  return state.channels.find(isWithApp);
}

export function channelName(one) {
  return one.isDirect ? user(one.with).realName : one.name;
}

// The company's clock, which may have been moved on.
export function now() {
  return new Date(state.clock.at + (Date.now() - state.clock.told));
}
