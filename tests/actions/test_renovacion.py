"""Renovación, as the customer reads it: the offer, or every reason why not, and nothing promised."""

from datetime import date

import pytest

from actions.propuesta import FORM, PROPUESTA, ActionAskRenovacion
from actions.renovacion import (
    ActionPedirRenovacion,
    ActionRevisarRenovacion,
)
from proalto.services.operacion.parametros import vigentes
from tests.actions.ayuda import Charla, autorizar
from tests.actions.renovaciones import MITAD_PAGADA, boton, ofrecer, plano
from tests.conftest import conectar
from tests.tree.arbol import dominio


def casos(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tipo, folio, transcripcion FROM asistente.casos WHERE contacto_id = %s", (contacto.id,))
        return {
            tipo: [linea["texto"] for linea in app.cipher.unseal(sellada, f"casos:{folio}") if linea["de"] == "nota"]
            for tipo, folio, sellada in cursor.fetchall()
        }


# -- LA OFERTA --
def test_dice_la_oferta_con_todas_sus_cifras_y_que_no_es_una_aprobacion(charla_de_renovacion, nucleo, quien_renueva):
    numero = ofrecer(nucleo, nucleo.credito(quien_renueva, **MITAD_PAGADA))
    dicho = charla_de_renovacion.corre(ActionPedirRenovacion)
    for dato in (f"…{numero[-6:]}", "$ 20.000.000", "60 meses", "$ 518.371", "1,58 %", "$ 6.000.000", "$ 14.000.000",
                 "31 de diciembre de 2026", "no es una aprobación", "la mitad de tu ingreso neto"):  # fmt: skip
        assert dato in plano(dicho), dato
    assert dicho.sigue == FORM
    assert dicho.slots[PROPUESTA] == {"credito": numero, "plazo": "60", "monto": "20000000", "cuota": "518371"}


def test_los_botones_llevan_lo_que_el_cliente_vio(con_oferta):
    propuesta = con_oferta.slot(PROPUESTA)
    dicho = con_oferta.corre(ActionAskRenovacion)
    assert dicho.opciones == ["Me interesa", "Probar otro plazo", "Hablar con un asesor"]
    con_oferta.toca(boton(dicho, "Me interesa"))
    assert {e["entity"]: e["value"] for e in con_oferta.tracker.latest_message.entities} == propuesta
    assert "{" not in boton(dicho, "Probar otro plazo").replace('{"', "")


def test_sin_oferta_dice_los_documentos_y_los_pasos_sin_cifras(charla_de_renovacion, nucleo, quien_renueva):
    nucleo.credito(quien_renueva, **MITAD_PAGADA)
    dicho = charla_de_renovacion.corre(ActionPedirRenovacion)
    assert "cédula" in dicho.texto and "desprendibles" in dicho.texto and "$" not in dicho.texto
    assert dicho.opciones == ["Pedir el estudio", "Hablar con un asesor", "Ver menú"]
    assert dicho.sigue is None


@pytest.mark.parametrize(
    "estados, dice",
    [([], "No encuentro créditos"), (["cancelado"], "no hay uno que renovar"), (["castigado"], "condición especial")],
)
def test_sin_credito_vivo_dice_por_que(charla_de_renovacion, nucleo, quien_renueva, estados, dice):
    for estado in estados:
        nucleo.credito(quien_renueva, estado=estado, saldo=0)
    dicho = charla_de_renovacion.corre(ActionPedirRenovacion)
    assert dice in dicho.texto and dicho.sigue is None


def test_sin_autorizacion_ni_identidad_primero_las_pide(app, contacto):
    charla_de_renovacion = Charla(app, contacto).dice("renovar")
    assert charla_de_renovacion.corre(ActionPedirRenovacion).sigue == "autorizacion_form"
    autorizar(app, contacto)
    dicho = charla_de_renovacion.dice("renovar").corre(ActionPedirRenovacion)
    assert (dicho.sigue, dicho.texto, dicho.slots["tramite"]) == ("identidad_form", "", "action_pedir_renovacion")


# -- NO SE PUEDE --
def test_dice_cada_razon_y_ofrece_que_la_revise_una_persona(charla_de_renovacion, nucleo, quien_renueva):
    nucleo.credito(quien_renueva, estado="en_mora", dias_mora=40, cuotas_totales=60, cuotas_pagadas=2,
                   fecha_desembolso=date(2026, 9, 1))  # fmt: skip
    nucleo.insertar("solicitudes", radicado=f"SOL-{quien_renueva}", cedula=quien_renueva, etapa="estudio")
    dicho = charla_de_renovacion.corre(ActionPedirRenovacion)
    for razon in ("pago atrasado", "40 % de las cuotas, y vas en el 3 %", "6 meses desde el desembolso, y van 2",
                  "solicitud en curso"):  # fmt: skip
        assert razon in plano(dicho), razon
    assert dicho.opciones[0] == "Revisar con asesor" and dicho.sigue is None


def test_la_revision_abre_un_caso_con_los_codigos(app, charla_de_renovacion, contacto, nucleo, quien_renueva):
    numero = nucleo.credito(quien_renueva, estado="en_mora", dias_mora=40, cuotas_totales=60, cuotas_pagadas=2)
    charla_de_renovacion.corre(ActionPedirRenovacion)
    dicho = charla_de_renovacion.toca("/revisar_renovacion").corre(ActionRevisarRenovacion)
    assert casos(app, contacto) == {"revision": [f"{numero}: mora pagado"]}
    assert "una persona va a revisar" in dicho.texto


def test_la_revision_no_pide_otra_vez_la_identidad(app, contacto):
    dicho = Charla(app, contacto).toca("/revisar_renovacion").corre(ActionRevisarRenovacion)
    assert casos(app, contacto) == {"revision": []} and dicho.sigue is None


@pytest.mark.parametrize("codigo", vigentes().motivos)
def test_las_palabras_de_cada_razon_no_rinan_ni_amenazan(codigo):
    (variante,) = dominio()["responses"][f"utter_renovacion_motivo_{codigo}"]
    dicho = variante["text"].lower()
    assert not any(
        palabra in dicho for palabra in ("rechaz", "negad", "incumpl", "moroso", "deudor", "report", "por qué no")
    )
