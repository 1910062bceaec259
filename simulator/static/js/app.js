// The page: which phones are on the table, and what the server says.

import { get, listen, post } from "./api.js";
import { countChanges, openConditions } from "./conditions.js";
import { el, initials, tint } from "./dom.js";
import { clockNow } from "./format.js";
import { icon } from "./icons.js";
import { drawPeople } from "./people.js";
import { PhoneView } from "./phone.js";
import { attempt, toast } from "./toast.js";

const $ = (id) => document.getElementById(id);
const AUTO_OPEN = 3;
const state = { clientes: [], phones: new Map(), open: [], views: new Map(), active: "", problems: [], expected: "" };

function remember() {
  localStorage.setItem("abiertos", JSON.stringify(state.open));
}

function openPhone(telefono, focus = false) {
  if (!state.views.has(telefono.id)) {
    const view = new PhoneView(telefono, () => hidePhone(telefono.id));
    state.views.set(telefono.id, view);
    state.open.push(telefono.id);
    $("stage").querySelector(".welcome")?.remove();
    $("stage").append(view.node);
    attempt(() => view.load());
    remember();
  }
  activate(telefono.id, focus);
}

function hidePhone(id) {
  state.views.get(id)?.node.remove();
  state.views.delete(id);
  state.open = state.open.filter((one) => one !== id);
  if (state.active === id) state.active = state.open.at(-1) ?? "";
  remember();
  draw();
}

function activate(id, focus = false) {
  state.active = id;
  document.body.classList.remove("picking");
  draw();
  const view = state.views.get(id);
  view?.toEnd();
  if (focus) {
    view?.node.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
    view?.composer.focus();
  }
}

function draw() {
  for (const [id, view] of state.views) view.node.classList.toggle("active", id === state.active);
  $("phone-tabs").replaceChildren(...state.open.map(phoneTab));
  drawPeople($("people"), { clientes: state.clientes, phones: [...state.phones.values()], open: new Set(state.open) }, handlers);
  if (!state.open.length && !$("stage").firstChild) $("stage").append(welcome());
}

function phoneTab(id) {
  const { nombre, numero } = state.phones.get(id) ?? state.views.get(id).telefono;
  return el("button", { type: "button", class: id === state.active ? "on" : "", "aria-pressed": String(id === state.active), on: { click: () => activate(id) } },
    el("span", { class: `avatar small tint-${tint(numero)}`, "aria-hidden": "true", text: initials(nombre) }), nombre.split(" ")[0]);
}

function welcome() {
  return el("div", { class: "welcome" }, icon("chat", 56), el("h2", { text: "Elige con quién probar" }),
    el("p", { text: "Abre un cliente de prueba o agrega un teléfono. Escribe «hola» y conversa como lo haría él; los códigos llegan a su pestaña de SMS." }),
    el("button", { type: "button", class: "strong welcome-add", on: { click: () => document.body.classList.add("picking") } }, "Elegir cliente"));
}

async function create(order) {
  const telefono = await attempt(() => post("/telefonos", order));
  if (!telefono) return;
  state.phones.set(telefono.id, telefono);
  openPhone(telefono, true);
}

const handlers = {
  customer: (one) => {
    const phone = [...state.phones.values()].find((telefono) => telefono.numero === one.celular);
    if (phone) openPhone(phone, true);
    else create({ nombre: one.nombre, numero: one.celular });
  },
  toggle: (phone) => (state.views.has(phone.id) ? hidePhone(phone.id) : openPhone(phone, true)),
  create,
  close: () => document.body.classList.remove("picking"),
};

const onEvent = {
  telefono: ({ telefono }) => {
    const known = state.phones.has(telefono.id);
    state.phones.set(telefono.id, telefono);
    state.views.get(telefono.id)?.update(telefono);
    if (!known && state.open.length < AUTO_OPEN) openPhone(telefono);
    else draw();
  },
  telefono_retirado: ({ id }) => { state.phones.delete(id); hidePhone(id); },
  mensaje: ({ telefono, mensaje }) => state.views.get(telefono)?.put(mensaje),
  escribiendo: ({ telefono, segundos }) => state.views.get(telefono)?.showTyping(segundos),
  sms: ({ telefono, sms }) => state.views.get(telefono)?.addSms(sms),
  condiciones: ({ condiciones }) => showCount(condiciones),
  webhook: ({ respuesta, ms, intento }) => showPulse(respuesta === 200, respuesta === 200 ? `Webhook 200 · ${ms} ms` : `Webhook: ${respuesta} · intento ${intento}`),
  rechazo: ({ codigo, titulo, detalle }) => {
    const text = `Meta rechazó (${codigo}): ${detalle || titulo}`;
    state.problems.push({ at: clockNow(), text });
    state.problems.splice(0, state.problems.length - 50);
    toast(text, "bad", 9);
  },
};

function showPulse(ok, text) {
  $("pulse").className = `pulse ${ok ? "good" : "bad"}`;
  $("pulse-text").textContent = text;
}

function showCount(condiciones) {
  const count = countChanges(condiciones);
  $("conditions-count").hidden = count === 0;
  $("conditions-count").textContent = String(count);
}

async function reload() {
  const [phones, clientes, condiciones] = await Promise.all([get("/telefonos"), get("/clientes"), get("/condiciones")]);
  state.phones = new Map(phones.map((phone) => [phone.id, phone]));
  state.clientes = clientes;
  showCount(condiciones);
  for (const id of [...state.open]) if (!state.phones.has(id)) hidePhone(id);
  for (const view of state.views.values()) attempt(() => view.load());
  if (!state.open.length) {
    const saved = JSON.parse(localStorage.getItem("abiertos") ?? "[]").filter((id) => state.phones.has(id));
    for (const id of saved.length ? saved : phones.slice(0, AUTO_OPEN).map((phone) => phone.id)) openPhone(state.phones.get(id));
  }
  draw();
}

function pickPeople() {
  document.body.classList.add("picking");
  const narrow = matchMedia("(max-width: 760px)").matches;
  if (narrow) $("people").scrollTop = 0;
  else $("people").querySelector("[name=nombre]")?.focus();
}

for (const place of document.querySelectorAll("[data-icon]")) place.append(icon(place.dataset.icon, 19));
$("open-people").addEventListener("click", () => { pickPeople(); });
$("open-conditions").addEventListener("click", () => attempt(() => openConditions($("conditions"), state.problems)));
$("pulse").addEventListener("click", () => attempt(() => openConditions($("conditions"), state.problems)));
$("conditions").addEventListener("click", (event) => { if (event.target === $("conditions")) $("conditions").close(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") handlers.close(); });
setInterval(() => { for (const view of state.views.values()) view.clock.textContent = clockNow(); }, 10000);
listen((event) => onEvent[event.tipo]?.(event), () => attempt(reload), () => showPulse(false, "Sin conexión con el simulador"));
