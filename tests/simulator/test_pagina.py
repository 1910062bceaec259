"""The page in a real browser: what a tester sees and touches."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect
from werkzeug.serving import make_server

from simulator.__main__ import QuietHandler
from simulator.app import create_app

pytestmark = pytest.mark.navegador
FILAS = [{"id": "/saldo", "title": "Consultar mi saldo", "description": "Saldo y cuotas"}]
LISTA = {
    "type": "list",
    "body": {"text": "Elige"},
    "action": {"button": "Ver opciones", "sections": [{"title": "Tu crédito", "rows": FILAS}]},
}


@pytest.fixture
def page(bench: Any, navegador: Browser) -> Iterator[Page]:
    server = make_server("127.0.0.1", 0, create_app(bench.world), threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = navegador.new_page(viewport={"width": 1400, "height": 900})
    errors: list[Error] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    assert errors == []
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(page: Page) -> Locator:
    page.get_by_test_id("new-name").fill("Ana Ruiz")
    page.get_by_test_id("new-number").fill("573001234567")
    page.get_by_test_id("new-create").click()
    phone = page.get_by_test_id("phone")
    phone.get_by_test_id("input").fill("hola")
    phone.get_by_test_id("send").click()
    expect(phone.get_by_test_id("message")).to_have_count(1)
    return phone


def test_muestra_el_texto_como_texto_y_con_formato(bench: Any, phone: Locator, page: Page) -> None:
    bench.send(
        type="text", text={"body": "<img src=x onerror=document.title='mal'> *fuerte* _suave_ https://proalto.example"}
    )
    bubble = phone.get_by_test_id("message").last
    expect(bubble).to_contain_text("<img src=x onerror")
    expect(bubble.locator("img")).to_have_count(0)
    expect(bubble.locator("strong")).to_have_text("fuerte")
    expect(bubble.locator("em")).to_have_text("suave")
    expect(bubble.locator("a")).to_have_attribute("href", "https://proalto.example")
    assert page.title() != "mal"


def test_una_lista_se_abre_y_se_elige_con_el_teclado(bench: Any, phone: Locator, page: Page) -> None:
    bench.send(type="interactive", interactive=LISTA)
    phone.get_by_test_id("list-open").click()
    expect(phone.get_by_test_id("list-row")).to_be_focused()
    page.keyboard.press("Enter")
    expect(phone.get_by_test_id("message").last).to_contain_text("Consultar mi saldo")
    expect(phone.get_by_test_id("list-row")).to_have_count(0)


def test_el_sms_avisa_y_su_codigo_pasa_al_chat(bench: Any, phone: Locator) -> None:
    form = {"To": "+573001234567", "From": "+15005550006", "Body": "Tu código es 482913."}
    settings = bench.world.settings
    auth = (settings.twilio_sid, settings.twilio_token)
    bench.client.post(f"/2010-04-01/Accounts/{settings.twilio_sid}/Messages.json", data=form, auth=auth)
    expect(phone.get_by_test_id("sms-toast")).to_contain_text("482913")
    phone.get_by_test_id("sms-tab").click()
    expect(phone.get_by_test_id("sms")).to_contain_text("Tu código es 482913.")
    phone.get_by_test_id("sms-use-code").click()
    expect(phone.get_by_test_id("input")).to_have_value("482913")


def test_una_condicion_cambia_desde_el_panel(bench: Any, phone: Locator, page: Page) -> None:
    page.get_by_test_id("conditions-open").click()
    page.get_by_test_id("condition-lote").select_option("entradas")
    expect(page.locator("#conditions-count")).to_have_text("1")
    assert bench.api("/condiciones", "GET")["lote"] == "entradas"


def test_un_rechazo_de_meta_se_ve(bench: Any, phone: Locator, page: Page) -> None:
    bench.send(type="text", text={"body": "a" * 4097})
    expect(page.locator(".toast.bad")).to_contain_text("text.body")
