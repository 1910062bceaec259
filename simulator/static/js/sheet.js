// The bottom sheet of a list message.

import { el } from "./dom.js";
import { marked } from "./format.js";
import { icon } from "./icons.js";

/** Open the rows of a list inside `screen`; choose(id) runs on a tap. Escape and the veil close it. */
export function openSheet(screen, message, choose) {
  const before = document.activeElement;
  const close = () => { veil.remove(); before?.focus?.(); };
  const rows = [];
  let section = null;
  for (const one of message.opciones) {
    if (one.seccion && one.seccion !== section) rows.push(el("h4", { text: one.seccion }));
    section = one.seccion;
    rows.push(el("button", {
      type: "button", class: "list-row", "data-testid": "list-row", "data-option": one.id,
      on: { click: () => { close(); choose(one.id); } },
    }, el("span", {}, el("strong", { text: one.titulo }), one.descripcion ? el("small", { text: one.descripcion }) : null), el("i", { class: "ring" })));
  }
  const body = el("div", { class: "sheet-body" }, ...rows);
  const shut = el("button", { type: "button", class: "plain", "aria-label": "Cerrar la lista", on: { click: close } }, icon("close", 22));
  const title = el("h3", {});
  title.append(marked(message.boton_lista));
  const sheet = el("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": message.boton_lista }, el("header", {}, shut, title), body);
  const veil = el("div", { class: "veil", on: { click: (event) => { if (event.target === veil) close(); } } }, sheet);
  veil.addEventListener("keydown", (event) => onKey(event, sheet, close));
  screen.append(veil);
  body.querySelector("button")?.focus({ preventScroll: true });
}

function onKey(event, sheet, close) {
  const all = [...sheet.querySelectorAll("button")];
  const here = all.indexOf(document.activeElement);
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown") all[Math.min(here + 1, all.length - 1)].focus();
  else if (event.key === "ArrowUp") all[Math.max(here - 1, 0)].focus();
  else if (event.key === "Tab" && event.shiftKey && here === 0) all[all.length - 1].focus();
  else if (event.key === "Tab" && !event.shiftKey && here === all.length - 1) all[0].focus();
  else return;
  event.preventDefault();
}
