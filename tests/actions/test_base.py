"""The one error boundary: no action ends in silence, and no bug tells a customer or a log what it should not."""

import asyncio
import errno
import logging
import threading

import pytest
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import EventVerbosity
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ProAltoAction
from proalto.db.database import DatabaseAway
from proalto.errors import OutsideError
from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.identificacion.sesiones import CelularCompartido, FaltaIdentidad, Nivel, NoDesdeEsteChat
from tests.actions.ayuda import Charla, dominio
from tests.conftest import como, conectar


def que_lanza(error):
    class Lanza(ProAltoAction):
        rasa_name = "action_menu"

        def handle(self, chat):
            chat.say("utter_menu")
            raise error

    return Lanza


def validacion_que_lanza(error, formulario):
    """A validation with a bug; in Rasa's own words, `validate_` and the name of the form."""
    return type("Valida", (que_lanza(error),), {"rasa_name": f"validate_{formulario}"})


class ServidorDeAcciones:
    """What Rasa calls: runs a validation that fails, and the actions that ask, which only say their name."""

    kwargs, url = {}, "http://actions"

    def __init__(self, accion):
        self.accion = accion

    async def request(self, json, **_):
        if json["next_action"] != self.accion.name():
            return {"events": [], "responses": [{"text": json["next_action"]}]}
        dispatcher = CollectingDispatcher()
        eventos = await self.accion.run(dispatcher, Tracker.from_dict(json["tracker"]), {})
        return {"events": eventos, "responses": dispatcher.messages}


def tipos_de_caso(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tipo, folio FROM asistente.casos WHERE contacto_id = %s", (contacto.id,))
        return dict(cursor.fetchall())


@pytest.fixture
def charla(app, contacto):
    return Charla(app, contacto).dice("mi cédula es 79876543")


def test_un_error_del_programa_se_dice_y_abre_un_caso(app, charla, contacto):
    dicho = charla.corre(que_lanza(KeyError("saldo")))
    caso = tipos_de_caso(app, contacto)
    assert caso["falla"] in dicho.texto
    assert "¿En qué te puedo ayudar" not in dicho.texto


def test_la_bitacora_dice_el_tipo_y_el_lugar_pero_no_el_mensaje(charla, caplog):
    with caplog.at_level(logging.INFO):
        charla.corre(que_lanza(ValueError("79876543 debe 7654321")))
    assert "ValueError" in caplog.text and "test_base.py" in caplog.text
    assert "79876543" not in caplog.text and "7654321" not in caplog.text


SIN_DESCRIPTORES = OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize(
    "error", [DatabaseAway("away"), OutsideError("sms", permanent=False), SIN_DESCRIPTORES, MemoryError()]
)
def test_una_puerta_cerrada_por_ahora_hace_fallar_el_turno_entero(app, charla, contacto, error):
    with pytest.raises(type(error)):
        charla.corre(que_lanza(error))
    assert tipos_de_caso(app, contacto) == {}


def test_una_puerta_que_no_se_va_a_abrir_se_dice(app, charla, contacto):
    dicho = charla.corre(que_lanza(OutsideError("sms", permanent=True)))
    assert tipos_de_caso(app, contacto)["falla"] in dicho.texto


def test_dos_fallas_seguidas_son_un_solo_caso(app, charla, contacto):
    primera = charla.corre(que_lanza(KeyError("x"))).texto
    assert charla.dice("otra vez").corre(que_lanza(KeyError("y"))).texto == primera
    assert list(tipos_de_caso(app, contacto)) == ["falla"]


def test_sin_autorizacion_abre_su_formulario_y_recuerda_el_tramite(charla):
    dicho = charla.corre(que_lanza(FaltaAutorizacion()))
    assert dicho.sigue == "autorizacion_form"
    assert dicho.slots == {"autorizacion": None, "tramite": "action_menu"}


def test_sin_identidad_empieza_su_formulario_de_cero(charla):
    charla.abre("autorizacion_form", "", cedula="1", fecha_expedicion="recibida", codigo="verificado")
    dicho = charla.corre(que_lanza(FaltaIdentidad(Nivel.N2)))
    assert dicho.sigue == "identidad_form"
    vacios = {"cedula": None, "fecha_expedicion": None, "codigo": None}
    assert dicho.slots == vacios | {"nivel": "N2", "tramite": "action_menu"}


def test_dentro_del_formulario_de_identidad_no_borra_lo_que_ya_tiene(charla):
    charla.abre("identidad_form", "fecha_expedicion", cedula="79876543")
    dicho = charla.corre(que_lanza(FaltaIdentidad(Nivel.N2)))
    assert dicho.slots == {"nivel": "N2", "tramite": "action_menu"}
    assert charla.slot("cedula") == "79876543"


def test_una_accion_lenta_no_detiene_el_bucle_del_servidor(app, charla):
    seguir = threading.Event()

    class Lenta(ProAltoAction):
        rasa_name = "action_menu"

        def handle(self, chat):
            return [] if seguir.wait(5) else [SlotSet("tramite", "blocked")]

    async def ambas():
        estado = Tracker.from_dict(charla.tracker.current_state(EventVerbosity.ALL))
        tarea = asyncio.create_task(Lenta(app).run(CollectingDispatcher(), estado, {}))
        await asyncio.sleep(0)  # the action has begun, and it waits for what only the loop can do
        seguir.set()
        return await tarea

    assert asyncio.run(ambas()) == []


FORMULARIOS = [(nombre, dominio().required_slots_for_form(nombre)[0]) for nombre in dominio().form_names]


@pytest.mark.parametrize(("formulario", "pide"), FORMULARIOS)
def test_una_validacion_que_falla_deja_sin_llenar_lo_que_validaba(app, charla, contacto, formulario, pide):
    charla.abre(formulario, pide).dice("79876543")
    dicho = charla.valida(validacion_que_lanza(KeyError("x"), formulario))
    assert tipos_de_caso(app, contacto)["falla"] in dicho.texto
    assert dicho.slots == {pide: None}


@pytest.mark.parametrize("error", [NoDesdeEsteChat(), CelularCompartido()])
def test_una_validacion_que_niega_tambien_se_oye(charla, error):
    charla.abre("credito_nuevo_form", "nombres").dice("Ana Ruiz")
    assert charla.valida(validacion_que_lanza(error, "credito_nuevo_form")).slots == {"nombres": None}


def test_al_retomar_un_formulario_la_falla_no_borra_lo_contestado(charla):
    charla.abre("credito_nuevo_form", "nombres").dice("¿qué horario tienen?").corre(que_lanza(KeyError("x")))
    assert charla.valida(validacion_que_lanza(KeyError("x"), "credito_nuevo_form")).slots == {}


@pytest.mark.parametrize(("formulario", "pide"), FORMULARIOS)
@pytest.mark.parametrize(
    ("error", "palabras"),
    [
        (OutsideError("sms", permanent=True), "utter_falla"),
        (RuntimeError("bug"), "utter_falla"),
        (CelularCompartido(), "utter_identidad_compartida"),
    ],
)
def test_el_formulario_de_rasa_dice_la_falla_y_vuelve_a_preguntar(app, charla, formulario, pide, error, palabras):
    charla.abre(formulario, pide).dice("79876543")
    servidor = ServidorDeAcciones(validacion_que_lanza(error, formulario)(como(app, "actions")))
    eventos = asyncio.run(
        FormAction(formulario, servidor).run(
            CollectingOutputChannel(),
            TemplatedNaturalLanguageGenerator(dominio().responses),
            charla.tracker,
            dominio(),
        )
    )
    dichos = [evento for evento in eventos if evento.type_name == "bot"]
    assert dichos[0].metadata["utter_action"] == palabras
    assert len(dichos) == 2, "the form asks again what it asked"
    charla.tracker.update_with_events(eventos, dominio())
    assert (charla.tracker.active_loop_name, charla.slot("requested_slot"), charla.slot(pide)) == (
        formulario,
        pide,
        None,
    )
