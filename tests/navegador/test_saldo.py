"""The balance on the simulated phone, as a newcomer who typed `make demo` sees it."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.nucleo.personas import PERSONAS
from tests.navegador.escritorio import CAPTURAS

pytestmark = pytest.mark.navegador
PANTALLAS = {"escritorio": (1400, 900), "celular": (390, 844)}
CLIENTES = {"escritorio": PERSONAS[0], "celular": PERSONAS[2]}


def escribir(telefono: Locator, texto: str) -> None:
    telefono.get_by_test_id("input").fill(texto)
    telefono.get_by_test_id("send").click()


def dicho(telefono: Locator, texto: str) -> Locator:
    """Wait for a message of the assistant with these words."""
    mensaje = telefono.locator("[data-testid=message][data-from=negocio]").filter(has_text=texto).last
    expect(mensaje).to_be_visible(timeout=20_000)
    return mensaje


@pytest.mark.parametrize("pantalla", list(PANTALLAS))
def test_la_conversacion_del_saldo(demo: str, navegador: Browser, pantalla: str) -> None:
    ancho, alto = PANTALLAS[pantalla]
    persona = CLIENTES[pantalla]
    pagina = navegador.new_page(viewport={"width": ancho, "height": alto})
    errores: list[str] = []
    pagina.on("pageerror", lambda error: errores.append(str(error)))
    pagina.goto(demo)
    telefono = abrir(pagina, persona.chat)
    escribir(telefono, "quiero saber cuánto debo")
    dicho(telefono, "Asistente Virtual de ProAlto")
    captura(pagina, pantalla, "1-autorizacion")
    telefono.get_by_test_id("option").filter(has_text=re.compile("^Acepto$")).last.click()
    dicho(telefono, "número de cédula")
    escribir(telefono, f"mi cédula es {persona.cedula}")
    dicho(telefono, "fecha de expedición")
    escribir(telefono, f"{persona.fecha_expedicion:%d/%m/%Y}")
    dicho(telefono, "Escribe aquí el código")
    telefono.get_by_test_id("sms-tab").click()
    sms = telefono.get_by_test_id("sms").last
    expect(sms).to_contain_text("es tu codigo")
    codigo = re.search(r"\b(\d{6})\b", sms.inner_text())
    assert codigo
    captura(pagina, pantalla, "2-sms")
    telefono.get_by_test_id("chat-tab").click()
    escribir(telefono, codigo.group(1))
    saldo = dicho(telefono, "Saldo pendiente")
    assert re.search(r"\$\s\d{1,3}(\.\d{3})+", saldo.inner_text())
    assert re.search(r"\d+ de \d+", saldo.inner_text())
    captura(pagina, pantalla, "3-saldo")
    telefono.get_by_test_id("option").filter(has_text="Ver menú").last.click()
    dicho(telefono, "¿En qué te puedo ayudar hoy?")
    telefono.get_by_test_id("list-open").last.click()
    expect(pagina.get_by_test_id("list-row")).to_have_count(7)
    captura(pagina, pantalla, "4-menu")
    pagina.get_by_test_id("list-row").filter(has_text="Hablar con un asesor").click()
    dicho(telefono, "Te escribirá por este mismo chat")
    captura(pagina, pantalla, "5-asesor")
    assert not errores
    pagina.close()


def abrir(pagina: Page, numero: str) -> Locator:
    """Open the phone of a demo customer."""
    cliente = pagina.locator(f"[data-testid=customer][data-numero='{numero}']")
    if not cliente.is_visible():
        pagina.get_by_test_id("people-open").click()
    cliente.click()
    return pagina.locator("[data-testid=phone]:visible").filter(has_text=numero[-4:]).last


def captura(pagina: Page, pantalla: str, nombre: str) -> None:
    pagina.wait_for_timeout(400)  # animations end
    pagina.screenshot(path=CAPTURAS / f"{pantalla}-{nombre}.png")
