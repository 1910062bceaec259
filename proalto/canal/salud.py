"""`GET /salud`: the state of each part, for operators and their monitors; in less than a second, whatever hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Lock

from flask import Blueprint, Response, jsonify

from proalto import modelo_rechazado
from proalto.bootstrap import App, papeles_en_nucleo
from proalto.db.database import Database, DatabaseAway
from proalto.gateways.vecino import contesta
from proalto.services.mensajeria import interruptores
from proalto.services.operacion import lectura_de_nucleo

PLAZO = 0.8  # what has not answered by then is taken to be down
ESPERA = 0.7
LATIDO_MAXIMO = 15.0  # the worker gives a sign of life every 2 s
OK, CAIDO = "ok", "caido"
ANTERIOR = "anterior"  # of the model: the newest would not load, and the one before it goes on

Prueba = Callable[[], bool]


@dataclass(frozen=True)
class Parte:
    """A part is well when all its tests say so, or when any does."""

    nombre: str
    pruebas: Sequence[Prueba]
    basta: Callable[[Iterable[bool]], bool] = all


def partes(app: App) -> list[Parte]:
    """Return what is looked at. A new part is a line here."""
    ajustes = app.settings
    rasas = [partial(contesta, f"{url}/webhooks/whatsapp/", ESPERA) for url in ajustes.rasa_urls]
    actions = [partial(contesta, f"{url}/health", ESPERA) for url in ajustes.actions_urls]
    return [
        Parte("canal", []),  # it answers
        Parte("base_de_datos", [lambda: _responde(app.db, "asistente.trabajos.latido")]),
        Parte("nucleo", [lambda: _responde(app.nucleo, "nucleo.saldo.responde"), lambda: _se_lee(app)]),
        Parte("rasa", rasas, any),  # one address is there for a new model, and usually nobody is at it
        Parte("actions", actions),  # each Rasa has its own
        Parte("worker", [lambda: _late(app.db)]),
        Parte("envios", [lambda: _salen(app.db)]),  # Meta takes our messages
        Parte("mesa", [partial(contesta, f"{ajustes.mesa_url}/salud", ESPERA)]),
    ]


class Examen:
    """Runs all tests side by side. One that hangs keeps its thread and is not started again meanwhile."""

    def __init__(self, partes: Sequence[Parte]) -> None:
        self._partes = partes
        self._hilos = ThreadPoolExecutor(max(1, sum(len(parte.pruebas) for parte in partes)), "salud")
        self._en_curso: dict[Prueba, Future[bool]] = {}
        self._guard = Lock()

    def hacer(self) -> dict[str, list[bool]]:
        """Return each part's results within PLAZO; a late one is False."""
        por_parte = {parte.nombre: [self._empezar(prueba) for prueba in parte.pruebas] for parte in self._partes}
        wait([futuro for futuros in por_parte.values() for futuro in futuros], PLAZO)
        return {nombre: [_bien(futuro) for futuro in futuros] for nombre, futuros in por_parte.items()}

    def _empezar(self, prueba: Prueba) -> Future[bool]:
        with self._guard:
            futuro = self._en_curso.get(prueba)
            if futuro is None or futuro.done():
                futuro = self._en_curso[prueba] = self._hilos.submit(prueba)
            return futuro


def blueprint(app: App) -> Blueprint:
    """Return the health page: 200 when every part is `ok`, 503 otherwise; the body names each part.

    An older model attends customers: it is told, and is no reason for a 503.
    """
    routes = Blueprint("salud", __name__)
    lista = partes(app)
    examen = Examen(lista)

    @routes.get("/salud")
    def salud() -> tuple[Response, int]:
        hecho = examen.hacer()
        estados = {parte.nombre: OK if parte.basta(hecho[parte.nombre]) else CAIDO for parte in lista}
        replicas = {nombre: sum(hecho[nombre]) for nombre in ("rasa", "actions")}
        todo = all(estado == OK for estado in estados.values())
        modelo = ANTERIOR if modelo_rechazado.hay(app.settings.run_dir) else OK
        cuerpo = jsonify(estado=OK if todo else CAIDO, partes=estados, replicas=replicas, modelo=modelo)
        return cuerpo, 200 if todo else 503

    return routes


def _bien(futuro: Future[bool]) -> bool:
    return futuro.done() and futuro.exception() is None and futuro.result()


def _responde(db: Database, consulta: str) -> bool:
    try:
        with db.transaction() as tx:
            tx.all(consulta)
    except DatabaseAway:
        return False
    return True


def _se_lee(app: App) -> bool:
    try:
        return not lectura_de_nucleo.vistas_ilegibles(app.nucleo, con_papeles=papeles_en_nucleo(app.settings))
    except DatabaseAway:
        return False


def _late(db: Database) -> bool:
    try:
        with db.transaction() as tx:
            row = tx.first("asistente.trabajos.latido")
    except DatabaseAway:
        return False
    return row is not None and row["segundos"] < LATIDO_MAXIMO


def _salen(db: Database) -> bool:
    try:
        with db.transaction() as tx:
            return interruptores.envios_detenidos(tx) is None
    except DatabaseAway:
        return False
