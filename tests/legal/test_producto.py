"""What the law asks of the errands themselves: L-36 renewal and simulator, L-38 paz y salvo, L-39 refusals, L-49."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.asesor import ActionHablarConAsesor
from actions.renovacion import ActionPedirRenovacion, ActionRevisarRenovacion
from proalto.formats.dias_habiles import BOGOTA, Horario, sumar_dias_habiles, sumar_lapso_habil
from proalto.services.atencion import tipos_de_caso
from proalto.services.credito.ofertas import leer_oferta
from proalto.services.credito.paz_y_salvo import AunDebe, RequiereAsesor, emitir_paz_y_salvo
from proalto.services.credito.renovacion import Elegible, Expediente, NoElegible, evaluar
from proalto.services.credito.simulador import Ingreso, simular
from proalto.services.operacion.parametros import CREDITO_NUEVO, SEGMENTOS, ReglasRenovacion, TasaMaxima, vigentes
from proalto.settings import ROOT
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import otra_vez
from tests.services.gente import sql

HOY = date(2026, 11, 18)
DOMINIO = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RESPUESTAS = DOMINIO["responses"]
PROMETE = re.compile(r"\b(aprobad[oa]s?|aprobamos|garantiz\w+|te lo damos|desembolsamos)\b", re.IGNORECASE)
PESOS = st.integers(100_000, 20_000_000).map(Decimal)


def maxima(anual):
    return TasaMaxima(date(2026, 11, 1), date(2026, 11, 30), Decimal(str(anual)), "prueba")


# -- L-36 --
@given(neto=PESOS, descuentos=PESOS, porcentaje=st.integers(1, 50))
def test_L36_nunca_queda_menos_de_la_mitad_del_ingreso_neto(neto, descuentos, porcentaje):
    disponible = Ingreso(neto, descuentos).disponible(porcentaje)
    assert disponible >= 0
    if disponible:
        assert neto - descuentos - disponible >= neto / 2


@settings(max_examples=200, deadline=None)
@given(
    segmento=st.sampled_from(SEGMENTOS), neto=PESOS, otros=st.integers(0, 10_000_000).map(Decimal),
    anual=st.decimals(10, 40, places=2), plazo=st.integers(12, 72), millones=st.integers(2, 20),
)  # fmt: skip
def test_L36_ninguna_simulacion_pasa_de_la_tasa_legal_ni_dice_que_cabe_lo_que_no(
    segmento, neto, otros, anual, plazo, millones
):
    parametros = replace(vigentes(), tasas_maximas=(maxima(anual),))
    simulacion = simular(parametros, segmento, Decimal(millones * 10**6), plazo, HOY, Ingreso(neto, otros))
    efectiva = ((1 + simulacion.tasa / 100) ** 12 - 1) * 100
    assert efectiva <= anual + Decimal("0.005")
    assert simulacion.cabe is (simulacion.cuota <= max(Decimal(0), neto / 2 - otros).to_integral_value("ROUND_FLOOR"))
    assert simulacion.ingreso_minimo >= 2 * simulacion.cuota


def fila_de_oferta(tasa):
    return {
        "numero": "L-1", "saldo": Decimal(1_000_000), "oferta_monto": Decimal(5_000_000), "oferta_plazo": 36,
        "oferta_tasa": Decimal(str(tasa)), "oferta_cuota": Decimal(190_000), "oferta_vence_en": date(2026, 12, 31),
    }  # fmt: skip


@pytest.mark.parametrize(("tasa", "legal"), [("1.50", True), ("1.83", True), ("1.84", False), ("3", False)])
def test_L36_una_oferta_por_encima_de_la_tasa_legal_no_se_presenta(tasa, legal):
    assert (leer_oferta(fila_de_oferta(tasa), HOY, maxima("24.36")) is not None) is legal


def test_L36_ningun_parametro_deja_descontar_mas_de_la_mitad():
    assert all(reglas.capacidad <= 50 for reglas in vigentes().renovacion.values())
    assert {producto for producto, _ in vigentes().limites} >= {CREDITO_NUEVO}


def test_L36_quien_simula_o_ofrece_dice_que_no_es_una_aprobacion():
    dichos = {nombre: " ".join(v.get("text", "") for v in variantes) for nombre, variantes in RESPUESTAS.items()}
    de_plata = [nombre for nombre, texto in dichos.items() if "{cuota}" in texto]
    assert len(de_plata) >= 3
    condicion = re.compile(r"no es una aprobación|referencia|simulación|preaprobad", re.IGNORECASE)
    # The one without it is the note that was taken of an offer, which said it.
    assert [nombre for nombre in de_plata if not condicion.search(dichos[nombre])] == ["utter_renovacion_tomada"]
    assert "Todavía no es una aprobación" in " ".join(dichos.values())
    temas = ("renovacion", "credito_nuevo", "oferta", "faq/requisitos", "faq/montos_plazos", "faq/tasas")
    for nombre, texto in dichos.items():
        if any(tema in nombre for tema in temas):
            sin_negar = re.sub(r"no es una aprobación|si se aprueba|preaprobad\w+", "", texto)
            assert not PROMETE.search(sin_negar), nombre


# -- L-38 --
def expedir(app, contacto):
    return emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, otra_vez(contacto), app.now())


@pytest.fixture
def cedula(app, contacto, nucleo):
    cedula = nucleo.cliente(fecha_nacimiento=date(1980, 1, 1))
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    return cedula


def test_L38_con_todo_pagado_se_expide_en_el_acto(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    nucleo.pagado(cedula)
    expedir(app, contacto)
    assert len(app.imprenta.impresos[0].obligaciones) == 2


def test_L38_con_una_sola_obligacion_viva_no_se_expide(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    nucleo.credito(cedula, saldo=1)
    with pytest.raises(AunDebe):
        expedir(app, contacto)
    assert app.imprenta.impresos == []


@pytest.mark.parametrize(
    "columnas",
    [{"estado": "cedido"}, {"estado": "vendido"}, {"estado": "castigado", "saldo": 0}, {"estado": None}],
    ids=str,
)
def test_L38_si_la_cartera_se_cedio_responde_una_persona(app, contacto, nucleo, cedula, columnas):
    nucleo.pagado(cedula)
    nucleo.pagado(cedula, **columnas)
    with pytest.raises(RequiereAsesor):
        expedir(app, contacto)


def hoy_en_bogota():
    return datetime.now(timezone.utc).astimezone(BOGOTA).date()  # what certifies looks at the lender's own clock


@pytest.mark.parametrize(("dias", "en_camino"), [(-40, True), (-1, True), (0, True), (2, False), (30, False)])
def test_L38_un_descuento_en_camino_lo_ve_una_persona_y_uno_por_venir_no_estorba(
    app, contacto, nucleo, cedula, dias, en_camino
):
    nucleo.pagado(cedula, proximo_descuento=hoy_en_bogota() + timedelta(days=dias))
    if en_camino:
        with pytest.raises(RequiereAsesor):
            expedir(app, contacto)
        assert app.imprenta.impresos == []
    else:
        expedir(app, contacto)


@pytest.mark.parametrize("inicio", [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 1825, 13)])
def test_L38_lo_que_no_se_puede_expedir_se_promete_a_lo_sumo_en_diez_dias_habiles(inicio):
    tipo = tipos_de_caso.vigentes()["paz_y_salvo"]
    pedido = datetime(inicio.year, inicio.month, inicio.day, 23, 59, tzinfo=BOGOTA)
    for minutos in (tipo.respuesta_minutos, tipo.solucion_minutos):
        promesa = sumar_lapso_habil(pedido, timedelta(minutes=minutos), Horario())
        assert promesa.astimezone(BOGOTA).date() <= sumar_dias_habiles(inicio, 10)


# -- L-39 --
ESTADOS = st.sampled_from(("vigente", "en_mora"))
OTROS_ESTADOS = st.sampled_from(("vigente", "en_mora", "cancelado", "castigado", "cedido", None))
QUIZA = st.none() | st.integers(0, 120)


@st.composite
def expedientes(draw):
    def credito(estado):
        return {
            "numero": "L-1", "estado": estado, "saldo": draw(st.none() | PESOS), "cuotas_totales": draw(QUIZA),
            "cuotas_pagadas": draw(QUIZA), "valor_cuota": draw(st.none() | PESOS),
            "fecha_desembolso": draw(st.none() | st.dates(date(2016, 1, 1), HOY)), "dias_mora": draw(QUIZA),
            "oferta_monto": None, "oferta_plazo": None, "oferta_tasa": None, "oferta_cuota": None,
            "oferta_vence_en": None,
        }  # fmt: skip

    cliente = {
        "segmento": draw(st.sampled_from((*SEGMENTOS, "otro", None))),
        "fecha_nacimiento": draw(st.none() | st.dates(date(1930, 1, 1), date(2008, 1, 1))),
    }
    creditos = [credito(draw(ESTADOS)), *(credito(draw(OTROS_ESTADOS)) for _ in range(draw(st.integers(0, 2))))]
    etapas = draw(st.lists(st.sampled_from(("estudio", "negada", "desembolso", None, "rara")), max_size=2))
    return Expediente(cliente, creditos, etapas, HOY)


@settings(max_examples=400, deadline=None)
@given(expediente=expedientes())
def test_L39_toda_negativa_tiene_al_menos_una_razon_con_sus_palabras(expediente):
    for evaluacion in evaluar(vigentes(), expediente):
        assert isinstance(evaluacion, Elegible | NoElegible)
        if isinstance(evaluacion, NoElegible):
            assert evaluacion.motivos
            assert {f"utter_renovacion_motivo_{motivo.codigo}" for motivo in evaluacion.motivos} <= set(RESPUESTAS)


def test_L39_cada_regla_es_objetiva_y_dice_que_pide():
    codigos = set(vigentes().motivos)
    assert codigos == set(ReglasRenovacion.__dataclass_fields__)
    for codigo in codigos:
        assert RESPUESTAS[f"utter_renovacion_motivo_{codigo}"][0]["text"].startswith("• ")


def test_L39_a_quien_se_le_niega_se_le_dicen_las_razones_y_se_le_ofrece_una_persona(app, contacto, nucleo, cedula):
    nucleo.credito(cedula, estado="en_mora", dias_mora=45, cuotas_pagadas=1)
    dicho = Charla(app, contacto).dice("quiero renovar").corre(ActionPedirRenovacion)
    assert dicho.texto.count("• ") >= 2 and "pago atrasado" in dicho.texto
    assert "Revisar con asesor" in dicho.opciones


def test_L39_la_revision_la_hace_una_persona_con_las_razones_a_la_vista(app, contacto, nucleo, cedula):
    nucleo.credito(cedula, estado="en_mora", dias_mora=45)
    charla = Charla(app, contacto).dice("quiero renovar")
    charla.corre(ActionPedirRenovacion)
    dicho = charla.toca("/revisar_renovacion").corre(ActionRevisarRenovacion)
    (caso,) = sql(app, "SELECT folio, tipo, transcripcion FROM asistente.casos WHERE contacto_id = %s", contacto.id)
    folio, tipo, transcripcion = caso
    assert folio in dicho.texto and tipo == "revision"
    assert "mora" in str(app.cipher.unseal(transcripcion, f"casos:{folio}")[-1])


# -- L-49 --
def test_L49_lo_primero_que_dice_es_que_es_un_programa_y_como_hablar_con_una_persona():
    (saludo,) = (variante["text"] for variante in RESPUESTAS["utter_presentacion"])
    assert "Asistente Virtual" in saludo and "un programa" in saludo and "*asesor*" in saludo


def test_L49_si_le_preguntan_si_es_un_robot_no_miente():
    for variante in RESPUESTAS["utter_charla/eres_un_bot"]:
        assert re.search(r"\bun programa\b", variante["text"]) and "*asesor*" in variante["text"]


def test_L49_ningun_texto_dice_ser_una_persona():
    finge = re.compile(r"\bsoy (una persona|human[oa]|un asesor|una asesora|laura|andrés)\b", re.IGNORECASE)
    dichos = [(nombre, v.get("text", "")) for nombre, variantes in RESPUESTAS.items() for v in variantes]
    assert [nombre for nombre, texto in dichos if finge.search(texto)] == []


def test_L49_el_menu_siempre_tiene_a_una_persona():
    (menu,) = RESPUESTAS["utter_menu"]
    assert "/hablar_con_asesor" in [boton["payload"] for boton in menu["buttons"]]


@pytest.mark.parametrize("estado", ["recien llegado", "sin autorizar", "en medio de la identidad", "con identidad"])
def test_L49_la_salida_a_una_persona_no_pide_nada_a_cambio(app, contacto, nucleo, estado):
    charla = Charla(app, contacto)
    if estado == "con identidad":
        autorizar(app, contacto)
        identificar(app, contacto, nucleo.cliente())
    if estado == "sin autorizar":
        charla.abre("autorizacion_form", "autorizacion")
    if estado == "en medio de la identidad":
        charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo")
    dicho = charla.dice("asesor").corre(ActionHablarConAsesor)
    ((folio,),) = sql(app, "SELECT folio FROM asistente.casos WHERE contacto_id = %s", contacto.id)
    assert folio in dicho.texto and dicho.sigue is None


def test_L49_pedir_una_persona_es_una_regla_sin_condiciones_y_sin_rasa_tambien_funciona():
    reglas = yaml.safe_load((ROOT / "data/rules.yml").read_text(encoding="utf-8"))["rules"]
    (regla,) = [r for r in reglas if r["steps"][0] == {"intent": "hablar_con_asesor"}]
    assert "condition" not in regla and regla["steps"][1] == {"action": "action_hablar_con_asesor"}
    frases = (ROOT / "textos/frases_fijas.csv").read_text(encoding="utf-8")
    assert "hablar_con_asesor,asesor\n" in frases and "hablar_con_asesor,un humano\n" in frases
