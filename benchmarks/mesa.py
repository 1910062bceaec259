"""The queue page with 200 open cases, asked for while 20 advisors have it open and it refreshes itself."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests
from werkzeug.serving import make_server

from benchmarks.cifras import Resumen, resumir
from proalto import bootstrap
from proalto import settings as settings_module
from proalto.bootstrap import App
from proalto.db import embedded
from proalto.db.migrations import migrate
from proalto.gateways.sms import MemorySms
from proalto.mesa.app import create_app
from proalto.services.mesa import sesiones_mesa
from proalto.services.mesa.usuarios import Usuario
from proalto.whatsapp.memory import MemoryWhatsApp
from tests.conftest import ENTORNO, Nucleo, como, crear_nucleo, nuevo_contacto
from tests.mesa.conftest import GALLETA, nuevo_usuario
from tests.services import mundo_de_mesa as mundo

CASOS, ASESORES, MENSAJES, MEDIDAS = 200, 20, 8, 40
REFRESCO_SEGUNDOS = 1.5
TIPOS = ("asesor", "queja", "fraude", "credito_nuevo", "datos")
EQUIPOS = ("servicio", "reclamos", "fraude", "comercial", "datos")


def medir() -> Resumen:
    """Return the milliseconds of the whole page, without those who refresh it counting among the measured."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as carpeta:
        Path(carpeta).chmod(0o755)  # PostgreSQL's own user enters it
        app = _app(embedded.start(Path(carpeta) / "datos"))
        asesores = [nuevo_usuario(app) for _ in range(ASESORES)]
        _llenar(app, asesores)
        suya = como(app, "mesa")  # who serves the page may do what the desk may, and no more
        servidor = make_server("127.0.0.1", 0, create_app(suya), threaded=True)
        threading.Thread(target=servidor.serve_forever, daemon=True).start()
        try:
            return resumir(_con_todos(app, f"http://127.0.0.1:{servidor.server_port}", asesores))
        finally:
            servidor.shutdown()
            for una in (app, suya):
                una.db.close()
                una.nucleo.close()


def _app(dsn: str) -> App:
    migrate(dsn)
    crear_nucleo(dsn)
    app = bootstrap.build(settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn}), now=_ahora)
    return replace(app, whatsapp=MemoryWhatsApp(), sms=MemorySms())


def _ahora() -> datetime:
    return datetime.now(timezone.utc)


def _llenar(app: App, asesores: list[Usuario]) -> None:
    """Open the cases, most of known customers, with clocks in every state and a conversation each."""
    nucleo = Nucleo(app.settings.database_url)
    for i in range(CASOS):
        contacto = nuevo_contacto(app)
        cedula = nucleo.cliente(nombres=f"Ana {i}") if i % 4 else None
        dueno = asesores[i % ASESORES].id if i % 3 else None
        folio = mundo.caso(app, contacto, cedula=cedula, tipo=TIPOS[i % 5], equipo=EQUIPOS[i % 5],
                           prioridad=1 + i % 4, usuario_id=dueno, gestion="consultar_saldo")  # fmt: skip
        desde = app.now() - timedelta(hours=i % 72)
        mundo.reloj_de(app, folio, "respuesta", desde)
        mundo.reloj_de(app, folio, "solucion", desde, 2700)
        for n in range(MENSAJES):
            mundo.recibido(app, contacto, f"mensaje {n}")
            mundo.enviado(app, contacto, f"respuesta {n}")


def _con_todos(app: App, url: str, asesores: list[Usuario]) -> list[float]:
    """Return how long each page took while everybody's refreshes itself."""
    basta = threading.Event()
    galletas = [_galleta(app, asesor) for asesor in asesores]
    hilos = [threading.Thread(target=_refrescar, args=(url, galleta, basta)) for galleta in galletas]
    for hilo in hilos:
        hilo.start()
    try:
        time.sleep(2 * REFRESCO_SEGUNDOS)
        return [_pedir(url, galletas[n % ASESORES]) for n in range(MEDIDAS)]
    finally:
        basta.set()
        for hilo in hilos:
            hilo.join()


def _pedir(url: str, galleta: dict[str, str]) -> float:
    desde = time.perf_counter()
    respuesta = requests.get(f"{url}/casos", cookies=galleta, timeout=30)
    assert respuesta.status_code == 200 and respuesta.text.count("data-caso>") == CASOS
    return (time.perf_counter() - desde) * 1000


def _refrescar(url: str, galleta: dict[str, str], basta: threading.Event) -> None:
    """Be one advisor's open page."""
    version = ""
    while not basta.wait(REFRESCO_SEGUNDOS):
        pieza = requests.get(f"{url}/casos/lista?v={version}", cookies=galleta, headers={"X-Refresco": "1"}, timeout=30)
        if pieza.status_code == 200:
            version = re.findall(r"[?&;]v=(\w+)", pieza.text)[0]


def _galleta(app: App, asesor: Usuario) -> dict[str, str]:
    with app.db.transaction() as tx:
        return {GALLETA: sesiones_mesa.abrir(tx, asesor.id, app.now(), completa=True)}
