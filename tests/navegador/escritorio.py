"""The desk in a real browser: the real application on a thread, and somebody who has entered."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from proalto.bootstrap import App
from proalto.mesa.app import create_app
from proalto.services.mesa import sesiones_mesa
from proalto.services.mesa.usuarios import Usuario
from proalto.settings import ROOT
from tests.conftest import como
from tests.mesa.conftest import GALLETA

CAPTURAS = ROOT / "tests" / "capturas"
PANTALLAS = {"escritorio": (1280, 900), "celular": (390, 844)}
AXE = ROOT / ".run" / "axe" / "package" / "axe.min.js"
GRAVES = ("serious", "critical")
VIGIA = """
window.violaciones = [];
document.addEventListener(
    "securitypolicyviolation", e => window.violaciones.push(e.violatedDirective + " " + e.blockedURI));
"""


@contextmanager
def servida(app: App) -> Iterator[str]:
    """Serve the desk and yield its address."""
    servidor = make_server("127.0.0.1", 0, create_app(como(app, "mesa")), threaded=True)
    hilo = threading.Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    try:
        yield f"http://127.0.0.1:{servidor.server_port}"
    finally:
        servidor.shutdown()
        hilo.join(5)


@dataclass
class Escritorio:
    """One browser of somebody's; `males` is whatever it complained of."""

    url: str
    pagina: Page
    males: list[str] = field(default_factory=list)

    def abrir(self, ruta: str) -> Page:
        """Open a page and wait until it is quiet."""
        self.anotar_violaciones()
        respuesta = self.pagina.goto(self.url + ruta, wait_until="load")
        assert respuesta and respuesta.status == 200, f"{ruta}: {respuesta and respuesta.status}"
        return self.pagina

    def anotar_violaciones(self) -> None:
        if self.pagina.url.startswith(self.url):
            self.males += self.pagina.evaluate("window.violaciones || []")

    def captura(self, nombre: str) -> None:
        CAPTURAS.mkdir(exist_ok=True)
        self.pagina.screenshot(path=CAPTURAS / f"mesa-{nombre}.png", full_page=True)

    def accesibilidad(self) -> list[str]:
        """Return what axe-core finds serious or critical."""
        self.pagina.evaluate(axe())
        resultado: dict[str, Any] = self.pagina.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{mal['id']}: {nodo['html'][:160]} {nodo.get('failureSummary', '')[:200]}"
            for mal in resultado["violations"]
            if mal["impact"] in GRAVES
            for nodo in mal["nodes"]
        ]


def entrar(app: App, navegador: Browser, url: str, quien: Usuario, pantalla: str = "escritorio") -> Escritorio:
    """Return the browser of somebody who has entered."""
    ancho, alto = PANTALLAS[pantalla]
    contexto: BrowserContext = navegador.new_context(
        viewport={"width": ancho, "height": alto}, locale="es-CO", has_touch=pantalla == "celular"
    )
    with app.db.transaction() as tx:
        token = sesiones_mesa.abrir(tx, quien.id, app.now(), completa=True)
    contexto.add_cookies([{"name": GALLETA, "value": token, "url": url, "sameSite": "Strict"}])
    contexto.add_init_script(VIGIA)
    escritorio = Escritorio(url, contexto.new_page())
    pagina = escritorio.pagina
    pagina.on("dialog", lambda dialogo: (escritorio.males.append(f"dialog {dialogo.message}"), dialogo.dismiss()))
    pagina.on("pageerror", lambda error: escritorio.males.append(f"error {error}"))
    pagina.on("console", lambda dicho: escritorio.males.append(dicho.text) if "Refused to" in dicho.text else None)
    return escritorio


@cache
def axe() -> str:
    """Return axe-core, fetched if it is not there yet."""
    if not AXE.exists():
        subprocess.run(["bash", "tools/navegador.sh"], cwd=ROOT, check=True)
    return AXE.read_text(encoding="utf-8")
