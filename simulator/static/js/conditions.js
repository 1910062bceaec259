// The drawer where the weather is made.

import { drop, get, patch, post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { attempt, toast } from "./toast.js";

const GROUPS = [
  ["Entrega de webhooks", [
    ["lote", "Agrupar", { no: "Uno por uno", mensajes: "Varios mensajes", cambios: "Varios «changes»", entradas: "Varias «entry»" }],
    ["firma", "Firma", { correcta: "Correcta", mala: "Equivocada", ausente: "Ausente" }],
    ["dialecto", "Dialecto", { actual: "Actual, con BSUID", clasico: "Clásico, sin BSUID" }],
    ["duplicar", "Entregar todo dos veces", true],
    ["retraso", "Retraso en segundos", 0.5],
  ]],
  ["Estados", [
    ["lectura", "El cliente lee los mensajes", true],
    ["saltar_entregado", "Omitir «entregado»", true],
    ["desorden", "Estados en desorden", true],
  ]],
  ["Reglas de Meta", [
    ["ventana", "Ventana de 24 h cerrada", { sincrono: "Se rechaza al enviar", estado: "Falla después" }],
    ["limite_par", "Límite por cliente", { rafaga: "Ráfaga de 45", estricto: "Estricto, 1 cada 6 s", apagado: "Sin límite" }],
    ["limite_segundo", "Mensajes por segundo", 1],
    ["latencia", "Demora de cada respuesta (s)", 0.1],
    ["reaccion_abre_ventana", "Una reacción abre la ventana", true],
  ]],
];
const FAULTS = [
  ["131056", "131056 · límite por cliente"], ["130429", "130429 · demasiados por segundo"], ["131026", "131026 · no se puede entregar"],
  ["131047", "131047 · ventana cerrada"], ["131000", "131000 · error de Meta"], ["2", "2 · servicio caído"], ["190", "190 · token vencido"],
  ["503", "503 · (SMS) proveedor caído"], ["colgar", "Colgar y cortar"], ["reiniciar", "Cortar de golpe"], ["lento", "Responder tarde"],
  ["aceptar_y_cortar", "Aceptar y cortar"],
];
const PLACES = { mensajes: "al enviar mensajes", media: "al subir archivos", descarga: "al descargar", sms: "al enviar SMS" };
const NORMAL = {
  ventana: "sincrono", limite_par: "rafaga", limite_segundo: 80, lectura: true, saltar_entregado: false, desorden: false, duplicar: false,
  retraso: 0, latencia: 0, lote: "no", firma: "correcta", dialecto: "actual", reaccion_abre_ventana: false, sin_whatsapp: [],
};

/** Draw the drawer afresh from the server and open it. */
export async function openConditions(drawer, problems) {
  const [now, faults] = await Promise.all([get("/condiciones"), get("/fallas")]);
  drawer.replaceChildren(
    el("header", {}, el("h2", { text: "Condiciones" }), el("button", { type: "button", class: "plain", "aria-label": "Cerrar", on: { click: () => drawer.close() } }, icon("close", 22))),
    el("div", { class: "drawer-body" }, ...GROUPS.map(([title, fields]) => group(title, fields, now)), faultForm(faults), tools(drawer), log(problems)),
  );
  if (!drawer.open) drawer.showModal();
}

/** How many switches differ from fair weather: shown on the button. */
export function countChanges(now) {
  return Object.entries(NORMAL).filter(([key, value]) => JSON.stringify(now[key]) !== JSON.stringify(value)).length;
}

function group(title, fields, now) {
  return el("section", {}, el("h3", { text: title }), ...fields.map(([name, words, kind]) => field(name, words, kind, now[name])));
}

function field(name, words, kind, value) {
  const change = (wanted) => attempt(() => patch("/condiciones", { [name]: wanted }));
  if (kind === true) {
    const box = el("input", { type: "checkbox", role: "switch", checked: value, "data-testid": `condition-${name}`, on: { change: () => change(box.checked) } });
    return el("label", { class: "field" }, el("span", { text: words }), box);
  }
  if (typeof kind === "number") {
    const box = el("input", { type: "number", min: 0, max: 3600, step: kind, value, "data-testid": `condition-${name}`, on: { change: () => change(Number(box.value)) } });
    return el("label", { class: "field" }, el("span", { text: words }), box);
  }
  const box = el("select", { "data-testid": `condition-${name}`, on: { change: () => change(box.value) } }, ...choices(kind));
  box.value = value;
  return el("label", { class: "field" }, el("span", { text: words }), box);
}

const choices = (table) => (Array.isArray(table) ? table : Object.entries(table)).map(([value, text]) => el("option", { value, text }));

function faultForm(faults) {
  const code = el("select", { "aria-label": "Fallo", "data-testid": "fault-code" }, ...choices(FAULTS));
  const where = el("select", { "aria-label": "Dónde" }, ...choices(PLACES));
  const times = el("input", { type: "number", min: 1, max: 99, value: 1, "aria-label": "Veces" });
  const pending = el("ul", { class: "pending" });
  const draw = (list) => pending.replaceChildren(...list.map((one) => el("li", { text: `${one.codigo} · ${PLACES[one.donde]} · ${one.veces} ${one.veces === 1 ? "vez" : "veces"}` })));
  const add = async () => {
    const codigo = /^\d+$/.test(code.value) ? Number(code.value) : code.value;
    const list = await attempt(() => post("/fallas", { codigo, donde: where.value, veces: Number(times.value) }));
    if (list) draw(list);
  };
  draw(faults);
  return el("section", {}, el("h3", { text: "Provocar un fallo" }), el("div", { class: "fault" }, code, where, times,
    el("button", { type: "button", class: "strong", text: "Provocar", "data-testid": "fault-add", on: { click: add } })), pending,
  el("button", { type: "button", class: "link", text: "Quitar los fallos pendientes", on: { click: async () => draw(await drop("/fallas")) } }));
}

function tools(drawer) {
  const act = (words, run) => el("button", { type: "button", class: "quiet", text: words, on: { click: () => attempt(run) } });
  return el("section", {}, el("h3", { text: "Acciones" }), el("div", { class: "tools" },
    act("Verificar el webhook", async () => {
      const said = await post("/verificar");
      toast(said.ok ? "El webhook repite el reto y rechaza un token falso." : "El webhook no pasó la verificación.", said.ok ? "plain" : "bad");
    }),
    act("Adelantar 24 horas", async () => { await post("/reloj", { adelantar: 86400 }); toast("El reloj de Meta se adelantó 24 horas."); }),
    act("Buen tiempo", async () => {
      await Promise.all([patch("/condiciones", NORMAL), drop("/fallas")]);
      drawer.close();
      toast("Condiciones normales.");
    })));
}

function log(problems) {
  const rows = problems.slice(-8).reverse().map((one) => el("li", {}, el("time", { text: one.at }), el("span", { text: one.text })));
  return el("section", {}, el("h3", { text: "Últimos rechazos" }), rows.length ? el("ul", { class: "problems" }, ...rows) : el("p", { class: "hint", text: "Meta no ha rechazado nada." }));
}
