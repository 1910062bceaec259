"""A score that is tapped while a person attends: it counts, and nobody need answer it."""

import pytest

from proalto.services.conversacion import conversaciones, opciones
from proalto.services.conversacion.opciones import Opcion
from proalto.services.medicion import encuestas
from tests.conftest import nuevo_contacto
from tests.services.encuestas import cerrar_caso, filas, programar
from tests.services.gente import persona


@pytest.fixture
def con_persona(app, db, encuestado):
    """A survey whose buttons the customer has, and a person who has just taken the conversation."""
    programar(app, encuestado.contacto)
    ((encuesta_id, _),) = filas(encuestado)
    botones = [Opcion(f"{n}", f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "{n}"}}') for n in range(1, 6)]
    caso_id = cerrar_caso(encuestado)
    with db.transaction() as tx:
        tx.run("asistente.encuestas.enviar", id=encuesta_id, now=app.now())
        ids = opciones.guardar(tx, app.cipher, encuestado.contacto.id, f"encuesta:{encuesta_id}", botones)
        conversaciones.tomar(tx, encuestado.contacto.id, caso_id, persona(app).id, app.now())
    return encuesta_id, ids


def puntaje(encuestado, encuesta_id):
    ((puntaje, estado),) = encuestado.sql("SELECT puntaje, estado FROM encuestas WHERE id = %s", encuesta_id)
    return puntaje, estado


def espera(encuestado):
    ((quien,),) = encuestado.sql("SELECT espera FROM conversaciones WHERE contacto_id = %s", encuestado.contacto.id)
    return quien


def test_la_calificacion_que_se_toca_mientras_atiende_una_persona_se_guarda_y_nadie_debe_contestarla(
    encuestado, con_persona
):
    encuesta_id, ids = con_persona
    antes, leidos = espera(encuestado), len(encuestado.rasa.turnos)
    wamid = encuestado.llega("", "interactive", option_id=ids[3], option_title="4")
    encuestado.atiende()
    assert puntaje(encuestado, encuesta_id) == (4, "respondida")
    assert (encuestado.entrante(wamid), espera(encuestado), len(encuestado.rasa.turnos)) == ("a_persona", antes, leidos)
    eventos = encuestado.sql("SELECT datos ->> 'puntaje' FROM eventos WHERE tipo = 'encuesta_respondida'"
                        " AND contacto_id = %s", encuestado.contacto.id)  # fmt: skip
    assert eventos == [("4",)]
    encuestado.llega("", "interactive", option_id=ids[0], option_title="1")
    encuestado.atiende()
    assert puntaje(encuestado, encuesta_id) == (4, "respondida"), "cuenta la primera"


def test_un_numero_que_se_le_escribe_a_la_persona_no_es_una_calificacion(encuestado, con_persona):
    encuesta_id, _ = con_persona
    encuestado.llega("4")
    encuestado.atiende()
    assert puntaje(encuestado, encuesta_id) == (None, "enviada") and espera(encuestado) == "asesor"


def test_la_calificacion_de_otra_persona_no_se_toca(app, encuestado, con_persona):
    encuesta_id, _ = con_persona
    otro = nuevo_contacto(app)
    orden = f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "1"}}'
    with app.db.transaction() as tx:
        assert encuestas.puntuar_al_tocar(tx, otro.id, otro.wamid, orden, app.now())
        assert not encuestas.puntuar_al_tocar(tx, otro.id, otro.wamid, "/consultar_saldo", app.now())
    assert puntaje(encuestado, encuesta_id) == (None, "enviada")
