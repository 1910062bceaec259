"""What every answer carries, and what is refused before a page looks at it."""

import re
from dataclasses import replace

import pytest

from proalto.db.database import Database
from proalto.mesa.app import ESTATICOS
from proalto.services.mesa import claves
from proalto.services.mesa.usuarios import Rol
from proalto.settings import ROOT
from tests.mesa.conftest import navegante

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PLANTILLAS = sorted((ROOT / "proalto" / "mesa" / "templates").glob("*.html"))


def en_produccion(app):
    return replace(app, settings=replace(app.settings, produccion=True))


@pytest.mark.parametrize("ruta", ["/entrar", "/nada", "/salud", "/cuenta", "/auditoria", "/personas"])
def test_toda_respuesta_va_blindada(mesa, ruta):
    cabeceras = mesa(Rol.SUPERVISOR).get(ruta).headers
    assert cabeceras["Content-Security-Policy"] == CSP
    assert cabeceras["X-Content-Type-Options"] == "nosniff" and cabeceras["Cache-Control"] == "no-store"
    assert cabeceras["Referrer-Policy"] == "same-origin" and cabeceras["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in cabeceras and "Server" not in cabeceras


def test_en_produccion_solo_https(app, demo):
    cliente = navegante(en_produccion(app))
    respuesta = cliente.get("/entrar", base_url="https://localhost")
    assert respuesta.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert re.match(
        r"__Host-mesa-formularios=\S+; Secure; HttpOnly; Path=/; SameSite=Strict$", respuesta.headers["Set-Cookie"]
    )


@pytest.mark.parametrize("produccion", [False, True])
def test_la_galleta_de_la_sesion_no_se_lee_ni_se_manda_de_otro_sitio(app, demo, produccion):
    ajustes = replace(app.settings, demo=True, produccion=produccion)
    cliente = navegante(replace(app, settings=ajustes))
    casa = "https://localhost" if produccion else "http://localhost"
    pagina = cliente.get("/entrar", base_url=casa).get_data(as_text=True)
    ficha = re.search(r'name="csrf-token" content="([^"]+)"', pagina)[1]
    datos = {"csrf_token": ficha, "usuario": "laura", "clave": claves.DE_LA_DEMO}
    respuesta = cliente.post("/entrar", data=datos, base_url=casa, headers={"Referer": f"{casa}/entrar"})
    (galleta,) = [valor for valor in respuesta.headers.getlist("Set-Cookie") if "formularios" not in valor]
    segura = "Secure; " if produccion else ""
    nombre = "__Host-mesa" if produccion else "mesa"
    assert re.fullmatch(rf"{nombre}=[\w-]{{43}}; {segura}HttpOnly; Path=/; SameSite=Strict", galleta)


def test_lo_estatico_se_puede_guardar_y_su_direccion_cambia_con_lo_que_trae(anonimo):
    pagina = anonimo.get("/entrar").get_data(as_text=True)
    for archivo in ("mesa.css", "htmx.min.js", "icono.svg"):
        direccion = re.search(rf"/static/{re.escape(archivo)}\?v=[0-9a-f]{{12}}", pagina)[0]
        respuesta = anonimo.get(direccion)
        assert respuesta.status_code == 200 and respuesta.cache_control.max_age > 3600
        assert respuesta.headers["X-Content-Type-Options"] == "nosniff"


def test_htmx_es_el_que_dice_su_nota():
    import hashlib

    nota = (ESTATICOS / "LEEME.md").read_text(encoding="utf-8")
    assert hashlib.sha256((ESTATICOS / "htmx.min.js").read_bytes()).hexdigest() in nota and "2.0.11" in nota
    assert "0BSD" in nota


@pytest.mark.parametrize("plantilla", PLANTILLAS, ids=lambda plantilla: plantilla.stem)
def test_ninguna_plantilla_lleva_estilos_ni_programas_adentro(plantilla):
    texto = re.sub(r"\{#.*?#\}", "", plantilla.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|\|\s*safe|data:|<script(?![^>]*\bsrc=)", texto)
    assert not re.search(r"https?://", texto)


@pytest.mark.parametrize("ruta", ["/entrar", "/cuenta/disponible", "/salir", "/personas/nueva", "/respuestas/nueva"])
@pytest.mark.parametrize("ficha", [None, "", "inventada"])
def test_sin_la_ficha_del_formulario_no_se_hace_nada(mesa, ruta, ficha):
    cliente = mesa(Rol.SUPERVISOR)
    respuesta = cliente.post(ruta, data={"csrf_token": ficha} if ficha is not None else {})
    assert respuesta.status_code == 400 and "recárgala" in respuesta.get_data(as_text=True)
    assert cliente.get("/cuenta").status_code == 200


def test_la_ficha_de_otra_persona_no_sirve(mesa):
    ajena = mesa(Rol.SUPERVISOR).ficha()
    assert mesa(Rol.SUPERVISOR).post("/salir", data={"csrf_token": ajena}).status_code == 400


def test_htmx_la_puede_mandar_en_una_cabecera(mesa):
    cliente = mesa(Rol.ASESOR)
    respuesta = cliente.post("/cuenta/disponible", data={"disponible": "si"}, headers={"X-CSRFToken": cliente.ficha()})
    assert respuesta.status_code == 303


def test_sin_base_de_datos_lo_dice_y_la_salud_contesta(app):
    caida = Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")
    cliente = navegante(replace(app, db=caida))
    cliente.set_cookie("mesa", "x")
    respuesta = cliente.get("/cuenta")
    assert respuesta.status_code == 503 and "base de datos no responde" in respuesta.get_data(as_text=True)
    assert cliente.get("/salud").status_code == 200


@pytest.mark.parametrize(("ruta", "codigo", "dice"), [
    ("/nada", 404, "Aquí no hay nada"), ("/salir", 405, "menú"), ("/personas", 403, "no es de tu rol"),
])  # fmt: skip
def test_cada_error_es_una_pagina_que_dice_que_hacer(mesa, ruta, codigo, dice):
    respuesta = mesa(Rol.ASESOR).get(ruta)
    assert respuesta.status_code == codigo and dice in respuesta.get_data(as_text=True)


def test_un_error_de_programa_no_cuenta_como_es_por_dentro(mesa, monkeypatch):
    def romper(*_):
        raise RuntimeError("algo secreto")

    cliente = mesa(Rol.SUPERVISOR)
    monkeypatch.setattr("proalto.services.mesa.usuarios.fichas", romper)
    respuesta = cliente.get("/personas")
    assert respuesta.status_code == 500 and "secreto" not in respuesta.get_data(as_text=True)


def test_un_formulario_enorme_se_rechaza(mesa):
    respuesta = mesa(Rol.SUPERVISOR).envia("/respuestas/nueva", texto="x" * 300_000)
    assert respuesta.status_code == 413 and "demasiado largo" in respuesta.get_data(as_text=True)
