// WhatsApp's markup and Colombian dates, as DOM nodes and strings.

const ZONE = "America/Bogota";
const TIME = new Intl.DateTimeFormat("es-CO", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: ZONE });
const CLOCK = new Intl.DateTimeFormat("es-CO", { hour: "numeric", minute: "2-digit", hour12: false, timeZone: ZONE });
const DAY = new Intl.DateTimeFormat("es-CO", { day: "numeric", month: "long", year: "numeric", timeZone: ZONE });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const MARKUP = /```([^`]+)```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]*_~])/u;

/** A fragment with *bold*, _italic_, ~struck~, `code` and links; line breaks stay. */
export function marked(text) {
  const out = document.createDocumentFragment();
  let rest = text;
  for (let found = MARKUP.exec(rest); found; found = MARKUP.exec(rest)) {
    out.append(rest.slice(0, found.index), styled(found));
    rest = rest.slice(found.index + found[0].length);
  }
  out.append(rest);
  return out;
}

function styled([, block, code, bold, italic, struck, link]) {
  if (link) return anchor(link);
  const plain = block ?? code;
  const node = document.createElement(plain !== undefined ? "code" : bold ? "strong" : italic ? "em" : "s");
  if (plain !== undefined) node.textContent = plain;
  else node.append(marked(bold ?? italic ?? struck));
  return node;
}

function anchor(link) {
  const node = document.createElement("a");
  Object.assign(node, { href: link, textContent: link, target: "_blank", rel: "noopener noreferrer" });
  return node;
}

export const timeOf = (iso) => TIME.format(new Date(iso)).replace(/ /g, " ");
export const clockNow = () => CLOCK.format(new Date());
export const dayKey = (iso) => KEY.format(new Date(iso));

/** "Hoy", "Ayer" or "3 de mayo de 2026". */
export function dayName(iso) {
  const key = dayKey(iso);
  if (key === KEY.format(new Date())) return "Hoy";
  if (key === KEY.format(new Date(Date.now() - 864e5))) return "Ayer";
  return DAY.format(new Date(iso));
}

/** 1536 -> "2 KB". */
export function sizeOf(bytes) {
  if (!bytes) return "";
  const units = ["B", "KB", "MB"];
  const step = Math.min(2, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step === 2 ? 1 : 0)} ${units[step]}`;
}

/** "573001234567" -> "+57 300 123 4567". */
export function prettyNumber(digits) {
  const found = /^(57)(\d{3})(\d{3})(\d{4})$/.exec(digits);
  return found ? `+${found[1]} ${found[2]} ${found[3]} ${found[4]}` : `+${digits}`;
}

/** "1958-03-04" -> "04/03/1958", as a customer would type it. */
export const prettyDate = (iso) => iso.split("-").reverse().join("/");
