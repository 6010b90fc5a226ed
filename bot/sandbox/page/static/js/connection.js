// One WebSocket to the page's own server; it comes back by itself when it was lost.
import { unpressed } from "./press.js";
import { emit, state } from "./state.js";

const SHORTEST = 150;
const LONGEST = 2000;

let socket = null;
let pause = SHORTEST;
let number = 0;
let again = null;
const waiting = new Map();

export function connect() {
  clearTimeout(again);
  const old = socket;
  socket = null;
  old?.close();
  const query = new URLSearchParams({ as: state.me ?? "" });
  if (state.channel) query.set("channel", state.channel);
  const address = new URL(`/client?${query}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const fresh = new WebSocket(address);
  socket = fresh;
  fresh.addEventListener("message", (event) => unpressed(() => {
    if (fresh !== socket) return;
    const told = JSON.parse(event.data);
    if (told.type === "answer") settle(told);
    else emit("told", told);
  }));
  fresh.addEventListener("open", () => {
    pause = SHORTEST;
  });
  fresh.addEventListener("close", () => {
    if (fresh === socket) lost();
  });
}

function lost() {
  state.isConnected = false;
  emit("connection");
  for (const { refuse } of waiting.values()) refuse(new Refusal("lost"));
  waiting.clear();
  again = setTimeout(connect, pause);
  pause = Math.min(pause * 2, LONGEST);
}

export class Refusal extends Error {}

function settle(answer) {
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.ok) asked?.done(answer);
  else asked?.refuse(new Refusal(answer.said));
}

// Ask the server for something; rejects with a Refusal in words.
export function ask(act, given = {}) {
  if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refusal("lost"));
  number += 1;
  const id = number;
  socket.send(JSON.stringify({ id, act, ...given }));
  return new Promise((done, refuse) => waiting.set(id, { done, refuse }));
}

// The same, for acts whose refusal is shown and then done with; gives null when refused.
export async function attempt(act, given = {}) {
  try {
    return await ask(act, given);
  } catch (no) {
    if (!(no instanceof Refusal)) throw no;
    emit("refused", no.message);
    return null;
  }
}
