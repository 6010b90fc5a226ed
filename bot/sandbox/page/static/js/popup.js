// Something small beside its button: closes on Escape, on a press elsewhere, and gives focus back.
import { host } from "./overlay.js";

let open = null;

export function popUp(anchor, content, { label, first = null, above = false, keepsTab = false }) {
  open?.close(false);
  const box = document.createElement("div");
  box.className = "popup";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", label);
  box.append(content);
  host(anchor).append(box);
  anchor.setAttribute("aria-expanded", "true");
  const put = () => place(box, anchor, above);
  const close = (returnsFocus = true) => {
    if (open !== popup) return;
    open = null;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", put);
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (returnsFocus) successor(anchor)?.focus();
  };
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  const popup = { box, close, put };
  open = popup;
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" && !keepsTab) close();
  });
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", put);
  put();
  first?.focus();
  return popup;
}

// What was drawn anew meanwhile is found again by its key.
function successor(anchor) {
  if (anchor.isConnected) return anchor;
  return document.querySelector(`[data-focus="${CSS.escape(anchor.dataset.focus ?? "")}"]`);
}

// Below the button where there is room, else above; never outside the frame it stands in.
function place(box, anchor, above) {
  const frame = box.offsetParent?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  box.style.maxHeight = ""; // what it had the last time says nothing of what it needs
  if (anchor.matches(".picker")) box.style.minWidth = `${at.width}px`;
  const size = box.getBoundingClientRect();
  const below = frame.bottom - at.bottom;
  const isAbove = above || (below < size.height + 12 && at.top - frame.top > below);
  const left = Math.max(8, Math.min(at.left - frame.left, frame.width - size.width - 8));
  box.style.left = `${left}px`;
  box.style.top = isAbove
    ? `${Math.max(8, at.top - frame.top - size.height - 6)}px`
    : `${at.bottom - frame.top + 6}px`;
  const room = isAbove ? at.top - frame.top - 14 : frame.bottom - at.bottom - 14;
  box.style.maxHeight = `${Math.max(120, room)}px`;
}
