"""From an accepted payload to a bubble: what the phone draws, independent of Meta's JSON."""

import re
from typing import Any

from simulator.graph.checks.template import Template, TemplateBook
from simulator.graph.media import MediaStore

Json = dict[str, Any]


def render(kind: str, body: Json, media: MediaStore, book: TemplateBook) -> Json:
    """The bubble of a checked message; texts stay as sent, with their WhatsApp markup."""
    data = body[kind]
    if kind == "text":
        return {"texto": data["body"]}
    if kind == "interactive":
        return _interactive(data, media)
    if kind == "template":
        return _template(data, book, media)
    if kind == "location":
        return {"ubicacion": data, "texto": ""}
    if kind == "contacts":
        return {"texto": "\n".join(c["name"]["formatted_name"] for c in data)}
    return {"texto": data.get("caption", ""), "archivo": file_of(kind, data, media)}


def file_of(kind: str, data: Json, media: MediaStore) -> Json:
    """What the phone shows of a file, given by id or by link."""
    if "link" in data:
        name = data.get("filename") or data["link"].rsplit("/", 1)[-1]
        return {"clase": kind, "nombre": name, "mime": "", "tamano": 0, "url": data["link"]}
    kept = media.get(data["id"])
    return {
        "clase": kind,
        "id": kept.id,
        "nombre": data.get("filename") or kept.filename,
        "mime": kept.mime_type,
        "tamano": len(kept.content),
        "url": f"/simulador/api/media/{kept.id}",
    }


def _interactive(data: Json, media: MediaStore) -> Json:
    kind, action = data["type"], data["action"]
    bubble: Json = {"texto": data["body"]["text"], "pie": data.get("footer", {}).get("text", "")}
    header = data.get("header", {})
    if header.get("type") == "text":
        bubble["encabezado"] = header["text"]
    elif header:
        bubble["archivo"] = file_of(header["type"], header[header["type"]], media)
    if kind == "button":
        bubble["opciones"] = [{"id": b["reply"]["id"], "titulo": b["reply"]["title"]} for b in action["buttons"]]
    elif kind == "list":
        bubble["boton_lista"] = action["button"]
        bubble["opciones"] = [
            {
                "id": r["id"],
                "titulo": r["title"],
                "descripcion": r.get("description", ""),
                "seccion": s.get("title", ""),
            }
            for s in action["sections"]
            for r in s["rows"]
        ]
    elif kind == "cta_url":
        bubble["enlace"] = {"titulo": action["parameters"]["display_text"], "url": action["parameters"]["url"]}
    elif kind == "flow":
        bubble["solicita"] = {"que": "flow", "titulo": action["parameters"]["flow_cta"]}
    else:
        asks = {"request_contact_info": "Compartir mi contacto", "location_request_message": "Enviar ubicación"}
        bubble["solicita"] = {"que": kind, "titulo": asks[kind]}
    return bubble


def _template(data: Json, book: TemplateBook, media: MediaStore) -> Json:
    template = book.find(data["name"], data["language"]["code"])
    components = data.get("components", [])
    values = [p for c in components if c["type"].lower() == "body" for p in c.get("parameters", [])]
    bubble: Json = {"plantilla": data["name"], "texto": _template_text(template, data["name"], values)}
    bubble["opciones"] = _quick_replies(template, components)
    for component in components:
        for parameter in component.get("parameters", []):
            kind = parameter.get("type")
            if component["type"].lower() == "header" and kind in ("document", "image", "video"):
                bubble["archivo"] = file_of(kind, parameter[kind], media)
    return bubble


def _template_text(template: Template | None, name: str, values: list[Json]) -> str:
    texts = [_value(v) for v in values]
    if template is None:
        return "\n".join([f"*{name}*", *texts])
    if template.category == "authentication":
        return f"*{texts[0]}* es tu código de verificación."
    body = str(template.component("body").get("text", ""))
    named = {v["parameter_name"]: _value(v) for v in values if "parameter_name" in v}
    numbered = {str(n): text for n, text in enumerate(texts, 1)}
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda m: {**numbered, **named}.get(m.group(1), m.group(0)), body)


def _value(parameter: Json) -> str:
    inner = parameter.get(parameter.get("type", ""), parameter.get("text", ""))
    return str(inner.get("fallback_value", "")) if isinstance(inner, dict) else str(inner)


def _quick_replies(template: Template | None, components: list[Json]) -> list[Json]:
    payloads = {
        int(c["index"]): str(c["parameters"][0].get("payload", ""))
        for c in components
        if c["type"].lower() == "button" and c.get("sub_type", "").lower() == "quick_reply" and c.get("parameters")
    }
    if template is None:
        return [{"id": payload, "titulo": payload} for payload in payloads.values()]
    buttons = template.component("buttons").get("buttons", [])
    return [
        {"id": payloads.get(n, b["text"]), "titulo": b["text"]}
        for n, b in enumerate(buttons)
        if str(b.get("type", "")).lower() == "quick_reply"
    ]
