// One message as a bubble.

import { el, safeUrl } from "./dom.js";
import { marked, sizeOf, timeOf } from "./format.js";
import { icon } from "./icons.js";

const TICKS = {
  pendiente: ["clock", "Pendiente"],
  enviado: ["tick", "Enviado"],
  entregado: ["ticks", "Entregado"],
  leido: ["ticks", "Leído"],
  fallido: ["alert", "No entregado"],
};
const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/**
 * Draw a message. actions: option(message, id), openList(message), react(message, emoji), answer(message),
 * quoted(id) -> message or undefined.
 */
export function bubble(message, actions) {
  const mine = message.de === "cliente";
  const body = el("div", { class: "bubble" }, ...parts(message, actions));
  if (message.archivo?.clase === "sticker") body.classList.add("bare");
  const extras = [...options(message, actions)];
  if (extras.length) body.append(el("div", { class: "options" }, ...extras));
  const row = el("div", {
    class: `row ${mine ? "mine" : "theirs"}`, "data-testid": "message", "data-from": message.de,
    "data-id": message.id, "data-tipo": message.tipo, "data-estado": message.estado,
  }, body);
  if (!mine) row.append(reactButton(message, actions));
  const reactions = Object.values(message.reacciones).filter(Boolean);
  if (reactions.length) {
    row.classList.add("reacted");
    body.append(el("span", { class: "reactions", "aria-label": "Reacciones", text: reactions.join("") }));
  }
  if (message.error) {
    const why = message.error.error_data?.details ?? message.error.title;
    row.append(el("p", { class: "failure", text: `No entregado · ${message.error.code} ${why}` }));
  }
  return row;
}

function parts(message, actions) {
  const out = [];
  const quoted = message.cita ? actions.quoted(message.cita) : undefined;
  if (quoted) out.push(quote(quoted));
  if (message.archivo) out.push(file(message.archivo));
  if (message.ubicacion) out.push(place(message.ubicacion));
  if (message.encabezado) out.push(el("p", { class: "head", text: message.encabezado }));
  if (message.texto) {
    const text = el("div", { class: "text" });
    text.append(message.tipo === "contacts" ? "" : marked(message.texto));
    if (message.tipo === "contacts") text.append(el("span", { class: "contact" }, icon("person", 18), message.texto));
    out.push(text);
  }
  if (message.pie) out.push(el("p", { class: "foot", text: message.pie }));
  out.push(meta(message));
  return out;
}

function meta(message) {
  const node = el("span", { class: "meta" }, el("time", { datetime: message.hora, text: timeOf(message.hora) }));
  if (message.plantilla) node.prepend(el("span", { class: "tag", text: "plantilla", title: message.plantilla }));
  if (message.de === "cliente") {
    const [name, words] = TICKS[message.estado] ?? TICKS.enviado;
    node.append(el("span", { class: `state ${message.estado}`, role: "img", "aria-label": words, title: words }, icon(name, 16)));
  }
  return node;
}

function quote(quoted) {
  const name = quoted.de === "cliente" ? "Tú" : "ProAlto";
  const kinds = { audio: "Nota de voz", image: "Foto", sticker: "Sticker", video: "Video" };
  const text = quoted.texto || kinds[quoted.archivo?.clase] || quoted.archivo?.nombre || "Mensaje";
  return el("div", { class: "quote" }, el("strong", { text: name }), el("span", { text: text.replace(/[*_~]/g, "").slice(0, 120) }));
}

function file(archivo) {
  const url = safeUrl(archivo.url);
  if (archivo.clase === "image" || archivo.clase === "sticker") {
    const picture = el("img", { src: url, alt: archivo.clase === "sticker" ? "Sticker" : archivo.nombre, loading: "lazy" });
    if (archivo.clase === "sticker") return el("div", { class: "sticker" }, picture);
    return el("a", { class: "picture", href: url, target: "_blank", rel: "noopener" }, picture);
  }
  if (archivo.clase === "audio") return voice(url);
  if (archivo.clase === "video") return el("video", { class: "video", src: url, controls: true, preload: "none" });
  const kind = (archivo.nombre.includes(".") ? archivo.nombre.split(".").pop() : "doc").toUpperCase().slice(0, 4);
  const label = [kind, sizeOf(archivo.tamano)].filter(Boolean).join(" · ");
  return el("a", { class: "file", href: url, target: "_blank", rel: "noopener", "data-testid": "file" },
    el("span", { class: `sheet-icon ${kind === "PDF" ? "pdf" : ""}`, text: kind }),
    el("span", { class: "file-name" }, el("strong", { text: archivo.nombre }), el("small", { text: label })));
}

function voice(url) {
  const sound = new Audio();
  sound.preload = "none";
  const face = (name) => button.replaceChildren(icon(name, 22));
  const button = el("button", {
    type: "button", class: "play", "aria-label": "Reproducir nota de voz",
    on: { click: () => { if (!sound.src) sound.src = url; if (sound.paused) sound.play().catch(() => {}); else sound.pause(); } },
  });
  face("play");
  sound.onplay = () => face("pause");
  sound.onpause = sound.onended = () => face("play");
  const wave = el("span", { class: "wave", "aria-hidden": "true" });
  for (let bar = 0; bar < 26; bar += 1) wave.append(el("i"));
  return el("div", { class: "voice" }, button, wave, icon("mic", 18));
}

function place(spot) {
  const text = spot.name ?? `${Number(spot.latitude).toFixed(4)}, ${Number(spot.longitude).toFixed(4)}`;
  return el("div", { class: "place" }, el("div", { class: "map", "aria-hidden": "true" }, icon("pin", 34)), el("span", { text }));
}

function options(message, actions) {
  if (message.boton_lista) {
    return [option(message.boton_lista, "list", "list-open", () => actions.openList(message))];
  }
  const rows = message.opciones.map((one) =>
    option(one.titulo, "reply", "option", () => actions.option(message, one.id), one.id));
  if (message.enlace) {
    rows.push(el("a", { class: "option", href: safeUrl(message.enlace.url), target: "_blank", rel: "noopener noreferrer", "data-testid": "cta" },
      icon("external", 18), message.enlace.titulo));
  }
  if (message.solicita) rows.push(option(message.solicita.titulo, "reply", "request", () => actions.answer(message)));
  return rows;
}

function option(title, glyph, testId, run, id) {
  return el("button", { type: "button", class: "option", "data-testid": testId, "data-option": id, on: { click: run } }, icon(glyph, 18), title);
}

function reactButton(message, actions) {
  const menu = el("div", { class: "emoji-row", role: "menu", "aria-label": "Reaccionar", hidden: true });
  const current = message.reacciones.cliente;
  for (const emoji of EMOJIS) {
    menu.append(el("button", {
      type: "button", role: "menuitem", text: emoji, "aria-label": `Reaccionar con ${emoji}`, class: emoji === current ? "on" : "",
      on: { click: () => { menu.hidden = true; actions.react(message, emoji === current ? "" : emoji); } },
    }));
  }
  const open = el("button", {
    type: "button", class: "react", "aria-label": "Reaccionar a este mensaje",
    on: { click: () => { menu.hidden = !menu.hidden; if (!menu.hidden) menu.firstChild.focus(); } },
  }, icon("smile", 18));
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.hidden = true; open.focus(); } });
  return el("div", { class: "reacting" }, open, menu);
}
