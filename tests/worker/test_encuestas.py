"""The rounds that ask how it was: from the turn that resolves an errand to the list on the phone."""

import asyncio

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered

from actions.encuesta import ActionPedirCalificacion
from proalto.db.database import DatabaseAway
from proalto.services.conversacion import conversaciones
from proalto.worker import encuestas
from proalto.worker.encuestas import preguntar, preguntar_siempre
from tests.actions.ayuda import Charla, autorizar
from tests.channel.charla import almacen, turno
from tests.services.gente import caso, persona


def resuelve(app, contacto, *despues):
    """Hold the turn that says the saldo."""
    entre = [
        ActionExecuted("action_consultar_saldo"),
        BotUttered("…", metadata={"utter_action": "utter_saldo"}),
        *despues,
    ]
    turno(almacen(app), contacto, "quiero mi saldo", entre=entre)


@pytest.fixture
def cliente(app, buzon):
    autorizar(app, buzon.contacto)
    buzon.llega("quiero saber mi saldo, por favor")
    buzon.atiende()
    return buzon


def estado(cliente):
    return cliente.sql("SELECT estado FROM encuestas WHERE contacto_id = %s", cliente.contacto.id)


def test_del_saldo_a_la_lista_de_calificaciones(app, cliente, reloj):
    resuelve(app, cliente.contacto)
    assert preguntar(app) == 0
    reloj.pasa(minutes=3)
    assert [preguntar(app), preguntar(app)] == [1, 0]
    cliente.atiende()
    (orden,) = [payload for _, payload in cliente.rasa.leidos if payload]
    dicho = Charla(app, cliente.contacto).toca(orden).corre(ActionPedirCalificacion)
    assert dicho.opciones[-1] == "5 Excelente" and "*Consultar mi saldo*" in dicho.texto


def test_quien_se_despide_no_espera(app, cliente):
    resuelve(app, cliente.contacto, BotUttered("…", metadata={"utter_action": "utter_despedida"}))
    assert preguntar(app) == 1


def test_apagar_los_avisos_no_se_pregunta(app, cliente, reloj):
    entre = [ActionExecuted("action_desactivar_notificaciones"),
             BotUttered("…", metadata={"utter_action": "utter_notificaciones_apagadas"})]  # fmt: skip
    turno(almacen(app), cliente.contacto, entre=entre)
    reloj.pasa(minutes=3)
    assert preguntar(app) == 0 and estado(cliente) == []


def test_si_una_persona_toma_la_conversacion_antes_de_la_pregunta_se_pregunta_despues(app, db, cliente, reloj):
    resuelve(app, cliente.contacto)
    reloj.pasa(minutes=3)
    assert preguntar(app) == 1
    suyo, laura = caso(app, "asesor", cliente.contacto), persona(app)
    with db.transaction() as tx:
        conversaciones.tomar(tx, cliente.contacto.id, suyo.id, laura.id, app.now())
    cliente.atiende()
    assert [payload for _, payload in cliente.rasa.leidos if payload] == []
    preguntar(app)
    assert estado(cliente) == [("programada",)]
    with db.transaction() as tx:
        conversaciones.soltar(tx, cliente.contacto.id, conversaciones.bloquear(tx, cliente.contacto.id),
                              conversaciones.Devuelta.MENU, app.now())  # fmt: skip
    reloj.pasa(minutes=3)
    assert preguntar(app) == 1


def test_las_rondas_siguen_aunque_una_falle(app, monkeypatch, caplog):
    hechas = []

    def falla(_):
        hechas.append(1)
        if len(hechas) == 4:
            raise asyncio.CancelledError
        raise (DatabaseAway("lejos") if len(hechas) % 2 else KeyError("cédula 79876543"))

    monkeypatch.setattr(encuestas, "preguntar", falla)
    monkeypatch.setattr(encuestas, "RONDA_SEGUNDOS", 0)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(preguntar_siempre(app))
    assert len(hechas) == 4 and "79876543" not in caplog.text
