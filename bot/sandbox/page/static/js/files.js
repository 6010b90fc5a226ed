// Files below a message, and files on their way into one.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";
import { t } from "./texts.js";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

export function fileNodes(files) {
  if (!files.length) return null;
  return h("div", { class: "files" }, files.map((file) => {
    if (file.isGone) return h("p", { class: "file gone" }, t("file-deleted"));
    const address = `/files/${file.id}?as=${state.me}`;
    if (PICTURE.test(file.mimetype)) {
      return h("a", { class: "picture", href: address, target: "_blank", rel: "noopener" },
        h("img", { src: address, alt: file.name, loading: "lazy" }));
    }
    return h("a", { class: "file", href: `${address}&save=1`, download: file.name },
      h("span", { class: "file-icon" }, icon("file")),
      h("span", { class: "file-name", dir: "auto" }, file.name, h("small", {}, sized(file.size))));
  }));
}

export function sized(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  let size = bytes;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 10 && unit ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

// Bring one file to the server; `told` hears the share that has arrived, from 0 to 1.
export function upload(file, told) {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ as: state.me, name: file.name });
  const done = new Promise((answer, refuse) => {
    request.upload.addEventListener("progress", (event) => event.lengthComputable && told(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status === 200) answer(JSON.parse(request.responseText).id);
      else refuse(new Error(request.status === 413 ? t("file-too-large") : t("file-failed")));
    });
    request.addEventListener("error", () => refuse(new Error(t("file-failed"))));
    request.addEventListener("abort", () => refuse(new Error("")));
  });
  request.open("POST", `/upload?${query}`);
  request.setRequestHeader("X-File-Type", file.type);
  request.send(file);
  return { done, stop: () => request.abort() };
}
