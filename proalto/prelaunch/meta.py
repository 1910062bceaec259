"""Meta: the token lives, the number is ours, the account hears us, and each template says the same here and there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from proalto.errors import OutsideError
from proalto.prelaunch.hallazgos import Contexto, Problema, sin_comprobar
from proalto.whatsapp.errors import GraphError
from proalto.whatsapp.wire import object_at, objects_at, text_at

APROBADA, AUTENTICACION = "APPROVED", "AUTHENTICATION"
PAGINAS = 20
CAMPOS = "name,status,category,language,components"
OTRA_VEZ = "Revisa la red de este computador y repite."
REGISTRAR = "docs/operacion.md, «Meta, paso a paso»"
Parte = Mapping[str, Any]


def token(contexto: Contexto) -> Iterator[Problema]:
    """The token is alive and may use this number."""
    try:
        numero = contexto.producto.whatsapp.look("", fields="display_phone_number,verified_name,quality_rating")
    except OutsideError as error:
        yield _queja(error, "El token o el número de WhatsApp no sirven", f"Genera otro token: {REGISTRAR}, 2.")
        return
    if text_at(numero, "quality_rating") == "RED":
        yield Problema(
            "Meta califica el número con RED", "Mira en WhatsApp Manager por qué antes de escribirle a nadie."
        )


def suscripcion(contexto: Contexto) -> Iterator[Problema]:
    """Meta sends this account's messages to our application."""
    cuenta = contexto.ajustes.whatsapp.business_account_id
    if cuenta is None:
        yield _sin_cuenta()
        return
    try:
        suscritas = contexto.producto.whatsapp.look(f"{cuenta}/subscribed_apps")
    except OutsideError as error:
        yield _queja(error, "No se puede ver quién recibe los mensajes de la cuenta", f"{REGISTRAR}, 7.")
        return
    if not objects_at(suscritas, "data"):
        yield Problema("Ninguna aplicación recibe los mensajes de la cuenta", f"Suscríbela: {REGISTRAR}, 7.")


def plantillas(contexto: Contexto) -> Iterator[Problema]:
    """Each template of `textos/plantillas/` is approved, in its class and with the same words."""
    cuenta = contexto.ajustes.whatsapp.business_account_id
    if cuenta is None:
        yield _sin_cuenta()
        return
    try:
        en_meta = _todas(contexto, cuenta)
    except OutsideError as error:
        yield _queja(error, "No se pueden leer las plantillas registradas", f"{REGISTRAR}, 8 a 10.")
        return
    for archivo in sorted((contexto.raiz / "textos" / "plantillas").glob("*.json")):
        nuestra = json.loads(archivo.read_text(encoding="utf-8"))
        yield from _comparar(nuestra, en_meta.get((nuestra["name"], nuestra["language"])))


def _todas(contexto: Contexto, cuenta: str) -> dict[tuple[str, str], Parte]:
    halladas: dict[tuple[str, str], Parte] = {}
    desde: dict[str, str] = {}
    for _ in range(PAGINAS):
        pagina = contexto.producto.whatsapp.look(f"{cuenta}/message_templates", fields=CAMPOS, limit="100", **desde)
        for una in objects_at(pagina, "data"):
            halladas[str(una.get("name")), str(una.get("language"))] = una
        paginado = object_at(pagina, "paging")
        siguiente = text_at(object_at(paginado, "cursors"), "after")
        if siguiente is None or "next" not in paginado:
            break
        desde = {"after": siguiente}
    return halladas


def _comparar(nuestra: Parte, suya: Parte | None) -> Iterator[Problema]:
    nombre = f"La plantilla {nuestra['name']} ({nuestra['language']})"
    if suya is None:
        yield Problema(f"{nombre} no está registrada", f"Regístrala: {REGISTRAR}, 8 a 10.")
        return
    if suya.get("status") != APROBADA:
        yield Problema(f"{nombre} no está aprobada: {suya.get('status')}", "Mira en WhatsApp Manager qué le falta.")
    if suya.get("category") != nuestra["category"]:
        yield Problema(
            f"{nombre} quedó como {suya.get('category')}, no {nuestra['category']}",
            "Apela la categoría en WhatsApp Manager: de ella depende el precio y cuándo se puede enviar.",
        )
    if nuestra["category"] != AUTENTICACION and _palabras(nuestra) != _palabras(suya):
        yield Problema(
            f"{nombre} no dice lo mismo que textos/plantillas/{nuestra['name']}.json",
            "Deja en los dos lados las mismas palabras y los mismos botones.",
        )


def _palabras(plantilla: Parte) -> list[tuple[str, str]]:
    """Return what a customer reads of a template: its body and its buttons, in order."""
    dichas = []
    for parte in objects_at(dict(plantilla), "components"):
        if parte.get("type") in ("HEADER", "BODY", "FOOTER"):
            dichas.append((str(parte["type"]), str(parte.get("text", ""))))
        dichas += [("BUTTON", str(boton.get("text", ""))) for boton in objects_at(parte, "buttons")]
    return sorted(dichas, key=lambda dicha: dicha[0])


def _sin_cuenta() -> Problema:
    return Problema(
        "WHATSAPP_BUSINESS_ACCOUNT_ID no está: no se pueden mirar las plantillas ni la suscripción",
        "Es el identificador de la cuenta de WhatsApp, en developers.facebook.com junto al del número.",
    )


def _queja(error: OutsideError, que: str, remedio: str) -> Problema:
    """Return what Meta refused; without an answer nothing is known."""
    if isinstance(error, GraphError) and error.http_status < 500:
        return Problema(f"{que} (código {error.code})", remedio)
    return sin_comprobar(f"{que}: Meta no respondió", OTRA_VEZ)
