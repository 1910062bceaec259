"""Renovación, as the customer reads it: the offer, other terms, every reason, and nothing promised."""

from datetime import date

import pytest

from actions.asesor import ActionHablarConAsesor
from actions.menu import ActionRetomar
from actions.propuesta import FORM, PROPUESTA, RESPUESTA, ActionAskRenovacion, ValidateRenovacionForm
from actions.renovacion import (
    ActionAceptarRenovacion,
    ActionPedirRenovacion,
    ActionProbarPlazo,
    ActionRevisarRenovacion,
)
from proalto.services.parametros import vigentes
from proalto.services.tramites import tramite_abierto
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import conectar
from tests.tree.arbol import dominio

ACCIONES = {a.rasa_name: a for a in (ActionProbarPlazo, ActionAceptarRenovacion)}
MITAD_PAGADA = {"cuotas_totales": 60, "cuotas_pagadas": 30, "saldo": 6_000_000}
A_48 = "597.580"


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente(fecha_nacimiento=date(1980, 1, 1))


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    return Charla(app, contacto).dice("quiero renovar")


def ofrecer(nucleo, credito, **columnas):
    fila = {"monto": 20_000_000, "plazo": 60, "tasa_mensual": "1.58", "valor_cuota": 518_371,
            "vence_en": date(2026, 12, 31)}  # fmt: skip
    nucleo.insertar("ofertas_renovacion", credito=credito, **(fila | columnas))
    return credito


@pytest.fixture
def con_oferta(charla, nucleo, cedula):
    """The offer has been shown, and the form waits for an answer."""
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA))
    assert charla.corre(ActionPedirRenovacion).sigue == FORM
    charla.abre(FORM, RESPUESTA)
    return charla


def plano(dicho):
    return dicho.texto.replace("\u00a0", " ")


def contesta(charla, texto, intencion="nlu_fallback"):
    """Answer the form with words, as Rasa would: validate, close it, go on; then ask again if it opened anew."""
    charla._llega(texto, [], f"wamid.{texto}.{len(charla.tracker.events)}", intencion)
    dicho = charla.valida(ValidateRenovacionForm)
    if dicho.slots.get(RESPUESTA) is None:
        return dicho
    sigue = charla.corre(ActionRetomar).sigue
    dicho = charla.corre(ACCIONES[sigue])
    if dicho.sigue == FORM:
        charla.abre(FORM, RESPUESTA)
    return dicho


def boton(dicho, titulo):
    return next(b["payload"] for r in dicho.respuestas for b in r.get("buttons", []) if b["title"] == titulo)


def casos(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tipo, folio, transcripcion FROM asistente.casos WHERE contacto_id = %s", (contacto.id,))
        return {
            tipo: [linea["texto"] for linea in app.cipher.unseal(sellada, f"casos:{folio}") if linea["de"] == "nota"]
            for tipo, folio, sellada in cursor.fetchall()
        }


# -- LA OFERTA --
def test_dice_la_oferta_con_todas_sus_cifras_y_que_no_es_una_aprobacion(charla, nucleo, cedula):
    numero = ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA))
    dicho = charla.corre(ActionPedirRenovacion)
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


def test_sin_oferta_dice_los_documentos_y_los_pasos_sin_cifras(charla, nucleo, cedula):
    nucleo.credito(cedula, **MITAD_PAGADA)
    dicho = charla.corre(ActionPedirRenovacion)
    assert "cédula" in dicho.texto and "desprendibles" in dicho.texto and "$" not in dicho.texto
    assert dicho.opciones == ["Pedir el estudio", "Hablar con un asesor", "Ver menú"]
    assert dicho.sigue is None


@pytest.mark.parametrize(
    "estados, dice",
    [([], "No encuentro créditos"), (["cancelado"], "no hay uno que renovar"), (["castigado"], "condición especial")],
)
def test_sin_credito_vivo_dice_por_que(charla, nucleo, cedula, estados, dice):
    for estado in estados:
        nucleo.credito(cedula, estado=estado, saldo=0)
    dicho = charla.corre(ActionPedirRenovacion)
    assert dice in dicho.texto and dicho.sigue is None


def test_sin_autorizacion_ni_identidad_primero_las_pide(app, contacto):
    charla = Charla(app, contacto).dice("renovar")
    assert charla.corre(ActionPedirRenovacion).sigue == "autorizacion_form"
    autorizar(app, contacto)
    dicho = charla.dice("renovar").corre(ActionPedirRenovacion)
    assert (dicho.sigue, dicho.texto, dicho.slots["tramite"]) == ("identidad_form", "", "action_pedir_renovacion")


# -- NO SE PUEDE --
def test_dice_cada_razon_y_ofrece_que_la_revise_una_persona(charla, nucleo, cedula):
    nucleo.credito(cedula, estado="en_mora", dias_mora=40, cuotas_totales=60, cuotas_pagadas=2,
                   fecha_desembolso=date(2026, 9, 1))  # fmt: skip
    nucleo.insertar("solicitudes", radicado=f"SOL-{cedula}", cedula=cedula, etapa="estudio")
    dicho = charla.corre(ActionPedirRenovacion)
    for razon in ("pago atrasado", "40 % de las cuotas, y vas en el 3 %", "6 meses desde el desembolso, y van 2",
                  "solicitud en curso"):  # fmt: skip
        assert razon in plano(dicho), razon
    assert dicho.opciones[0] == "Revisar con asesor" and dicho.sigue is None


def test_la_revision_abre_un_caso_con_los_codigos(app, charla, contacto, nucleo, cedula):
    numero = nucleo.credito(cedula, estado="en_mora", dias_mora=40, cuotas_totales=60, cuotas_pagadas=2)
    charla.corre(ActionPedirRenovacion)
    dicho = charla.toca("/revisar_renovacion").corre(ActionRevisarRenovacion)
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
    cedula = nucleo.cliente(fecha_nacimiento=date(1961, 11, 18))  # 65 years: five are left
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    credito = ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA), plazo=36)
    charla = Charla(app, contacto).toca(f'/probar_plazo{{"credito": "{credito}"}}')
    dicho = charla.corre(ActionProbarPlazo)
    assert dicho.opciones == ["12 meses", "24 meses", "36 meses", "48 meses", "60 meses"]


def test_si_la_cuota_del_prestamista_no_es_la_formula_la_respeta_y_lo_explica(charla, nucleo, cedula):
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA), valor_cuota=545_000)
    assert "545.000" in charla.corre(ActionPedirRenovacion).texto
    charla.abre(FORM, RESPUESTA)
    otra = contesta(charla, "a 48 meses")
    assert A_48 in otra.texto and "solo capital e intereses" in otra.texto
    misma = contesta(charla, "a 60 meses")
    assert "545.000" in misma.texto and "518.371" not in misma.texto and "solo capital" not in misma.texto


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


def test_pedir_el_estudio_sin_oferta_abre_la_solicitud(app, charla, contacto, nucleo, cedula):
    numero = nucleo.credito(cedula, **MITAD_PAGADA)
    tocado = boton(charla.corre(ActionPedirRenovacion), "Pedir el estudio")
    charla.toca(tocado).corre(ActionAceptarRenovacion)
    datos = pedida(app, contacto)
    assert (datos["credito"], datos["por_verificar"], "monto" in datos) == (numero, "capacidad", False)


# -- VARIOS CREDITOS, Y LA IDENTIDAD EN MEDIO --
def test_con_varios_creditos_pregunta_cual_y_cada_fila_lleva_al_suyo(charla, nucleo, cedula):
    con, sin = (nucleo.credito(cedula, **MITAD_PAGADA, fecha_desembolso=date(ano, 1, 1)) for ano in (2023, 2024))
    ofrecer(nucleo, con)
    dicho = charla.corre(ActionPedirRenovacion)
    assert "2 créditos" in dicho.texto and dicho.opciones == [f"…{con[-6:]}", f"…{sin[-6:]}"]
    assert "preaprobada" in charla.toca(boton(dicho, f"…{con[-6:]}")).corre(ActionPedirRenovacion).texto
    assert "pedir el estudio" in charla.toca(boton(dicho, f"…{sin[-6:]}")).corre(ActionPedirRenovacion).texto


def test_un_credito_ajeno_en_el_boton_no_abre_nada(charla, nucleo, cedula):
    for _ in range(2):
        nucleo.credito(cedula, **MITAD_PAGADA)
    ajeno = ofrecer(nucleo, nucleo.credito(nucleo.cliente(), **MITAD_PAGADA), monto=19_999_999)
    for payload, accion in (("pedir_renovacion", ActionPedirRenovacion), ("probar_plazo", ActionProbarPlazo),
                            ("aceptar_renovacion", ActionAceptarRenovacion)):  # fmt: skip
        dicho = charla.toca(f'/{payload}{{"credito": "{ajeno}"}}').corre(accion)
        assert "2 créditos" in dicho.texto and "19.999.999" not in dicho.texto


def test_con_doce_creditos_la_lista_cabe_en_whatsapp(charla, nucleo, cedula):
    for _ in range(12):
        nucleo.credito(cedula)
    assert len(charla.corre(ActionPedirRenovacion).opciones) == 10


def test_si_la_sesion_se_cerro_el_plazo_pedido_no_se_olvida(app, contacto, con_oferta, reloj, cedula):
    reloj.pasa(minutes=11)
    dicho = contesta(con_oferta, "a 48 meses")
    assert (dicho.sigue, dicho.slots["tramite"], dicho.texto) == ("identidad_form", "action_probar_plazo", "")
    con_oferta.abre("identidad_form", "codigo")
    identificar(app, contacto, cedula)
    assert con_oferta.dice("123456").corre(ActionRetomar).sigue == "action_probar_plazo"
    assert A_48 in con_oferta.corre(ActionProbarPlazo).texto
    assert con_oferta.slot(RESPUESTA) is None


def test_si_la_sesion_se_cerro_el_boton_tocado_no_se_olvida(app, contacto, con_oferta, reloj, cedula):
    contesta(con_oferta, "a 48 meses")
    pregunta = con_oferta.corre(ActionAskRenovacion)
    reloj.pasa(minutes=11)
    assert con_oferta.toca(boton(pregunta, "Me interesa")).corre(ActionAceptarRenovacion).sigue == "identidad_form"
    con_oferta.abre("identidad_form", "codigo")
    identificar(app, contacto, cedula)
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
