"""The desk in a real browser: the strict policy breaks nothing, it fits a phone, and a hostile text stays text."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from proalto.mesa.app import create_app
from proalto.services.mesa import claves, cuentas_demo
from proalto.services.mesa.auditoria import anotar

pytestmark = pytest.mark.navegador
HOSTIL = "<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"
PAGINAS = (
    "/respuestas",
    "/respuestas/nueva",
    "/personas",
    "/personas/nueva",
    "/acuerdos",
    "/auditoria",
    "/cuenta",
    "/cuenta/clave",
)


@pytest.fixture
def direccion(app):
    """Serve the desk of the demonstration, with a hostile line in its audit."""
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    with app.db.transaction() as tx:
        anotar(tx, None, HOSTIL, HOSTIL, app.now(), {HOSTIL: HOSTIL})
    flask = create_app(replace(app, settings=replace(app.settings, demo=True)))
    server = make_server("127.0.0.1", 0, flask, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(("ancho", "quien"), [(1280, "marta"), (390, "pilar")])
def test_se_entra_y_se_recorre_sin_una_queja_del_navegador(navegador, direccion, ancho, quien):
    contexto = navegador.new_context(viewport={"width": ancho, "height": 800})
    pagina = contexto.new_page()
    quejas, dialogos = [], []
    pagina.on("console", lambda m: quejas.append(m.text) if m.type in ("error", "warning") else None)
    pagina.on("dialog", lambda d: (dialogos.append(d.message), d.dismiss()))
    pagina.goto(f"{direccion}/entrar")
    pagina.fill("#usuario", quien)
    pagina.fill("#clave", claves.DE_LA_DEMO)
    pagina.keyboard.press("Enter")
    pagina.fill("#codigo", pagina.locator("aside code").nth(1).inner_text())
    pagina.keyboard.press("Enter")
    pagina.wait_for_selector("nav")
    for ruta in PAGINAS if quien == "marta" else ("/auditoria", "/cuenta"):
        assert pagina.goto(direccion + ruta).status == 200
        assert pagina.evaluate("document.documentElement.scrollWidth") <= ancho, ruta
        if ruta == "/auditoria":
            pagina.wait_for_selector(".dicho.bien")
            assert HOSTIL.replace("_", " ") in pagina.inner_text("table")
    assert (quejas, dialogos) == ([], [])
    contexto.close()
