import { el } from "./dom.js";
import { icon } from "./icons.js";

/** Show a short notice at the foot of the page. tone: "plain" or "bad". */
export function toast(text, tone = "plain", seconds = 6) {
  const place = document.getElementById("toasts");
  const node = el("div", { class: `toast ${tone}` }, icon(tone === "bad" ? "alert" : "tick", 18), el("span", { text }));
  place.append(node);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(() => node.remove(), seconds * 1000);
}

/** Run an action and show its failure, in words, instead of losing it. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, "bad");
    return undefined;
  }
}
