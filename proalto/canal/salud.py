"""`GET /salud`: the state of each part, for operators and their monitors."""

from __future__ import annotations

from collections.abc import Callable

import requests
from flask import Blueprint, Response, jsonify

from proalto.bootstrap import App
from proalto.db.database import Database, DatabaseAway

SECONDS = 1.0
LATIDO_MAXIMO = 15.0  # the worker gives a sign of life every 2 s
OK, CAIDO = "ok", "caido"


def blueprint(app: App) -> Blueprint:
    """Return the health page: 200 when every part is `ok`, 503 otherwise; the body names each part."""
    routes = Blueprint("salud", __name__)
    partes: dict[str, Callable[[], bool]] = {
        "base_de_datos": lambda: _responde(app.db, "asistente.trabajos.latido"),
        "nucleo": lambda: _responde(app.nucleo, "nucleo.saldo.responde"),
        "rasa": lambda: any(_contesta(f"{url}/webhooks/whatsapp/") for url in app.settings.rasa_urls),
        "actions": lambda: all(_contesta(f"{url}/health") for url in app.settings.actions_urls),
        "worker": lambda: _late(app.db),
        "mesa": lambda: _contesta(f"{app.settings.mesa_url}/salud"),
    }

    @routes.get("/salud")
    def salud() -> tuple[Response, int]:
        estados = {"canal": OK} | {nombre: OK if sano() else CAIDO for nombre, sano in partes.items()}
        todo = all(estado == OK for estado in estados.values())
        return jsonify(estado=OK if todo else CAIDO, partes=estados), 200 if todo else 503

    return routes


def _responde(db: Database, consulta: str) -> bool:
    try:
        with db.transaction() as tx:
            tx.all(consulta)
    except DatabaseAway:
        return False
    return True


def _late(db: Database) -> bool:
    try:
        with db.transaction() as tx:
            row = tx.first("asistente.trabajos.latido")
    except DatabaseAway:
        return False
    return row is not None and row["segundos"] < LATIDO_MAXIMO


def _contesta(url: str) -> bool:
    try:
        return requests.get(url, timeout=SECONDS).ok
    except requests.RequestException:
        return False
