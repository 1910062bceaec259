// The menu of a phone: what happens to its number, its window and itself.

import { drop, post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { attempt, toast } from "./toast.js";

/** The three dots of a phone. */
export function phoneMenu(view, hide) {
  const list = el("div", { class: "menu", role: "menu", hidden: true });
  const open = el("button", {
    type: "button", class: "plain", "aria-label": "Opciones del teléfono", "aria-haspopup": "menu", "data-testid": "phone-menu",
    on: { click: (event) => { event.stopPropagation(); list.hidden = !list.hidden; if (!list.hidden) list.firstChild.focus(); } },
  }, icon("more", 22));
  const item = (words, run, tone = "") => list.append(el("button", {
    type: "button", role: "menuitem", class: tone, text: words, on: { click: () => { list.hidden = true; run(); } },
  }));
  const path = `/telefonos/${view.id}`;
  item("Cambiar de número…", () => askNumber(view, path));
  item("Cerrar la ventana de 24 horas", async () => {
    if (await attempt(() => post(`${path}/ventana`, { abierta: false }))) toast("Ventana cerrada: ProAlto solo puede enviar plantillas.");
  });
  item("Reaparecer como usuario sin número", () => attempt(() => post("/telefonos", { numero: view.telefono.numero, solo_bsuid: !view.telefono.solo_bsuid })));
  item("Ocultar", hide);
  item("Eliminar el teléfono", () => attempt(() => drop(path)), "danger");
  list.addEventListener("keydown", (event) => { if (event.key === "Escape") { list.hidden = true; open.focus(); } });
  document.addEventListener("click", () => { list.hidden = true; });
  return el("div", { class: "menu-holder" }, open, list);
}

function askNumber(view, path) {
  const input = el("input", { type: "tel", required: true, value: "57", "aria-label": "Número nuevo", autocomplete: "off" });
  const box = el("dialog", { class: "ask" });
  const form = el("form", { method: "dialog" }, el("h3", { text: "Cambiar de número" }),
    el("p", { text: `WhatsApp avisará a ProAlto que ${view.telefono.nombre} cambió de número.` }), input,
    el("div", { class: "buttons" }, el("button", { type: "button", class: "quiet", text: "Cancelar", on: { click: () => box.close() } }),
      el("button", { type: "submit", class: "strong", text: "Cambiar" })));
  form.addEventListener("submit", () => attempt(() => post(`${path}/numero`, { numero: input.value })));
  box.addEventListener("close", () => box.remove());
  box.append(form);
  document.body.append(box);
  box.showModal();
}
