// The line where one writes, with its attachments.

import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { attempt } from "./toast.js";

const MORE = [
  ["location", "pin", "Ubicación"],
  ["contacts", "person", "Contacto"],
  ["sticker", "sticker", "Sticker"],
  ["unsupported", "alert", "Encuesta (no admitida)"],
];

/** Build the composer of a phone: {node, focus, fill(text)}. */
export function composer(id) {
  const send = (order) => attempt(() => post(`/telefonos/${id}/mensajes`, order));
  const input = el("textarea", {
    rows: 1, placeholder: "Mensaje", "aria-label": "Escribe un mensaje", "data-testid": "input", enterkeyhint: "send",
  });
  const picker = el("input", { type: "file", multiple: true, hidden: true, "data-testid": "file-input", "aria-label": "Archivo para adjuntar" });
  const menu = attachMenu(picker, send);
  const clip = el("button", {
    type: "button", class: "plain", "aria-label": "Adjuntar", "aria-haspopup": "menu", "data-testid": "attach",
    on: { click: () => { menu.hidden = !menu.hidden; if (!menu.hidden) menu.querySelector("button").focus(); } },
  }, icon("clip", 22));
  const mic = el("button", {
    type: "button", class: "plain", "aria-label": "Enviar nota de voz", title: "Enviar nota de voz de 3 segundos", "data-testid": "voice",
    on: { click: () => send({ tipo: "audio" }) },
  }, icon("mic", 22));
  const go = el("button", { type: "submit", class: "send", "aria-label": "Enviar", "data-testid": "send" }, icon("send", 22));
  const form = el("form", { class: "composer" }, menu, picker, el("div", { class: "pill" }, input, mic, clip), go);

  const fit = () => { input.style.height = "auto"; input.style.height = `${Math.min(input.scrollHeight, 112)}px`; form.classList.toggle("ready", input.value.trim() !== ""); };
  input.addEventListener("input", fit);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const texto = input.value.trim();
    if (!texto) return;
    input.value = "";
    fit();
    send({ texto });
  });
  picker.addEventListener("change", async () => {
    const [files, caption] = [[...picker.files], input.value.trim()];
    for (const [place, file] of files.entries()) await attach(id, file, place === 0 ? caption : "");
    [picker.value, input.value] = ["", ""];
    fit();
  });
  dropFiles(form, (file) => attach(id, file, ""));
  return { node: form, focus: () => input.focus({ preventScroll: true }), fill: (text) => { input.value = text; fit(); input.focus(); } };
}

function attach(id, file, caption) {
  const data = new FormData();
  data.append("archivo", file, file.name);
  if (caption) data.append("caption", caption);
  return attempt(() => post(`/telefonos/${id}/mensajes`, data));
}

function attachMenu(picker, send) {
  const menu = el("div", { class: "attach-menu", role: "menu", hidden: true });
  const item = (glyph, words, run) => el("button", {
    type: "button", role: "menuitem", on: { click: () => { menu.hidden = true; run(); } },
  }, el("span", { class: `round of-${glyph}` }, icon(glyph, 20)), words);
  menu.append(item("file", "Documento o foto", () => picker.click()));
  for (const [tipo, glyph, words] of MORE) menu.append(item(glyph, words, () => send({ tipo })));
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") menu.hidden = true; });
  document.addEventListener("click", (event) => { if (!event.target.closest(".composer")) menu.hidden = true; });
  return menu;
}

function dropFiles(form, take) {
  queueMicrotask(() => {
    const screen = form.closest(".screen");
    screen?.addEventListener("dragover", (event) => event.preventDefault());
    screen?.addEventListener("drop", (event) => { event.preventDefault(); for (const file of event.dataTransfer.files) take(file); });
  });
}
