// What covers the workspace: the rest cannot be reached while it is there.
import { focusComposer, h, isComposing } from "./dom.js";

const stack = [];

// The frame in which things open: the one that holds `node`, so that a phone stays a phone.
export function host(node) {
  return node?.closest(".device") ?? document.body;
}

export function device() {
  return document.querySelector(".device") ?? document.body;
}

// `build(close)` gives the panel. Escape calls `dismiss`. Returns {close, panel}.
export function overlay({ label, className, build, dismiss, inside = device() }) {
  const before = document.activeElement;
  const panel = h("div", { class: `panel ${className}`, role: "dialog", "aria-modal": "true", "aria-label": label, tabindex: "-1" });
  const cover = h("div", { class: "cover" }, panel);
  const close = () => {
    const place = stack.indexOf(entry);
    if (place < 0) return;
    stack.splice(place, 1);
    cover.remove();
    shut();
    if (before?.isConnected && before !== document.body) before.focus();
    else focusBack();
  };
  const entry = { cover, inside };
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isComposing(event)) {
      event.stopPropagation();
      dismiss(close);
    } else if (event.key === "Tab") keepInside(panel, event);
  });
  stack.push(entry);
  inside.append(cover);
  shut();
  build(panel, close);
  focusFirst(panel);
  return { close, panel };
}

// Where the focus goes when what held it is gone: into what lies on top, or to where one types.
export function focusBack() {
  const top = stack.at(-1);
  if (top) focusFirst(top.cover.firstChild);
  else focusComposer();
}

export function focusFirst(panel) {
  const wanted = panel.querySelector("[data-first]") ?? reachable(panel).find((one) => !one.matches("[data-late]"));
  // What is to be read before stands above it: from the top, then.
  const isInSight = wanted && wanted.getBoundingClientRect().bottom <= panel.getBoundingClientRect().bottom;
  (isInSight ? wanted : panel).focus();
}

function shut() {
  const top = stack.at(-1);
  for (const one of document.querySelectorAll("[data-shut]")) {
    one.inert = false;
    one.removeAttribute("data-shut");
  }
  if (!top) return;
  for (const one of top.inside.children) {
    // What goes wrong is said, and can be put away, whatever lies over the rest.
    if (one !== top.cover && !one.matches(".popup, .toasts, .banner")) {
      one.inert = true;
      one.setAttribute("data-shut", "");
    }
  }
}

const REACHABLE = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

export function reachable(panel) {
  return [...panel.querySelectorAll(REACHABLE)].filter((one) => one.tabIndex >= 0 && one.getClientRects().length);
}

export function keepInside(panel, event) {
  const all = reachable(panel);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge && panel.contains(document.activeElement) && document.activeElement !== panel) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
