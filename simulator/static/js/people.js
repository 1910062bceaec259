// The left column: customers to try, other phones, and a form for a new one.

import { el, initials, tint } from "./dom.js";
import { prettyDate, prettyNumber } from "./format.js";
import { icon } from "./icons.js";
import { toast } from "./toast.js";

/** Draw the column. state: {clientes, phones: [telefono], open: Set(id)}; on: {customer, toggle, create, close}. */
export function drawPeople(place, state, on) {
  const byNumber = new Map(state.phones.map((phone) => [phone.numero, phone]));
  const known = new Set(state.clientes.map((one) => one.celular));
  const others = state.phones.filter((phone) => !known.has(phone.numero));
  const cards = state.clientes.map((one) => card(one, byNumber.get(one.celular), state, on));
  place.replaceChildren(
    el("button", { type: "button", class: "plain people-close", "aria-label": "Cerrar", on: { click: on.close } }, icon("close", 22)),
    el("h2", { text: "Clientes de prueba" }),
    cards.length ? el("div", { class: "cards" }, ...cards) : el("p", { class: "hint", text: "No hay clientes de demostración cargados. Agrega un teléfono abajo." }),
    ...(others.length ? [el("h2", { text: "Otros teléfonos" }), el("div", { class: "others" }, ...others.slice(-30).map((phone) => other(phone, state, on)))] : []),
    newPhone(on),
  );
}

function card(one, phone, state, on) {
  const isOpen = phone !== undefined && state.open.has(phone.id);
  const head = el("button", {
    type: "button", class: "card-head", "aria-expanded": String(isOpen), "data-testid": "customer", "data-numero": one.celular,
    on: { click: () => on.customer(one) },
  }, el("span", { class: `avatar tint-${tint(one.celular)}`, "aria-hidden": "true", text: initials(one.nombre) }),
  el("span", { class: "card-name" }, el("strong", { text: one.nombre }), el("small", { text: one.descripcion })));
  const box = el("div", { class: `card ${isOpen ? "open" : ""}` }, head);
  if (isOpen) {
    box.append(el("dl", {}, ...fact("Cédula", one.cedula, one.cedula), ...fact("Expedición", prettyDate(one.fecha_expedicion), prettyDate(one.fecha_expedicion)),
      ...fact("Celular", prettyNumber(one.celular), one.celular)));
  }
  return box;
}

function fact(name, shown, copied) {
  const copy = el("button", { type: "button", class: "fact", "aria-label": `Copiar ${name.toLowerCase()} ${shown}`, on: { click: () => copyText(copied) } }, shown, icon("copy", 14));
  return [el("dt", { text: name }), el("dd", {}, copy)];
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copiado: ${text}`, "plain", 2);
  } catch {
    toast("El navegador no deja copiar aquí.", "bad");
  }
}

function other(phone, state, on) {
  return el("button", { type: "button", class: `chip ${state.open.has(phone.id) ? "on" : ""}`, "aria-pressed": String(state.open.has(phone.id)), on: { click: () => on.toggle(phone) } },
    el("span", { class: `avatar small tint-${tint(phone.numero)}`, "aria-hidden": "true", text: initials(phone.nombre) }), phone.nombre);
}

function newPhone(on) {
  const nombre = el("input", { name: "nombre", placeholder: "Nombre", maxlength: 60, autocomplete: "off", "aria-label": "Nombre", "data-testid": "new-name" });
  const numero = el("input", { name: "numero", placeholder: "Número, p. ej. 573001234567", inputmode: "tel", autocomplete: "off", "aria-label": "Número con indicativo", "data-testid": "new-number" });
  const hidden = el("input", { type: "checkbox", name: "solo_bsuid", "data-testid": "new-bsuid" });
  const form = el("form", { class: "new-phone", "data-testid": "new-phone" }, el("h2", { text: "Nuevo teléfono" }), nombre, numero,
    el("label", { class: "check" }, hidden, "Usuario que oculta su número"),
    el("button", { type: "submit", class: "strong wide", "data-testid": "new-create" }, icon("plus", 18), "Agregar"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    on.create({ nombre: nombre.value.trim(), numero: numero.value.trim(), solo_bsuid: hidden.checked });
  });
  return form;
}
