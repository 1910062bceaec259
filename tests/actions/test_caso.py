"""¿Cómo va mi caso?: one's own only, with its stage and what was promised, and the truth when it is late."""

from dataclasses import replace

import pytest

from actions.asesor import ActionHablarConAsesor, ActionPonerQueja, ActionReportarFraude
from actions.caso import ActionConsultarCaso
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.formats.fecha import fecha_en_palabras
from proalto.services.atencion import gestion_casos
from proalto.services.conversacion import menu_fijo
from proalto.services.conversacion.frases_fijas import Orden
from tests.actions.ayuda import Charla
from tests.conftest import nuevo_contacto
from tests.services.gente import caso, persona, sql, ver, vistos


@pytest.fixture(autouse=True)
def mesa_vacia(app):
    sql(app, "UPDATE asistente.usuarios SET disponible = false")
    sql(app, "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = '2000-01-01', causa = 'otra'"
        " WHERE estado <> 'cerrado'")  # fmt: skip


@pytest.fixture
def charla(app, contacto):
    return Charla(app, contacto).dice("¿cómo va mi caso?")


def hacer(app, que, *args, **kwargs):
    with app.db.transaction() as tx:
        return getattr(gestion_casos, que)(tx, *args, **kwargs)


# -- CÓMO VA --
def test_sin_casos_ofrece_una_persona_y_no_pregunta_quien_es(app, charla):
    caso(app)  # somebody else's
    dicho = charla.corre(ActionConsultarCaso)
    assert "no tienes casos abiertos" in dicho.texto and "Hablar con un asesor" in dicho.opciones
    assert dicho.sigue is None


def test_el_que_nadie_ha_tomado_dice_hasta_cuando(app, charla, contacto, reloj):
    suyo = caso(app, "queja", contacto)
    reloj.pasa(minutes=30)
    texto = charla.corre(ActionConsultarCaso).texto
    assert suyo.folio in texto and "espera a que un asesor lo tome" in texto
    assert momento_en_palabras(suyo.prometido_para, app.now()) in texto and "18 de noviembre" in texto


def test_dice_quien_lo_tiene_y_despues_el_plazo_para_resolverlo(app, charla, contacto):
    laura, suyo = persona(app, nombre="Laura Gómez"), caso(app, "asesor", contacto)
    hacer(app, "tomar_caso", suyo.folio, laura, app.now())
    antes = charla.corre(ActionConsultarCaso).texto
    hacer(app, "registrar_respuesta", suyo.id, laura.id, app.now())
    despues = charla.dice("¿y ahora?").corre(ActionConsultarCaso).texto
    assert "ya lo tiene *Laura*" in antes and "hoy antes de las 12:00 m." in antes
    assert "lo está atendiendo *Laura*" in despues and "el viernes 20 de noviembre antes de las 10:00 a. m." in despues
    assert "Gómez" not in antes + despues


def test_el_que_espera_al_cliente_no_promete_nada_ni_vence(app, charla, contacto, reloj):
    laura, suyo = persona(app), caso(app, "asesor", contacto)
    hacer(app, "pausar", suyo.folio, laura, app.now())
    reloj.pasa(days=20)
    texto = charla.corre(ActionConsultarCaso).texto
    assert "espera tu respuesta" in texto and "antes de" not in texto and "disculpas" not in texto


@pytest.mark.parametrize("hasta", ["nadie", "tomado", "respondido"])
def test_cuando_es_tarde_lo_dice_pide_disculpas_y_cuenta_que_se_sabe(app, charla, contacto, reloj, hasta):
    laura, suyo = persona(app, nombre="Laura Gómez"), caso(app, "asesor", contacto)
    if hasta != "nadie":
        hacer(app, "tomar_caso", suyo.folio, laura, app.now())
    if hasta == "respondido":
        hacer(app, "registrar_respuesta", suyo.id, laura.id, app.now())
    reloj.pasa(days=5)
    texto = charla.corre(ActionConsultarCaso).texto
    assert "te pido disculpas" in texto and "ya lo sabe" in texto and suyo.folio in texto
    assert ("Laura" in texto) == (hasta != "nadie")


def test_el_cerrado_se_cuenta_siete_dias(app, charla, contacto, reloj):
    laura, suyo = persona(app), caso(app, "asesor", contacto)
    hacer(app, "cerrar", app.cipher, suyo.folio, laura, app.now(), causa="otra")
    reloj.pasa(days=6, hours=23)
    assert "ya está cerrado" in charla.corre(ActionConsultarCaso).texto
    reloj.pasa(hours=2)
    assert suyo.folio not in charla.dice("¿y ahora?").corre(ActionConsultarCaso).texto


def test_los_cuenta_todos_y_ninguno_ajeno(app, charla, contacto):
    suyos = [caso(app, tipo, contacto) for tipo in ("queja", "fraude", "datos")]
    ajeno = caso(app, "queja", nuevo_contacto(app))
    texto = charla.corre(ActionConsultarCaso).texto
    assert all(suyo.folio in texto for suyo in suyos) and ajeno.folio not in texto


# -- LA FILA --
def test_en_horario_dice_cuantos_van_antes_y_cuanto_calcula(app, contacto):
    persona(app, capacidad=0)
    dichos = []
    for cuantos in range(3):
        quien = contacto if cuantos == 2 else nuevo_contacto(app)
        dichos.append(Charla(app, quien).dice("asesor").corre(ActionHablarConAsesor).texto)
    assert "Eres la siguiente persona en la fila." in dichos[0]
    assert "Hay *una persona* antes que tú; calculo unos 15 minutos." in dichos[1]
    assert "Hay *2 personas* antes que tú; calculo unos 30 minutos." in dichos[2]
    otra_vez = Charla(app, contacto).dice("¿y el asesor?").corre(ActionHablarConAsesor).texto
    assert "Ya tienes el caso" in otra_vez and "*2 personas*" in otra_vez


@pytest.mark.parametrize("pasa", [{"hours": 8}, {"days": 4}, {"days": -2}], ids=["noche", "domingo", "festivo"])
def test_fuera_de_horario_solo_dice_lo_prometido(app, contacto, reloj, pasa):
    persona(app)
    reloj.pasa(**pasa)
    vistos(app)
    texto = Charla(app, contacto).dice("queja").corre(ActionPonerQueja).texto
    suyo = ver(app, sql(app, "SELECT folio FROM asistente.casos WHERE contacto_id = %s", contacto.id)[0][0])
    assert momento_en_palabras(suyo.prometido_para, app.now()) in texto
    assert "fila" not in texto and "antes que tú" not in texto


def test_pedirlo_otra_vez_cuando_ya_es_tarde_no_repite_la_promesa_vieja(app, contacto, reloj):
    Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude)
    reloj.pasa(days=2)
    texto = Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude).texto
    assert "te pido disculpas" in texto and "Ya tienes" not in texto


def plazos_de(app, contacto):
    return sql(app, "SELECT soportes_hasta, responder_hasta FROM asistente.suplantaciones s JOIN asistente.casos c"
               " ON c.id = s.caso_id WHERE c.contacto_id = %s", contacto.id)  # fmt: skip


@pytest.mark.parametrize(
    "dias, dicho",
    [(2, "te llega a más tardar"), (20, "debía llegarte a más tardar"), (40, "fue hasta")],
    ids=["corren", "sin respuesta", "vencidos"],
)
def test_repetir_un_fraude_cuando_ya_es_tarde_dice_los_plazos_que_quedan(app, contacto, reloj, dias, dicho):
    Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude)
    ((soportes, responder),) = plazos_de(app, contacto)
    reloj.pasa(days=dias)
    texto = Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude).texto
    assert "te pido disculpas" in texto and dicho in texto
    assert fecha_en_palabras(soportes) in texto and fecha_en_palabras(responder) in texto
    otra = nuevo_contacto(app)
    Charla(app, otra).dice("queja").corre(ActionPonerQueja)
    reloj.pasa(days=20)
    assert "soportes" not in Charla(app, otra).dice("queja").corre(ActionPonerQueja).texto


@pytest.mark.parametrize(
    "dias, dicho", [(0, "te llega a más"), (2, "te llega a más"), (20, "debía"), (40, "fue hasta")]
)
def test_sin_rasa_repetir_un_fraude_dice_los_mismos_plazos(app, contacto, reloj, dias, dicho):
    def cumple(quien):
        return menu_fijo.cumplir(app.db, app.cipher, quien, Orden.FRAUDE, app.now())

    cumple(contacto)
    ((soportes, responder),) = plazos_de(app, contacto)
    reloj.pasa(days=dias)
    texto = cumple(replace(contacto, wamid="wamid.OTRA-VEZ"))
    assert dicho in texto and fecha_en_palabras(soportes) in texto and fecha_en_palabras(responder) in texto
