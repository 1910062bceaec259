// The simulator's own API.

const BASE = "/simulador/api";

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const response = await fetch(BASE + path, options);
  const data = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(data?.error ?? `Respuesta ${response.status}`);
  return data;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const drop = (path) => call("DELETE", path);

/** Listen to the event stream; onOpen runs at every (re)connection, so that the page reloads what it missed. */
export function listen(onEvent, onOpen, onLost) {
  const source = new EventSource(`${BASE}/eventos`);
  source.onopen = onOpen;
  source.onerror = onLost;
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
}
