"""A yes opens the application with what the customer saw, a no leaves it, and whose it is never changes."""

from datetime import date

import pytest

from actions.asesor import ActionHablarConAsesor
from actions.menu import ActionRetomar
from actions.propuesta import PROPUESTA, RESPUESTA, ActionAskRenovacion, ValidateRenovacionForm
from actions.renovacion import (
    ActionAceptarRenovacion,
    ActionPedirRenovacion,
    ActionProbarPlazo,
)
from proalto.services.credito.tramites import tramite_abierto
from tests.actions.ayuda import identificar
from tests.actions.renovaciones import A_48, MITAD_PAGADA, boton, contesta, ofrecer
from tests.conftest import conectar


def pedida(app, contacto):
    """Return what the open application for a renewal holds, or None."""
    tramite = tramite_abierto(app.db, app.cipher, contacto, "renovacion")
    return None if tramite is None else tramite.datos


# -- QUE SI, QUE NO --
def test_me_interesa_abre_la_solicitud_con_lo_que_el_cliente_vio(app, con_oferta, contacto):
    contesta(con_oferta, "a 48 meses")
    pregunta = con_oferta.corre(ActionAskRenovacion)
    dicho = con_oferta.toca(boton(pregunta, "Me interesa")).corre(ActionAceptarRenovacion)
    datos = pedida(app, contacto)
    vistos = {"monto": "20000000", "plazo": "48", "tasa": "1.58", "cuota": "597580", "por_verificar": "capacidad"}
    assert {clave: datos[clave] for clave in vistos} == vistos
    assert A_48 in dicho.texto and "Vas *0 de 2*" in dicho.texto
    assert con_oferta.tracker.active_loop_name is None and con_oferta.slot(PROPUESTA) is None


def test_un_si_con_palabras_es_me_interesa(app, con_oferta, contacto):
    dicho = contesta(con_oferta, "hágale pues", "afirmar")
    assert "518.371" in dicho.texto and pedida(app, contacto)["plazo"] == "60"


def test_tocar_dos_veces_no_abre_dos_solicitudes(app, con_oferta, contacto):
    tocado = boton(con_oferta.corre(ActionAskRenovacion), "Me interesa")
    con_oferta.toca(tocado).corre(ActionAceptarRenovacion)
    una = tramite_abierto(app.db, app.cipher, contacto, "renovacion")
    con_oferta.toca(tocado).corre(ActionAceptarRenovacion)
    assert tramite_abierto(app.db, app.cipher, contacto, "renovacion").id == una.id


@pytest.mark.parametrize("texto, intencion", [("no", "negar"), ("no gracias", "agradecer"), ("déjeme pensarlo", "x")])
def test_un_no_la_deja_sin_insistir(app, con_oferta, contacto, texto, intencion):
    dicho = contesta(con_oferta, texto, intencion)
    assert "piénsalo con calma" in dicho.texto
    assert con_oferta.tracker.active_loop_name is None and pedida(app, contacto) is None


@pytest.mark.parametrize(
    "texto, intencion",
    [
        ("quiero hablar con un asesor sobre las 48 cuotas", "hablar_con_asesor"),
        ("me descontaron 2 cuotas, pongo una queja", "poner_queja"),
        ("me pidieron 2 millones para aprobarme a 48 meses", "reportar_fraude"),
        ("borren mis datos de hace 2 años", "suprimir_mis_datos"),
        ("¿qué tasa es esa?", "faq"),
        ("gracias", "agradecer"),
        ("xqzt wvbn", "nlu_fallback"),
    ],
)
def test_lo_demas_es_una_interrupcion(con_oferta, texto, intencion):
    con_oferta._llega(texto, [], "wamid.interrumpe", intencion)
    dicho = con_oferta.valida(ValidateRenovacionForm)
    assert (dicho.texto, dicho.eventos) == ("", [])


def test_el_formulario_no_lee_lo_que_no_se_le_dijo(con_oferta):
    con_oferta.dice("a 48 meses").corre(ActionHablarConAsesor)
    assert con_oferta.valida(ValidateRenovacionForm).eventos == []


def test_si_la_oferta_cambio_la_muestra_otra_vez_y_no_la_toma(app, con_oferta, contacto, nucleo):
    tocado = boton(con_oferta.corre(ActionAskRenovacion), "Me interesa")
    with conectar(nucleo.dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "UPDATE nucleo.ofertas_renovacion SET valor_cuota = 530000 WHERE credito = %s",
            (con_oferta.slot(PROPUESTA)["credito"],),
        )
    dicho = con_oferta.toca(tocado).corre(ActionAceptarRenovacion)
    assert "Algo cambió" in dicho.texto and "530.000" in dicho.texto and pedida(app, contacto) is None


@pytest.mark.parametrize("cambio, dice", [("DELETE FROM nucleo.ofertas_renovacion", "pedir el estudio"),
                                          ("UPDATE nucleo.creditos SET dias_mora = 9", "pago atrasado")])  # fmt: skip
def test_si_ya_no_se_puede_lo_dice_y_no_la_toma(app, con_oferta, contacto, nucleo, cambio, dice):
    credito = con_oferta.slot(PROPUESTA)["credito"]
    tocado = boton(con_oferta.corre(ActionAskRenovacion), "Me interesa")
    with conectar(nucleo.dsn) as conexion, conexion.cursor() as cursor:
        columna = "credito" if "ofertas" in cambio else "numero"
        cursor.execute(f"{cambio} WHERE {columna} = %s", (credito,))
    dicho = con_oferta.toca(tocado).corre(ActionAceptarRenovacion)
    assert dice in dicho.texto and pedida(app, contacto) is None
    assert con_oferta.tracker.active_loop_name is None


@pytest.mark.parametrize("plazo, monto", [("500", "20000000"), ("48", "90000000"), ("48", "1")])
def test_un_boton_que_se_sale_de_los_limites_no_se_toma(app, con_oferta, contacto, plazo, monto):
    credito = con_oferta.slot(PROPUESTA)["credito"]
    con_oferta.toca(
        f'/aceptar_renovacion{{"credito": "{credito}", "plazo": "{plazo}", "monto": "{monto}", "cuota": "1"}}'
    )
    assert "Algo cambió" in con_oferta.corre(ActionAceptarRenovacion).texto and pedida(app, contacto) is None


def test_pedir_el_estudio_sin_oferta_abre_la_solicitud(app, charla_de_renovacion, contacto, nucleo, quien_renueva):
    numero = nucleo.credito(quien_renueva, **MITAD_PAGADA)
    tocado = boton(charla_de_renovacion.corre(ActionPedirRenovacion), "Pedir el estudio")
    charla_de_renovacion.toca(tocado).corre(ActionAceptarRenovacion)
    datos = pedida(app, contacto)
    assert (datos["credito"], datos["por_verificar"], "monto" in datos) == (numero, "capacidad", False)


# -- VARIOS CREDITOS, Y LA IDENTIDAD EN MEDIO --
def test_con_varios_creditos_pregunta_cual_y_cada_fila_lleva_al_suyo(charla_de_renovacion, nucleo, quien_renueva):
    con, sin = (nucleo.credito(quien_renueva, **MITAD_PAGADA, fecha_desembolso=date(ano, 1, 1)) for ano in (2023, 2024))
    ofrecer(nucleo, con)
    dicho = charla_de_renovacion.corre(ActionPedirRenovacion)
    assert "2 créditos" in dicho.texto and dicho.opciones == [f"…{con[-6:]}", f"…{sin[-6:]}"]
    assert "preaprobada" in charla_de_renovacion.toca(boton(dicho, f"…{con[-6:]}")).corre(ActionPedirRenovacion).texto
    assert (
        "pedir el estudio" in charla_de_renovacion.toca(boton(dicho, f"…{sin[-6:]}")).corre(ActionPedirRenovacion).texto
    )


def test_un_credito_ajeno_en_el_boton_no_abre_nada(charla_de_renovacion, nucleo, quien_renueva):
    for _ in range(2):
        nucleo.credito(quien_renueva, **MITAD_PAGADA)
    ajeno = ofrecer(nucleo, nucleo.credito(nucleo.cliente(), **MITAD_PAGADA), monto=19_999_999)
    for payload, accion in (("pedir_renovacion", ActionPedirRenovacion), ("probar_plazo", ActionProbarPlazo),
                            ("aceptar_renovacion", ActionAceptarRenovacion)):  # fmt: skip
        dicho = charla_de_renovacion.toca(f'/{payload}{{"credito": "{ajeno}"}}').corre(accion)
        assert "2 créditos" in dicho.texto and "19.999.999" not in dicho.texto


def test_con_doce_creditos_la_lista_cabe_en_whatsapp(charla_de_renovacion, nucleo, quien_renueva):
    for _ in range(12):
        nucleo.credito(quien_renueva)
    assert len(charla_de_renovacion.corre(ActionPedirRenovacion).opciones) == 10


def test_si_la_sesion_se_cerro_el_plazo_pedido_no_se_olvida(app, contacto, con_oferta, reloj, quien_renueva):
    reloj.pasa(minutes=11)
    dicho = contesta(con_oferta, "a 48 meses")
    assert (dicho.sigue, dicho.slots["tramite"], dicho.texto) == ("identidad_form", "action_probar_plazo", "")
    con_oferta.abre("identidad_form", "codigo")
    identificar(app, contacto, quien_renueva)
    assert con_oferta.dice("123456").corre(ActionRetomar).sigue == "action_probar_plazo"
    assert A_48 in con_oferta.corre(ActionProbarPlazo).texto
    assert con_oferta.slot(RESPUESTA) is None


def test_si_la_sesion_se_cerro_el_boton_tocado_no_se_olvida(app, contacto, con_oferta, reloj, quien_renueva):
    contesta(con_oferta, "a 48 meses")
    pregunta = con_oferta.corre(ActionAskRenovacion)
    reloj.pasa(minutes=11)
    assert con_oferta.toca(boton(pregunta, "Me interesa")).corre(ActionAceptarRenovacion).sigue == "identidad_form"
    con_oferta.abre("identidad_form", "codigo")
    identificar(app, contacto, quien_renueva)
    con_oferta.dice("123456").corre(ActionRetomar)
    con_oferta.corre(ActionAceptarRenovacion)
    assert pedida(app, contacto)["plazo"] == "48"


def test_quien_se_identifica_como_otra_persona_no_ve_lo_de_la_primera(app, contacto, con_oferta, nucleo):
    otra = nucleo.cliente()
    nucleo.credito(otra, cuotas_totales=60, cuotas_pagadas=1)
    identificar(app, contacto, otra)
    dicho = contesta(con_oferta, "a 48 meses")
    assert A_48 not in dicho.texto and "por ahora no lo puedes renovar" in dicho.texto
    assert con_oferta.slot(PROPUESTA) is None and con_oferta.tracker.active_loop_name is None
