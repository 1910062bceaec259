"""Desk and phone side by side: two strikes, a case, an advisor who answers, the close, how it was, and the menu."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.nucleo.personas import PERSONAS
from tests.navegador.conftest import Demo
from tests.navegador.escritorio import CAPTURAS
from tests.navegador.test_saldo import abrir, dicho, escribir

pytestmark = pytest.mark.navegador
CLIENTE = PERSONAS[1]
A_TIEMPO = 2.0  # seconds until what one side says is on the other


def entrar(pagina: Page, mesa: str, quien: str) -> None:
    """Enter the desk as the demo's own page says."""
    pagina.goto(mesa)
    ayuda = pagina.locator(".demo code")
    clave = ayuda.nth(0).inner_text()
    pagina.get_by_label("Usuario").fill(quien)
    pagina.get_by_label("Contraseña").fill(clave)
    pagina.get_by_role("button", name="Seguir").click()
    codigo = pagina.locator(".demo code").nth(1).inner_text()
    pagina.get_by_label("Código").fill(codigo)
    pagina.get_by_role("button", name=re.compile("Entrar|Seguir")).click()
    expect(pagina).to_have_url(re.compile("/casos"))


def de_la_mesa(mesa: Page, texto: str) -> Locator:
    """Wait for a line of the conversation at the desk."""
    linea = mesa.locator("article.linea").filter(has_text=texto).last
    expect(linea).to_be_visible(timeout=20_000)
    return linea


def tarda(hecho: Locator) -> float:
    """Return the seconds until something is there."""
    desde = time.monotonic()
    expect(hecho).to_be_visible(timeout=20_000)
    return time.monotonic() - desde


def contestar(mesa: Page, texto: str) -> None:
    mesa.get_by_label("Respuesta para el cliente").fill(texto)
    mesa.get_by_role("button", name="Enviar", exact=True).click()


@pytest.fixture
def lado_a_lado(la_demo: Demo, navegador: Browser):
    """The phone of a customer, and the desk of Laura."""
    paginas = [navegador.new_page(viewport={"width": ancho, "height": 900}) for ancho in (1100, 1280)]
    errores: list[str] = []
    for pagina in paginas:
        pagina.on("pageerror", lambda error: errores.append(str(error)))
    telefono_pagina, mesa = paginas
    telefono_pagina.goto(la_demo.telefonos)
    entrar(mesa, la_demo.mesa, "laura")
    yield abrir(telefono_pagina, CLIENTE.chat), mesa
    assert errores == []
    for pagina in paginas:
        pagina.close()


def test_de_dos_no_entendidos_a_una_persona_y_de_vuelta_al_menu(la_demo: Demo, lado_a_lado) -> None:
    telefono, mesa = lado_a_lado
    escribir(telefono, "hola")
    dicho(telefono, "Asistente Virtual de ProAlto")
    telefono.get_by_test_id("option").filter(has_text=re.compile("^Acepto$")).last.click()
    dicho(telefono, "¿En qué te puedo ayudar hoy?")
    escribir(telefono, "flurb gnorp zzz qwx")
    dicho(telefono, "no te entendí bien")
    escribir(telefono, "glarb snurf plok wib")
    aviso = dicho(telefono, "Le pasé tu conversación")
    folio = re.search(r"A-[2-9A-Z]{7}", aviso.inner_text())[0]

    mesa.get_by_role("link", name=folio).click(timeout=20_000)
    expect(mesa.get_by_role("heading", level=1)).to_contain_text(folio)
    de_la_mesa(mesa, "glarb snurf plok wib")
    contestar(mesa, "Hola, María Eugenia. ¿En qué te ayudo?")
    en_el_telefono = telefono.locator("[data-testid=message][data-from=negocio]").filter(has_text="¿En qué te ayudo?")
    assert tarda(en_el_telefono) < A_TIEMPO
    dicho(telefono, "Laura Gómez")

    escribir(telefono, "necesito que me expliquen el descuento de este mes")
    en_la_mesa = mesa.locator("article.linea.cliente").filter(has_text="necesito que me expliquen el descuento")
    assert tarda(en_la_mesa) < A_TIEMPO + 1  # what the browser draws counts too, on two busy cores
    mesa.screenshot(path=CAPTURAS / "mesa-conversacion.png", full_page=True)
    telefono.page.wait_for_timeout(3000)
    ultimo = telefono.locator("[data-testid=message]").last
    expect(ultimo).to_contain_text("necesito que me expliquen el descuento")  # the assistant keeps quiet

    contestar(mesa, "Claro: la cuota se descuenta el último día del mes.")
    dicho(telefono, "la cuota se descuenta el último día")
    mesa.get_by_text("Cerrar el caso…").click()
    mesa.get_by_label("Causa", exact=True).select_option("informacion")
    mesa.get_by_role("button", name="Cerrar el caso").click()
    dicho(telefono, "quedó cerrado")
    la_demo.sql("UPDATE asistente.encuestas SET enviar_en = now() WHERE estado = 'programada'")  # not in two minutes
    dicho(telefono, "¿Cómo te pareció la atención?")
    telefono.get_by_test_id("list-open").last.click()
    telefono.page.get_by_test_id("list-row").filter(has_text="5 Excelente").click()
    dicho(telefono, "Gracias por tu calificación")
    telefono.page.screenshot(path=CAPTURAS / "telefono-encuesta.png")
    escribir(telefono, "menú")
    dicho(telefono, "¿En qué te puedo ayudar hoy?")
