"""The paz y salvo on the simulated phone: it arrives, it opens, and the page of its QR says that it is valid."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.nucleo.personas import PERSONAS
from tests.navegador.escritorio import CAPTURAS
from tests.navegador.test_saldo import PANTALLAS, abrir, captura, dicho, escribir

pytestmark = pytest.mark.navegador
ALVARO = next(persona for persona in PERSONAS if persona.cedula == "99901104")
CON_ALGO_DIBUJADO = 40_000  # bytes of a screenshot; the empty viewer takes a few thousand


@pytest.fixture(scope="module")
def recibido(demo: str, navegador: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Ask for it on a phone; return the folio's address and the file as it was downloaded."""
    pagina = navegador.new_page(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    errores: list[str] = []
    pagina.on("pageerror", lambda error: errores.append(str(error)))
    pagina.goto(demo)
    telefono = abrir(pagina, ALVARO.chat)
    escribir(telefono, "necesito mi paz y salvo")
    telefono.get_by_test_id("option").filter(has_text=re.compile("^Acepto$")).last.click()
    dicho(telefono, "número de cédula")
    escribir(telefono, ALVARO.cedula)
    dicho(telefono, "fecha de expedición")
    escribir(telefono, f"{ALVARO.fecha_expedicion:%d/%m/%Y}")
    dicho(telefono, "Escribe aquí el código")
    telefono.get_by_test_id("sms-tab").click()
    codigo = re.search(r"\b(\d{6})\b", telefono.get_by_test_id("sms").last.inner_text())
    assert codigo
    telefono.get_by_test_id("chat-tab").click()
    escribir(telefono, codigo.group(1))
    burbuja = dicho(telefono, "Este es tu paz y salvo")
    archivo = burbuja.get_by_test_id("file")
    expect(archivo).to_contain_text("Paz y salvo ProAlto.pdf")
    expect(archivo).to_contain_text("PDF")
    captura(pagina, "escritorio", "6-paz-y-salvo")
    guardado = tmp_path_factory.mktemp("descarga") / "recibido.pdf"
    respuesta = pagina.request.get(demo + str(archivo.get_attribute("href")).removeprefix(demo))
    assert respuesta.headers["content-type"] == "application/pdf"
    assert respuesta.headers["content-disposition"].startswith("inline")
    guardado.write_bytes(respuesta.body())
    sitio = re.search(r"(http\S+)/v/", burbuja.inner_text())
    assert sitio and not errores
    with pikepdf.open(io.BytesIO(respuesta.body())) as pdf:
        folio = str(pdf.docinfo["/Title"]).rpartition(" ")[2]
    pagina.close()
    return f"{sitio.group(1)}/v/{folio}", guardado


def visitar(navegador: Browser, pantalla: str, direccion: str) -> Page:
    ancho, alto = {"escritorio": (1280, 800), "celular": PANTALLAS["celular"]}[pantalla]
    pagina = navegador.new_page(viewport={"width": ancho, "height": alto})
    violaciones: list[str] = []
    pagina.on("console", lambda mensaje: violaciones.append(mensaje.text))
    pagina.goto(direccion)
    assert violaciones == []
    return pagina


def sin_desborde(pagina: Page) -> None:
    assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("pantalla", ["escritorio", "celular"])
def test_la_pagina_dice_que_es_valido_y_compara_el_archivo(
    recibido: tuple[str, Path], navegador: Browser, pantalla: str
) -> None:
    direccion, archivo = recibido
    pagina = visitar(navegador, pantalla, direccion)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Certificado válido")
    expect(pagina.get_by_role("status")).to_contain_text("104")
    assert ALVARO.cedula not in pagina.content() and "Zuluaga" not in pagina.content()
    sin_desborde(pagina)
    captura(pagina, pantalla, "7-valido")
    pagina.get_by_label("Archivo PDF").set_input_files(archivo)
    pagina.get_by_role("button", name="Comprobar el archivo").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Archivo auténtico")
    captura(pagina, pantalla, "8-autentico")
    pagina.close()


def test_un_archivo_cambiado_no_es_valido(recibido: tuple[str, Path], navegador: Browser, tmp_path: Path) -> None:
    direccion, archivo = recibido
    cambiado = tmp_path / "cambiado.pdf"
    cambiado.write_bytes(archivo.read_bytes() + b"\n")
    pagina = visitar(navegador, "celular", direccion)
    pagina.get_by_label("Archivo PDF").set_input_files(cambiado)
    pagina.get_by_role("button", name="Comprobar el archivo").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Archivo no válido")
    captura(pagina, "celular", "9-alterado")
    pagina.close()


def test_un_folio_escrito_a_mano_llega_a_su_pagina_y_uno_errado_no_es_valido(
    recibido: tuple[str, Path], navegador: Browser
) -> None:
    direccion, _ = recibido
    sitio, _, folio = direccion.rpartition("/")
    pagina = visitar(navegador, "celular", f"{sitio}/")
    captura(pagina, "celular", "10-entrada")
    pagina.get_by_label("Folio").fill(folio.lower().replace("-", " "))
    pagina.get_by_role("button", name="Verificar").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Certificado válido")
    pagina.goto(direccion[:-1] + ("0" if folio[-1] != "0" else "1"))
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Certificado no válido")
    sin_desborde(pagina)
    captura(pagina, "celular", "11-no-valido")
    pagina.close()


def test_el_archivo_se_abre_en_el_navegador(recibido: tuple[str, Path], demo: str, navegador: Browser) -> None:
    pagina = navegador.new_page(viewport={"width": 1400, "height": 900})
    pagina.goto(demo)
    telefono = abrir(pagina, ALVARO.chat)
    archivo = dicho(telefono, "Este es tu paz y salvo").get_by_test_id("file")
    with pagina.context.expect_event("page") as abierta:
        archivo.click()
    abierta.value.set_viewport_size({"width": 1000, "height": 900})
    for _ in range(20):  # the viewer draws the page some time after it has loaded
        imagen = abierta.value.screenshot(path=CAPTURAS / "escritorio-12-abierto.png")
        if len(imagen) > CON_ALGO_DIBUJADO:
            break
        pagina.wait_for_timeout(500)
    assert len(imagen) > CON_ALGO_DIBUJADO
    abierta.value.close()
    pagina.close()
