"""Every page of the desk in a real browser: accessible, within its screen, and deaf to hostile text."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

import pytest

from proalto.bootstrap import App
from proalto.services.credito.tramites import DATOS
from proalto.services.mesa.usuarios import todos as personas
from tests.conftest import nuevo_contacto, nuevo_wamid
from tests.gateways.archivos.buenos_pdf import GRUPOS
from tests.navegador import hostiles
from tests.navegador.escritorio import PANTALLAS
from tests.navegador.mesa_llena import caso_completo, llenar_cola, llenar_fallidos
from tests.services import mundo_de_mesa as mundo

pytestmark = pytest.mark.navegador
RARO = "[onerror], [onload], [ontoggle], [onfocus], [onclick], base, main :is(script, iframe, object, embed, style)"


@pytest.mark.parametrize("pantalla", list(PANTALLAS))
def test_cada_pagina_es_accesible_y_cabe(app, nucleo, escritorio, pantalla):
    marta, folio = escritorio("marta", pantalla), caso_completo(app, nucleo)
    llenar_cola(app, nucleo)
    bot = nuevo_contacto(app)
    mundo.recibido(app, bot, "hola, quiero saber cuánto debo")
    viejo = nuevo_contacto(app)
    mundo.recibido(app, viejo, "hola", app.now() - timedelta(days=2))
    sin_ventana = mundo.caso(app, viejo)
    (documento,) = [fila["id"] for fila in filas_de(app, folio)]
    llenar_fallidos(app, bot, viejo)
    rutas = {
        "cola": "/casos", "cola-vacia": "/casos?tipo=crisis", "caso": f"/casos/{folio}",
        "plantilla": f"/casos/{sin_ventana}", "conversaciones": "/conversaciones",
        "charla": f"/conversaciones/{bot.id}", "documento": f"/documentos/{documento}",
        "fallidos": "/fallidos?todos=1", "fallidos-ninguno": "/fallidos?motivo=ilegible",
    }  # fmt: skip
    quejas = []
    for nombre, ruta in rutas.items():
        pagina = marta.abrir(ruta)
        if nombre == "caso":
            for plegado in pagina.locator("details").all():
                plegado.evaluate("algo => { algo.open = true; }")
        pagina.wait_for_load_state("networkidle") if nombre == "documento" else pagina.wait_for_timeout(200)
        marta.captura(f"{pantalla}-{nombre}")
        quejas += [f"{nombre}: {queja}" for queja in marta.accesibilidad()]
        ancho = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        quejas += [f"{nombre}: se sale {ancho} px"] * (ancho > 0)
    assert quejas == []


def filas_de(app: App, folio: str) -> list[dict[str, object]]:
    with app.db.transaction() as tx:
        contacto_id = tx.one("asistente.ficha.caso", folio=folio)["contacto_id"]
        return tx.all("asistente.ficha.documentos", contacto_id=contacto_id)


def test_lo_hostil_se_lee_y_nada_mas(app, nucleo, escritorio):
    textos = list(hostiles.todos())
    assert len(set(textos)) >= 200
    laura = escritorio()
    quien = next(uno for uno in personas(app.db) if uno.usuario == "laura")
    en_grupos = iter(textos)
    folios, documentos = [], []
    while grupo := list(islice(en_grupos, 45)):
        contacto = nuevo_contacto(app)
        cedula = nucleo.cliente(nombres=grupo[0], apellidos=grupo[1], municipio=grupo[2])
        folio = mundo.caso(app, contacto, cedula=cedula, dejado=grupo[3])
        for i, texto in enumerate(grupo):
            cuando = app.now() - timedelta(minutes=10, seconds=-i)
            mundo.recibido(app, contacto, texto, cuando)
            mundo.recibido(app, contacto, tipo="image", media_id="1", leyenda=texto, archivo=texto, cuando=cuando)
        for texto in grupo[:6]:
            mundo.nota(app, folio, quien.id, texto)
            mundo.recibido(app, contacto, opcion_id="x", opcion_titulo=texto)
            mundo.enviado(app, contacto, texto)
        datos = {"nombres": grupo[4], "municipio": grupo[5], "pagaduria": grupo[6]}
        mundo.insertar(
            app,
            "tramites",
            contacto_id=contacto.id,
            producto="credito_nuevo",
            wamid_origen=nuevo_wamid(),
            datos=app.cipher.seal(datos, DATOS, de=contacto.id),
            creado_en=app.now(),
            actualizado_en=app.now(),
        )
        documentos.append(mundo.documento(app, contacto, next(c for _, c in GRUPOS[0]()), archivo=grupo[7],
                                          leyenda=grupo[8]))  # fmt: skip
        folios.append(folio)
    for nombre in textos:
        mundo.caso(app, cedula=nucleo.cliente(nombres=nombre.replace(" ", "\u00a0")))
        mundo.recibido(app, nuevo_contacto(app), nombre)
    rutas = ["/casos", "/conversaciones", *(f"/casos/{folio}" for folio in folios)]
    for ruta in [*rutas, *(f"/documentos/{uno}" for uno in documentos)]:
        pagina = laura.abrir(ruta)
        pagina.wait_for_timeout(150)
        assert pagina.locator(RARO).count() == 0, ruta
        for ancla in pagina.locator("main a").all():
            assert (ancla.get_attribute("href") or "").startswith("/"), ruta
    assert laura.pagina.context.pages == [laura.pagina]
