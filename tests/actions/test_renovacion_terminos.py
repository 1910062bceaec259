"""Another term, or another amount, before saying yes: each with its figures, or how far it goes."""

from datetime import date

import pytest

from actions.menu import ActionRetomar
from actions.propuesta import FORM, PROPUESTA, RESPUESTA, ActionAskRenovacion, ValidateRenovacionForm
from actions.renovacion import (
    ActionPedirRenovacion,
    ActionProbarPlazo,
)
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.actions.renovaciones import A_48, MITAD_PAGADA, boton, contesta, ofrecer, plano


# -- OTROS TERMINOS --
@pytest.mark.parametrize(
    "texto, intencion, cifras",
    [
        ("¿y a 48 meses?", "faq", (A_48, "48 meses", "14.000.000")),
        ("48", "fuera_de_alcance", (A_48,)),
        ("y si fueran 4 años", "nlu_fallback", (A_48,)),
        ("no, mejor 48", "negar", (A_48,)),
        ("claro que sí, a 48 meses", "afirmar", (A_48,)),
        ("cuarenta y ocho", "charla", (A_48,)),
        ("y por 8 millones", "faq", ("$ 8.000.000", "60 meses", "$ 207.348", "$ 2.000.000")),
        ("8 millones a 36 meses", "pedir_credito_nuevo", ("$ 8.000.000", "36 meses", "$ 293.086")),
    ],
)
def test_otro_plazo_u_otro_monto_con_cualquier_intencion(con_oferta, texto, intencion, cifras):
    dicho = contesta(con_oferta, texto, intencion)
    assert all(cifra in plano(dicho) for cifra in cifras), plano(dicho)
    assert "cálculo de referencia" in dicho.texto and dicho.sigue == FORM


def test_lo_que_se_cambia_se_suma_a_lo_anterior(con_oferta):
    contesta(con_oferta, "a 48 meses")
    dicho = contesta(con_oferta, "y por 8 millones")
    assert "48 meses" in plano(dicho) and "$ 8.000.000" in plano(dicho) and "$ 239.032" in plano(dicho)


@pytest.mark.parametrize(
    "texto, limites",
    [
        ("500 meses", ("12 meses", "120 meses")),
        ("6 meses", ("12 meses", "120 meses")),
        ("12 o 24 meses", ("12 meses", "120 meses")),
        ("5", ("12 meses", "120 meses")),
        ("-3 meses", ("12 meses", "120 meses")),
        ("y por 90 millones", ("$ 6.001.000", "$ 20.000.000")),
        ("3 millones", ("$ 6.001.000", "$ 20.000.000")),
    ],
)
def test_lo_que_no_se_puede_dice_hasta_donde_y_no_pierde_la_propuesta(con_oferta, texto, limites):
    antes = con_oferta.slot(PROPUESTA)
    dicho = contesta(con_oferta, texto)
    assert all(limite in plano(dicho) for limite in limites) and "no lo puedo calcular" in dicho.texto
    assert con_oferta.slot(PROPUESTA) == antes and dicho.sigue == FORM


def test_el_boton_de_otro_plazo_muestra_la_cuota_de_cada_uno_y_no_pregunta_dos_veces(con_oferta):
    pregunta = con_oferta.corre(ActionAskRenovacion)
    dicho = con_oferta.toca(boton(pregunta, "Probar otro plazo")).corre(ActionProbarPlazo)
    filas = {fila["title"]: fila["description"].replace("\u00a0", " ") for fila in dicho.respuestas[-1]["buttons"]}
    assert len(filas) == 10 and filas["48 meses"] == f"$ {A_48}" and filas["60 meses"] == "$ 518.371"
    assert con_oferta.corre(ActionAskRenovacion).texto == ""
    assert con_oferta.dice("¿y las oficinas?").corre(ActionAskRenovacion).opciones[0] == "Me interesa"


def test_una_fila_de_la_lista_lleva_a_su_plazo(con_oferta):
    pregunta = con_oferta.corre(ActionAskRenovacion)
    lista = con_oferta.toca(boton(pregunta, "Probar otro plazo")).corre(ActionProbarPlazo)
    dicho = con_oferta.toca(boton(lista, "48 meses")).corre(ActionProbarPlazo)
    assert A_48 in dicho.texto and con_oferta.slot(PROPUESTA)["plazo"] == "48"


def test_preguntar_por_los_plazos_muestra_los_suyos(con_oferta):
    con_oferta._llega("¿a cuántos meses se puede?", [], "wamid.plazos", "faq")
    con_oferta.tracker.latest_message.parse_data["response_selector"] = {
        "faq": {"response": {"intent_response_key": "faq/montos_plazos"}}
    }
    assert con_oferta.valida(ValidateRenovacionForm).slots["tramite"] == "action_probar_plazo"
    con_oferta.corre(ActionRetomar)
    assert "120 meses" in con_oferta.corre(ActionProbarPlazo).opciones


def test_la_lista_no_pasa_de_la_edad(app, contacto, nucleo):
    quien_renueva = nucleo.cliente(fecha_nacimiento=date(1961, 11, 18))  # 65 years: five are left
    autorizar(app, contacto)
    identificar(app, contacto, quien_renueva)
    credito = ofrecer(nucleo, nucleo.credito(quien_renueva, **MITAD_PAGADA), plazo=36)
    charla_de_renovacion = Charla(app, contacto).toca(f'/probar_plazo{{"credito": "{credito}"}}')
    dicho = charla_de_renovacion.corre(ActionProbarPlazo)
    assert dicho.opciones == ["12 meses", "24 meses", "36 meses", "48 meses", "60 meses"]


def test_si_la_cuota_del_prestamista_no_es_la_formula_la_respeta_y_lo_explica(
    charla_de_renovacion, nucleo, quien_renueva
):
    ofrecer(nucleo, nucleo.credito(quien_renueva, **MITAD_PAGADA), valor_cuota=545_000)
    assert "545.000" in charla_de_renovacion.corre(ActionPedirRenovacion).texto
    charla_de_renovacion.abre(FORM, RESPUESTA)
    otra = contesta(charla_de_renovacion, "a 48 meses")
    assert A_48 in otra.texto and "solo capital e intereses" in otra.texto
    misma = contesta(charla_de_renovacion, "a 60 meses")
    assert "545.000" in misma.texto and "518.371" not in misma.texto and "solo capital" not in misma.texto
