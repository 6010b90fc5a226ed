// Elements are built here and nowhere else: text only ever becomes a text node.

// Control characters show nothing useful and can hide what is there.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function clean(text) {
  return String(text).replace(HIDDEN, "");
}

// h("button", {class: "x", onclick: f, "aria-label": "y", hidden: true}, "text", node, null)
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(clean(child)));
  }
  return parent;
}

// Make `host` hold exactly `nodes`, leaving in place what already stands there.
export function reconcile(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...host.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, place) => {
    if (host.childNodes[place] !== node) host.insertBefore(node, host.childNodes[place] ?? null);
  });
}

// Build `make()` in place of what `host` holds, and give the focus back to the same control.
export function refill(host, make) {
  const held = host.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.closest("[data-focus]")?.dataset.focus;
  const range = held && "selectionStart" in held ? [held.selectionStart, held.selectionEnd] : null;
  host.replaceChildren(...[make()].flat(Infinity).filter(Boolean));
  if (!held) return;
  const again = key && host.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  again?.focus();
  if (again && range && range[0] !== null && again.setSelectionRange) {
    again.setSelectionRange(...range);
  }
}

// Whether a key only confirms what is being composed, as Japanese is: Safari says so by the code.
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

// Where the focus goes when what held it is gone: to where one types.
export function focusComposer() {
  const fields = [...document.querySelectorAll(".thread-pane textarea, .channel-pane textarea")];
  const seen = fields.find((one) => one.getClientRects().length && !one.closest("[inert]"));
  (seen ?? document.querySelector(".channel-pane .messages"))?.focus({ preventScroll: true });
}

export function svg(path, { size = 20, label = null } = {}) {
  const space = "http://www.w3.org/2000/svg";
  const image = document.createElementNS(space, "svg");
  image.setAttribute("viewBox", "0 0 20 20");
  image.setAttribute("width", size);
  image.setAttribute("height", size);
  image.setAttribute("class", "icon");
  if (label) {
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", label);
  } else {
    image.setAttribute("aria-hidden", "true");
  }
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  image.append(line);
  return image;
}

let count = 0;

export function freshId(name) {
  count += 1;
  return `${name}-${count}`;
}
