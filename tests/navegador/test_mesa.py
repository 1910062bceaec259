"""The desk in a real browser, in use: keys, what arrives while somebody writes, and no scripts at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from proalto.bootstrap import App
from proalto.services.mensajeria import interruptores
from tests.conftest import Nucleo, nuevo_contacto
from tests.navegador.mesa_llena import caso_completo, llenar_cola
from tests.services import mundo_de_mesa as mundo

pytestmark = pytest.mark.navegador
# Long, for two busy cores: that a page appears by itself is tested here, how soon is `make bench`'s.
ESPERA = 20_000


@pytest.fixture
def caso(app: App, nucleo: Nucleo) -> str:
    """A case with everything that a page of it may show."""
    return caso_completo(app, nucleo)


def test_la_cola_se_maneja_con_el_teclado(app, nucleo, escritorio):
    llenar_cola(app, nucleo)
    pagina = escritorio().abrir("/casos")
    casos = pagina.locator("[data-caso]")
    pagina.keyboard.press("j")
    expect(casos.nth(0)).to_be_focused()
    pagina.keyboard.press("ArrowDown")
    expect(casos.nth(1)).to_be_focused()
    pagina.keyboard.press("k")
    expect(casos.nth(0)).to_be_focused()
    mundo.caso(app, prioridad=4)  # the list is made anew under the focus
    pagina.wait_for_timeout(2500)
    expect(casos.nth(0)).to_be_focused()
    pagina.keyboard.press("/")
    expect(pagina.locator("#quien")).to_be_focused()
    pagina.locator("h1").click()
    pagina.keyboard.press("?")
    expect(pagina.locator("dialog.ayuda")).to_be_visible()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("j")
    folio = casos.nth(0).inner_text()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(f"**/casos/{folio}")


def test_un_caso_nuevo_aparece_solo(app, escritorio):
    pagina = escritorio().abrir("/casos")
    folio = mundo.caso(app, prioridad=1)
    expect(pagina.locator(f"#caso-{folio}")).to_be_visible(timeout=ESPERA)


def test_lo_que_llega_no_quita_el_foco_ni_lo_escrito_ni_el_lugar(app, nucleo, escritorio, caso):
    with app.db.transaction() as tx:
        contacto_id = tx.one("asistente.ficha.caso", folio=caso)["contacto_id"]
    contacto = nuevo_contacto(app)
    contacto = type(contacto)(contacto_id, contacto.address, contacto.wamid)
    for i in range(40):
        mundo.recibido(app, contacto, f"línea {i}", app.now() - timedelta(hours=3, seconds=-i))
    pagina = escritorio().abrir(f"/casos/{caso}")
    texto, dialogo = pagina.locator("#texto"), pagina.locator("#dialogo")
    texto.fill("Hola, Rosa: estoy escri")
    dialogo.evaluate("algo => { algo.scrollTop = 100; }")
    texto.focus()
    mundo.recibido(app, contacto, "¿sigues ahí?", app.now())
    expect(dialogo.get_by_text("¿sigues ahí?")).to_be_attached(timeout=ESPERA)
    expect(texto).to_be_focused()
    expect(texto).to_have_value("Hola, Rosa: estoy escri")
    assert dialogo.evaluate("algo => algo.scrollTop") == 100
    expect(pagina.locator("[data-nuevos]")).to_be_visible()
    pagina.locator("[data-nuevos] button").click()
    expect(dialogo.get_by_text("¿sigues ahí?")).to_be_in_viewport()
    texto.focus()
    pagina.keyboard.press("End")
    pagina.keyboard.type("biendo")
    pagina.keyboard.press("Control+Enter")
    expect(dialogo.get_by_text("Hola, Rosa: estoy escribiendo")).to_be_visible(timeout=ESPERA)
    expect(texto).to_have_value("")
    expect(texto).to_be_focused()


def test_un_borrador_vuelve_si_la_sesion_se_acaba(app, escritorio, caso):
    laura = escritorio()
    pagina = laura.abrir(f"/casos/{caso}")
    pagina.locator("#texto").fill("un párrafo largo")
    pagina.reload()
    expect(pagina.locator("#texto")).to_have_value("un párrafo largo")


def test_sin_guiones_tambien_se_atiende(app, nucleo, navegador, escritorio, caso):
    laura = escritorio()
    contexto = navegador.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    contexto.add_cookies(laura.pagina.context.cookies())
    pagina = contexto.new_page()
    pagina.goto(f"{laura.url}/casos")
    pagina.locator(f"#caso-{caso}").click()
    pagina.locator("#texto").fill("Hola sin guiones")
    pagina.get_by_role("button", name="Enviar", exact=True).click()
    expect(pagina.locator("#dialogo")).to_contain_text("Hola sin guiones")
    expect(pagina.locator(".ficha .sabido").first).to_be_visible()
    contexto.close()


def test_la_plantilla_se_ve_mientras_se_llena_y_lo_escrito_no_va_en_ninguna_direccion(app, escritorio):
    viejo = nuevo_contacto(app)
    mundo.recibido(app, viejo, "hola", app.now() - timedelta(days=2))
    pagina = escritorio().abrir(f"/casos/{mundo.caso(app, viejo)}")
    direcciones: list[str] = []
    pagina.on("request", lambda pedido: direcciones.append(pedido.url))
    pagina.get_by_text("Pedir un documento").click()
    plantilla = pagina.locator("form").filter(has=pagina.locator("[value=pedir_documento]"))
    plantilla.get_by_label("Documento que falta").fill("la cédula de Ñandú")
    expect(plantilla.locator(".muestra")).to_contain_text("este documento: la cédula de Ñandú")
    assert any(direccion.endswith("/muestra") for direccion in direcciones)
    assert not [direccion for direccion in direcciones if "and" in direccion.rpartition("/")[2]]


def test_el_aviso_de_que_nada_sale_aparece_y_se_va_solo(app, escritorio):
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    pagina = escritorio().abrir("/casos")
    aviso = pagina.get_by_text("WhatsApp no acepta nuestros mensajes")
    expect(aviso).to_have_count(0)
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)
    expect(aviso).to_be_visible(timeout=ESPERA)
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    expect(aviso).to_have_count(0, timeout=ESPERA)


def test_un_fallido_se_reintenta_desde_la_pagina_y_se_ve_que_fue_de_el(app, escritorio):
    contacto = nuevo_contacto(app)
    mundo.recibido(app, contacto, "hola")
    numero = mundo.enviado(app, contacto, "hola", estado="fallido", motivo="rechazado", error_codigo=131026)
    pagina = escritorio("marta").abrir("/fallidos?todos=1")
    pagina.click(f"#reintentar-saliente-{numero}")
    expect(pagina.get_by_role("status")).to_contain_text("1 mensaje se reintenta.", timeout=ESPERA)
    mundo.cambiar(app, "mensajes_salientes", f"reintenta_a = {numero}", estado="entregado")
    expect(pagina.get_by_text("reintentado: le llegó").first).to_be_visible(timeout=ESPERA)
