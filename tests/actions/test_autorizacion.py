"""The authorization: only an explicit answer counts, and it is kept with its literal words."""

import pytest

from actions.autorizacion import ActionAskAutorizacion, ActionConsultarPolitica, ValidateAutorizacionForm
from proalto.services.consentimiento.autorizacion import RESPUESTA, Evento, decision
from proalto.services.operacion.textos import vigente
from tests.actions.ayuda import Charla
from tests.conftest import conectar

FORM = "autorizacion_form"


@pytest.fixture
def charla(app, contacto):
    charla = Charla(app, contacto).dice("hola")
    charla.valida(ActionAskAutorizacion)
    return charla.abre(FORM, "autorizacion", tramite="action_consultar_saldo")


def libro(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT evento, respuesta FROM asistente.autorizaciones WHERE contacto_id = %s ORDER BY id", (contacto.id,)
        )
        return [
            (evento, None if respuesta is None else app.cipher.decrypt(bytes(respuesta), RESPUESTA).decode())
            for evento, respuesta in cursor.fetchall()
        ]


def test_muestra_el_texto_vigente_entero_y_lo_anota(app, contacto):
    dicho = Charla(app, contacto).dice("hola").valida(ActionAskAutorizacion)
    assert vigente("autorizacion").texto in dicho.texto
    assert dicho.opciones == ["Acepto", "No acepto", "Ver política"]
    assert libro(app, contacto) == [("mostrada", None)]


def test_tras_una_interrupcion_solo_la_recuerda(charla):
    dicho = charla.dice("¿qué tasas tienen?").valida(ActionAskAutorizacion)
    assert vigente("autorizacion").texto not in dicho.texto
    assert "acepto" in dicho.texto and "Acepto" in dicho.opciones


@pytest.mark.parametrize(
    "hace, literal",
    [
        (lambda charla: charla.toca("/autorizar"), "autorizar"),
        (lambda charla: charla.dice("Sí, acepto."), "Sí, acepto."),
        (lambda charla: charla.dice("AUTORIZO"), "AUTORIZO"),
    ],
)
def test_acepta_con_el_boton_o_con_palabras_y_guarda_las_literales(app, charla, contacto, hace, literal):
    dicho = hace(charla).valida(ValidateAutorizacionForm)
    assert "Gracias" in dicho.texto
    assert dicho.slots == {"autorizacion": "aceptada"}
    assert decision(app.db, contacto) is Evento.ACEPTADA
    assert libro(app, contacto)[-1] == ("aceptada", literal)


@pytest.mark.parametrize("hace", [lambda c: c.toca("/no_autorizar"), lambda c: c.dice("no acepto")])
def test_rechaza_sin_insistir_y_olvida_el_tramite(app, charla, contacto, hace):
    dicho = hace(charla).valida(ValidateAutorizacionForm)
    assert "Respeto tu decisión" in dicho.texto
    assert dicho.slots == {"tramite": None, "autorizacion": "rechazada"}
    assert decision(app.db, contacto) is Evento.RECHAZADA


@pytest.mark.parametrize(
    "escrito", ["sí", "ok", "dale", "bueno, gracias", "no", "acepto las condiciones del banco?", "👍"]
)
def test_lo_ambiguo_no_es_una_respuesta(app, charla, contacto, escrito):
    dicho = charla.dice(escrito).valida(ValidateAutorizacionForm)
    assert (dicho.texto, dicho.eventos) == ("", [])
    assert decision(app.db, contacto) is None


def test_un_boton_de_otra_cosa_no_es_una_respuesta(app, charla, contacto):
    assert charla.toca("/consultar_politica_datos").valida(ValidateAutorizacionForm).eventos == []
    assert decision(app.db, contacto) is None


def test_la_palabra_que_abrio_el_formulario_no_lo_responde(app, contacto):
    charla = Charla(app, contacto).dice("acepto")
    assert charla.valida(ValidateAutorizacionForm).eventos == []
    assert decision(app.db, contacto) is None


def test_un_turno_repetido_anota_una_sola_vez(app, charla, contacto):
    for _ in range(2):
        charla.dice("acepto", wamid=f"wamid.aut.{contacto.id}").valida(ValidateAutorizacionForm)
    assert [evento for evento, _ in libro(app, contacto)] == ["mostrada", "aceptada"]


def test_muestra_la_politica_vigente_sin_pedir_nada(app, contacto):
    dicho = Charla(app, contacto).dice("política de datos").corre(ActionConsultarPolitica)
    assert vigente("politica").texto in dicho.texto
