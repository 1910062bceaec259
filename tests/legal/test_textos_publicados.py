"""Habeas data: what was published does not change, and what is sensitive is said to be optional."""

import hashlib
import re

import pytest

from actions.saldo import ActionConsultarSaldo
from proalto.services.consentimiento import versiones
from proalto.services.consentimiento.autorizacion import (
    Evento,
    FaltaAutorizacion,
    Finalidad,
    exigir_autorizacion,
    mostrar,
    responder,
    vigentes,
)
from proalto.services.operacion import textos
from proalto.settings import ROOT
from tests.actions.ayuda import Charla, autorizar, dominio, identificar
from tests.conftest import conectar, nuevo_contacto

# -- L-08, L-09 --------------------------------------------------------------------------------------------------


def test_L08_ningun_texto_publicado_se_edito_y_todos_estan_en_la_lista():
    assert versiones.alteradas() == []


def test_L08_editar_uno_publicado_o_agregar_otro_sin_publicarlo_se_nota(tmp_path, monkeypatch):
    for nombre in versiones.DOCUMENTOS:
        (tmp_path / nombre).mkdir()
        for archivo in (textos.CARPETA / nombre).glob("v*.txt"):
            (tmp_path / nombre / archivo.name).write_bytes(archivo.read_bytes())
    (tmp_path / "versiones.csv").write_bytes((textos.CARPETA / "versiones.csv").read_bytes())
    monkeypatch.setattr(textos, "CARPETA", tmp_path)
    assert versiones.alteradas() == []
    primero = tmp_path / "autorizacion" / "v1.txt"
    primero.write_text(primero.read_text(encoding="utf-8").replace("4)", "4 )"), encoding="utf-8")
    (tmp_path / "politica" / "v9.txt").write_text("otra", encoding="utf-8")
    (tmp_path / "publicidad" / "v1.txt").unlink()
    assert versiones.alteradas() == ["autorizacion/v1.txt", "politica/v9.txt", "publicidad/v1.txt"]


def test_L08_cada_fila_del_libro_apunta_a_un_texto_que_existe_y_no_se_puede_cambiar(app, contacto):
    for finalidad in Finalidad:
        mostrar(app.db, app.cipher, contacto, app.now(), finalidad)
        responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "toque", app.now(), finalidad)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT libro.sha256, libro.version, texto.documento, texto.version, texto.texto FROM"
            " asistente.autorizaciones AS libro JOIN asistente.textos_mostrados AS texto USING (sha256)"
            " WHERE contacto_id = %s", (contacto.id,)
        )  # fmt: skip
        filas = cursor.fetchall()
        assert len(filas) == 4
        for sha256, version, documento, del_texto, texto in filas:
            publicado = (ROOT / "textos" / documento / f"{version}.txt").read_text(encoding="utf-8").strip()
            assert (texto, version) == (publicado, del_texto)
            assert hashlib.sha256(publicado.encode()).hexdigest() == sha256
        with pytest.raises(Exception, match="append-only"):
            cursor.execute("UPDATE asistente.textos_mostrados SET texto = 'otro'")


def test_L09_un_cambio_de_finalidad_pide_otra_vez_antes_de_usar_un_dato(app, nucleo, monkeypatch):
    gente = [nuevo_contacto(app) for _ in range(3)]
    for contacto in gente:
        autorizar(app, contacto)
        identificar(app, contacto, nucleo.cliente(celular=contacto.address.phone))
    vigente = textos.vigente
    nuevo = textos.Documento("autorizacion", "v99", "Otra finalidad", hashlib.sha256(b"Otra finalidad").hexdigest())
    monkeypatch.setattr("proalto.services.consentimiento.autorizacion.vigente",
                        lambda nombre: nuevo if nombre == "autorizacion" else vigente(nombre))  # fmt: skip
    for contacto in gente:
        with pytest.raises(FaltaAutorizacion):
            exigir_autorizacion(app.db, contacto)
        dicho = Charla(app, contacto).dice("cuánto debo").corre(ActionConsultarSaldo)
        assert dicho.sigue == "autorizacion_form"
        assert vigentes(app.db, contacto) == {}


DONDE_SE_PIDE_UN_ARCHIVO = re.compile(
    r"(?:env[ií]a(?:lo|me|los)?|mandarlos de a uno) por aqu[ií]|por este chat, en foto|los puedes enviar por"
)


def test_L10_donde_se_pide_un_archivo_se_dice_que_lo_sensible_es_opcional():
    dichos = {nombre: variante["text"] for nombre, variantes in dominio().responses.items() for variante in variantes
              if DONDE_SE_PIDE_UN_ARCHIVO.search(variante.get("text", "").lower())}  # fmt: skip
    plantilla = (ROOT / "textos" / "plantillas" / "pedir_documento.json").read_text(encoding="utf-8")
    assert DONDE_SE_PIDE_UN_ARCHIVO.search(plantilla)
    assert {"utter_documentos_requeridos", "utter_documento_enviar", "utter_documentos_avance"} <= set(dichos)
    for nombre, texto in (dichos | {"pedir_documento": plantilla}).items():
        assert "datos sensibles" in texto.replace("*", ""), nombre
        assert "opcional" in texto and "tapar esas líneas" in texto, nombre


def test_L10_el_aviso_dice_cuales_son_y_ningun_documento_condiciona_el_tramite():
    aviso = dominio().responses["utter_documentos_requeridos"][0]["text"]
    assert all(dato in aviso for dato in ("foto", "huella", "cédula", "desprendible", "salud", "sindicato"))
    ofrecidas = {b["payload"].split("{")[0] for b in dominio().responses["utter_documentos_avance"][0]["buttons"]}
    assert {"/omitir_documento", "/terminar_documentos"} <= ofrecidas
