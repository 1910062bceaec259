"""A new crédito on the simulated phone, with three files chosen at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from simulator.nucleo.personas import PERSONAS
from tests.e2e.test_credito_nuevo import RESPUESTAS, foto, pdf
from tests.navegador.test_saldo import PANTALLAS, abrir, captura, dicho, escribir

pytestmark = pytest.mark.navegador
PREGUNTAS = (
    "nombres y apellidos",
    "número de cédula",
    "¿En qué municipio",
    "¿Qué entidad",
    "¿Cuánto dinero",
    "¿A cuánto",
)


def test_la_solicitud_con_tres_archivos(demo: str, navegador: Browser, tmp_path: Path) -> None:
    ancho, alto = PANTALLAS["escritorio"]
    pagina = navegador.new_page(viewport={"width": ancho, "height": alto})
    errores: list[str] = []
    pagina.on("pageerror", lambda error: errores.append(str(error)))
    pagina.goto(demo)
    telefono = abrir(pagina, PERSONAS[4].chat)

    def tocar(titulo: str) -> None:
        telefono.get_by_test_id("option").filter(has_text=re.compile(f"^{titulo}$")).last.click()

    escribir(telefono, "quiero pedir un préstamo")
    dicho(telefono, "¿Autorizas")
    tocar("Acepto")
    dicho(telefono, "¿Eres empleado o pensionado?")
    captura(pagina, "escritorio", "13-credito-nuevo")
    tocar("Soy empleado")
    for pregunta, respuesta in zip(PREGUNTAS, RESPUESTAS):
        dicho(telefono, pregunta)
        escribir(telefono, respuesta)
    dicho(telefono, "¿A qué hora")
    tocar("En la tarde")
    dicho(telefono, "¿Prefieres")
    tocar("Por WhatsApp")
    dicho(telefono, "Revisa que todo esté bien")
    captura(pagina, "escritorio", "14-resumen")
    tocar("Está bien")
    dicho(telefono, "Vas 0 de 3")
    archivos = {"cedula.jpg": foto("cedula"), "colillas.pdf": pdf(2), "certificado laboral.jpg": foto("certificado")}
    for nombre, contenido in archivos.items():
        (tmp_path / nombre).write_bytes(contenido)
    telefono.get_by_test_id("file-input").set_input_files([tmp_path / nombre for nombre in archivos])
    dicho(telefono, "radicada con el número")
    captura(pagina, "escritorio", "15-radicada")
    assert not errores
    pagina.close()
