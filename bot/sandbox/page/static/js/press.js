// A press takes a moment. What would be drawn anew under the pointer waits until it has counted.
const LONGEST = 1000; // milliseconds, in case letting go is never told

const waiting = [];
let isDown = false;
let limit = null;

// Do something now, or, in the same order, once nothing is being pressed.
export function unpressed(work) {
  if (isDown) waiting.push(work);
  else work();
}

function down() {
  isDown = true;
  clearTimeout(limit);
  limit = setTimeout(up, LONGEST);
}

function up() {
  clearTimeout(limit);
  isDown = false;
  while (!isDown && waiting.length) waiting.shift()();
}

// The click comes right after letting go, and first.
function upSoon() {
  setTimeout(up);
}

const isSpace = (event) => event.key === " " && event.target.matches?.("button, input");

// Which of both was used last: where the keys are shows what can be done there, with the keys.
function by(what) {
  document.body.dataset.by = what;
}

addEventListener("pointerdown", () => by("pointer"), true);
addEventListener("pointermove", () => by("pointer"), true);
addEventListener("keydown", () => by("keys"), true);
addEventListener("pointerdown", down, true);
addEventListener("pointerup", upSoon, true);
addEventListener("pointercancel", upSoon, true);
addEventListener("keydown", (event) => isSpace(event) && down(), true);
addEventListener("keyup", (event) => isSpace(event) && upSoon(), true);
