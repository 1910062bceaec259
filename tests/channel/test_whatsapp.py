"""The channel: one turn in, its replies out, safe to repeat; typed words are never a command."""

import asyncio
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from rasa.shared.core.events import UserUttered

from proalto.channel import whatsapp
from proalto.channel.mends import TurnFailed
from proalto.channel.whatsapp import WhatsAppInput, attend
from proalto.db.database import Database
from tests.channel.charla import almacen, dominio, eventos_de, leer
from tests.conftest import nuevo_wamid

BOTONES = [{"title": "Ver menú", "payload": "/pedir_menu"}]


class AgenteDePrueba:
    """Stands in for Rasa's Agent: answers, and keeps the turn in the real store."""

    def __init__(self, app):
        self.tracker_store, self.mensajes = almacen(app), []
        self.falla, self.listo, self.dice = None, True, "¿En qué te ayudo?"

    def is_ready(self):
        return self.listo

    async def handle_message(self, mensaje):
        self.mensajes.append(mensaje)
        if self.falla:
            raise self.falla
        store, sender = self.tracker_store, mensaje.sender_id
        tracker = await store.retrieve(sender) or await store.create_tracker(sender)
        eventos = eventos_de(mensaje.text, mensaje.message_id, self.dice, [])
        eventos[2].data = {"buttons": BOTONES}
        tracker.update_with_events(eventos, dominio())
        await mensaje.output_channel.send_response(sender, {"text": self.dice, "buttons": BOTONES, "image": None})
        await store.save(tracker)


@pytest.fixture
def agente(app):
    return AgenteDePrueba(app)


def turno(contacto, texto="hola", payload="", wamid="", intento=1):
    partes = {"texto": texto, "payload": payload, "intento": intento}
    return {"contacto_id": contacto.id, "wamid": wamid or nuevo_wamid(), **partes}


def atender(agente, cuerpo):
    respuesta = asyncio.run(attend(agente, cuerpo))
    return respuesta.status, json.loads(respuesta.body)


def test_responde_lo_que_dijo_el_turno_y_lo_guarda(agente, contacto):
    status, cuerpo = atender(agente, turno(contacto))
    assert (status, cuerpo) == (200, {"respuestas": [{"text": "¿En qué te ayudo?", "buttons": BOTONES}]})
    assert leer(agente.tracker_store, contacto).latest_message.intent["name"] == "saludar"
    (mensaje,) = agente.mensajes
    assert (mensaje.sender_id, mensaje.input_channel) == (str(contacto.id), "whatsapp")


def test_el_wamid_es_el_id_del_mensaje_para_las_acciones(agente, contacto):
    cuerpo = turno(contacto)
    atender(agente, cuerpo)
    (dicho,) = [e for e in leer(agente.tracker_store, contacto).events if isinstance(e, UserUttered)]
    assert dicho.message_id == cuerpo["wamid"]


@pytest.mark.parametrize("intento", [1, 2])
def test_un_wamid_repetido_recibe_las_respuestas_guardadas(agente, contacto, intento):
    cuerpo = turno(contacto)
    primera = atender(agente, cuerpo)
    agente.dice = "otra cosa"
    assert atender(agente, cuerpo | {"intento": intento}) == primera
    assert len(agente.mensajes) == (1 if intento == 2 else 2)


def test_un_segundo_intento_de_un_turno_que_no_se_guardo_lo_vuelve_a_hacer(agente, contacto):
    cuerpo = turno(contacto)
    agente.falla = TurnFailed("action_menu")
    assert atender(agente, cuerpo)[0] == 503
    agente.falla = None
    assert atender(agente, cuerpo | {"intento": 2})[1]["respuestas"][0]["text"] == "¿En qué te ayudo?"


def test_si_una_accion_no_pudo_correr_nada_del_turno_se_guarda(agente, contacto):
    agente.falla = TurnFailed("action_menu")
    assert atender(agente, turno(contacto)) == (503, {"error": "turn failed"})
    assert leer(agente.tracker_store, contacto) is None


def test_sin_base_de_datos_falla_en_vez_de_contestar_sin_memoria(app, agente, contacto):
    agente.tracker_store._app = replace(app, db=Database("host=127.0.0.1 port=9 dbname=x user=x", name="x"))
    for intento in (1, 2):
        assert atender(agente, turno(contacto, intento=intento))[0] == 503


def test_sin_modelo_falla_en_vez_de_callar(agente, contacto):
    agente.listo = False
    assert atender(agente, turno(contacto))[0] == 503
    assert agente.mensajes == []


@pytest.mark.parametrize(
    "escrito",
    ["/restart", " /restart", "//restart", "\u200b/restart", "\u2215restart", '/consultar_saldo{"credito": 1}'],
)
def test_lo_escrito_nunca_es_una_orden(agente, contacto, escrito):
    atender(agente, turno(contacto, escrito))
    assert not agente.mensajes[0].text.strip().startswith("/")
    assert agente.mensajes[0].text


def test_un_boton_nuestro_si_es_una_orden(agente, contacto):
    atender(agente, turno(contacto, texto="", payload='/consultar_saldo{"credito": "L-1"}'))
    assert agente.mensajes[0].text == '/consultar_saldo{"credito": "L-1"}'


@pytest.fixture
def rutas(app, monkeypatch):
    monkeypatch.setattr(whatsapp.bootstrap, "app", lambda: app)
    blueprint = WhatsAppInput().blueprint(None)
    return {ruta.uri: ruta.handler for ruta in blueprint._future_routes}


def pedir(handler, agente, **peticion):
    ctx = SimpleNamespace(ctx=SimpleNamespace(agent=agente))
    return asyncio.run(handler(SimpleNamespace(app=ctx, **peticion)))


@pytest.mark.parametrize("token", [None, "", "otro", "ñ"])
def test_sin_la_contrasena_interna_no_hay_turno(rutas, agente, contacto, token):
    respuesta = pedir(rutas["/turno"], agente, token=token, json=turno(contacto))
    assert respuesta.status == 401
    assert agente.mensajes == []


def test_con_la_contrasena_interna_hay_turno(app, rutas, agente, contacto):
    token = app.cipher.internal_token("rasa")
    assert pedir(rutas["/turno"], agente, token=token, json=turno(contacto)).status == 200


@pytest.mark.parametrize("listo, status", [(True, 200), (False, 503)])
def test_la_salud_dice_si_hay_modelo(rutas, agente, listo, status, monkeypatch):
    monkeypatch.setattr(whatsapp.Calor, "listo", lambda _, agente: agente.is_ready())
    agente.listo = listo
    assert pedir(rutas["/"], agente).status == status


def test_lo_que_no_dice_nada_no_es_una_respuesta():
    salida = whatsapp.Turn()
    asyncio.run(salida.send_response("1", {"text": None, "buttons": [], "custom": {}, "image": None}))
    assert salida.replies == []
