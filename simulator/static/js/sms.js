// The inbox of text messages of a phone.

import { el } from "./dom.js";
import { dayName, timeOf } from "./format.js";
import { icon } from "./icons.js";

/** One SMS. useCode(code) runs when the tester wants its code in the chat. */
export function smsCard(sms, useCode) {
  const text = el("p", { class: "sms-text" });
  const code = /(?<!\d)\d{4,8}(?!\d)/.exec(sms.texto)?.[0];
  if (code) {
    const [before, after] = [sms.texto.slice(0, sms.texto.indexOf(code)), sms.texto.slice(sms.texto.indexOf(code) + code.length)];
    text.append(before, el("mark", { text: code }), after);
  } else text.textContent = sms.texto;
  const card = el("article", { class: "sms", "data-testid": "sms" },
    el("header", {}, el("strong", { text: sms.de }), el("time", { datetime: sms.hora, text: `${dayName(sms.hora)}, ${timeOf(sms.hora)}` })), text);
  if (code) {
    card.append(el("button", {
      type: "button", class: "use-code", "data-testid": "sms-use-code", on: { click: () => useCode(code) },
    }, icon("copy", 16), "Escribirlo en el chat"));
  }
  return card;
}

/** What an empty inbox says. */
export function emptyInbox() {
  return el("div", { class: "empty-inbox" }, icon("sms", 40), el("p", { text: "Aquí llegan los SMS a este número, por ejemplo los códigos de verificación." }));
}
