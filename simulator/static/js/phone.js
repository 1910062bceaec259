// One phone: a chat with ProAlto and an inbox of SMS.

import { get, post } from "./api.js";
import { bubble } from "./bubble.js";
import { composer } from "./composer.js";
import { el, initials, tint } from "./dom.js";
import { clockNow, dayKey, dayName, prettyNumber } from "./format.js";
import { icon } from "./icons.js";
import { phoneMenu } from "./menu.js";
import { openSheet } from "./sheet.js";
import { emptyInbox, smsCard } from "./sms.js";
import { attempt } from "./toast.js";

export class PhoneView {
  /** hide() takes the phone off the table without removing it. */
  constructor(telefono, hide) {
    this.id = telefono.id;
    this.messages = new Map();
    this.rows = new Map();
    this.unreadSms = 0;
    this.composer = composer(this.id);
    this.build(hide);
    this.update(telefono);
    this.show("chat");
  }

  build(hide) {
    this.name = el("h2", {});
    this.number = el("p", {});
    this.avatar = el("span", { class: "avatar", "aria-hidden": "true" });
    this.badge = el("span", { class: "badge", hidden: true });
    this.tabChat = this.tab("chat", "chat-tab", "chat", "Chat");
    this.tabSms = this.tab("sms", "sms-tab", "sms", "SMS");
    this.tabSms.append(this.badge);
    const who = el("header", { class: "owner" }, this.avatar, el("div", { class: "owner-name" }, this.name, this.number),
      el("div", { class: "tabs", role: "tablist", "aria-label": "Aplicaciones del teléfono" }, this.tabChat, this.tabSms), phoneMenu(this, hide));
    this.subtitle = el("small", { text: "cuenta de empresa", "aria-live": "polite", "data-testid": "presence" });
    this.log = el("div", { class: "log", role: "log", "aria-label": "Conversación", tabindex: "0" },
      el("p", { class: "notice" }, icon("shield", 14), "Teléfono simulado: nada sale de este equipo."));
    this.typing = el("div", { class: "row theirs typing", hidden: true, "data-testid": "typing", "aria-label": "ProAlto está escribiendo" },
      el("div", { class: "bubble" }, el("i"), el("i"), el("i")));
    this.log.append(this.typing);
    this.inbox = el("div", { class: "inbox" }, emptyInbox());
    this.chat = el("div", { class: "app chat-app" }, this.chatHeader(), this.log, this.composer.node);
    this.smsApp = el("div", { class: "app sms-app" }, el("header", { class: "sms-head" }, el("strong", { text: "Mensajes" })), this.inbox);
    this.clock = el("span", { text: clockNow() });
    const top = el("div", { class: "status-bar", "aria-hidden": "true" }, this.clock, el("span", { class: "island" }), el("span", { class: "bars" }, icon("signal", 15), el("b", { class: "battery" })));
    this.screen = el("div", { class: "screen" }, top, this.chat, this.smsApp);
    this.node = el("section", { class: "phone", "data-testid": "phone", "data-id": this.id }, who, el("div", { class: "device" }, this.screen));
  }

  chatHeader() {
    return el("header", { class: "chat-head" }, icon("back", 22), el("span", { class: "business", "aria-hidden": "true" }, icon("chat", 22)),
      el("div", {}, el("strong", {}, "ProAlto", el("span", { class: "verified", role: "img", "aria-label": "Cuenta verificada" }, icon("tick", 11))), this.subtitle));
  }

  tab(app, testId, glyph, words) {
    return el("button", { type: "button", role: "tab", "data-testid": testId, on: { click: () => this.show(app) } }, icon(glyph, 17), words);
  }

  /** Who the owner is may change: the name, the number, or whether the number shows. */
  update(telefono) {
    this.telefono = telefono;
    this.name.textContent = telefono.nombre;
    this.number.textContent = telefono.solo_bsuid ? "Sin número visible" : prettyNumber(telefono.numero);
    this.avatar.textContent = initials(telefono.nombre);
    this.avatar.className = `avatar tint-${tint(telefono.numero)}`;
    this.node.dataset.numero = telefono.numero;
    this.node.setAttribute("aria-label", `Teléfono de ${telefono.nombre}`);
  }

  /** Ask the server for everything and draw it anew. */
  async load() {
    const chat = await get(`/telefonos/${this.id}/chat`);
    for (const row of [...this.log.querySelectorAll(".row:not(.typing), .day")]) row.remove();
    this.rows.clear();
    this.messages.clear();
    this.update(chat.telefono);
    chat.mensajes.forEach((message) => this.put(message));
    this.inbox.replaceChildren(...(chat.sms.length ? chat.sms.map((sms) => this.smsNode(sms)).reverse() : [emptyInbox()]));
    if (chat.escribiendo) this.showTyping(5);
    this.toEnd();
  }

  /** Draw a new message, or redraw one that changed. */
  put(message) {
    const fresh = !this.messages.has(message.id);
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    this.messages.set(message.id, message);
    const node = bubble(message, this.actions());
    if (!fresh) {
      this.rows.get(message.id).replaceWith(node);
    } else {
      const day = dayKey(message.hora);
      if (!this.log.querySelector(`.day[data-day="${day}"]`)) {
        this.log.insertBefore(el("p", { class: "day", "data-day": day, text: dayName(message.hora) }), this.typing);
      }
      if (this.lastFrom() !== message.de) node.classList.add("tail");
      this.log.insertBefore(node, this.typing);
      if (message.de === "negocio") this.showTyping(0);
    }
    if (!fresh && this.rows.get(message.id).classList.contains("tail")) node.classList.add("tail");
    this.rows.set(message.id, node);
    if (fresh && (atEnd || message.de === "cliente")) this.toEnd();
  }

  lastFrom() {
    const before = this.typing.previousElementSibling;
    return before?.classList.contains("row") ? before.dataset.from : "";
  }

  toEnd() {
    requestAnimationFrame(() => { this.log.scrollTop = this.log.scrollHeight; });
  }

  showTyping(seconds) {
    clearTimeout(this.typingTimer);
    this.typing.hidden = seconds <= 0;
    this.subtitle.textContent = seconds > 0 ? "escribiendo…" : "cuenta de empresa";
    if (seconds > 0) {
      this.typingTimer = setTimeout(() => this.showTyping(0), seconds * 1000);
      this.toEnd();
    }
  }

  addSms(sms) {
    this.inbox.querySelector(".empty-inbox")?.remove();
    this.inbox.prepend(this.smsNode(sms));
    if (this.app === "sms") return;
    this.unreadSms += 1;
    this.showBadge();
    this.notify(sms);
  }

  smsNode(sms) {
    return smsCard(sms, (code) => { this.show("chat"); this.composer.fill(code); });
  }

  notify(sms) {
    this.screen.querySelector(".banner")?.remove();
    const banner = el("button", { type: "button", class: "banner", "data-testid": "sms-toast", on: { click: () => this.show("sms") } },
      el("span", { class: "round of-sms" }, icon("sms", 18)), el("span", {}, el("strong", { text: "Mensajes · ahora" }), el("span", { text: sms.texto })));
    this.screen.append(banner);
    setTimeout(() => banner.remove(), 7000);
  }

  showBadge() {
    this.badge.hidden = this.unreadSms === 0;
    this.badge.textContent = String(this.unreadSms);
    this.badge.setAttribute("aria-label", `${this.unreadSms} sin leer`);
  }

  show(app) {
    this.app = app;
    this.chat.hidden = app !== "chat";
    this.smsApp.hidden = app !== "sms";
    this.tabChat.setAttribute("aria-selected", String(app === "chat"));
    this.tabSms.setAttribute("aria-selected", String(app === "sms"));
    if (app === "sms") { this.unreadSms = 0; this.showBadge(); this.screen.querySelector(".banner")?.remove(); } else this.toEnd();
  }

  actions() {
    const send = (order) => attempt(() => post(`/telefonos/${this.id}/mensajes`, order));
    return {
      option: (message, id) => send({ opcion: id, mensaje: message.id }),
      openList: (message) => openSheet(this.screen, message, (id) => send({ opcion: id, mensaje: message.id })),
      react: (message, emoji) => send({ tipo: "reaction", mensaje: message.id, emoji }),
      answer: (message) => send({ tipo: { request_contact_info: "contacts", location_request_message: "location" }[message.solicita.que] ?? "unsupported" }),
      quoted: (id) => this.messages.get(id),
    };
  }
}
