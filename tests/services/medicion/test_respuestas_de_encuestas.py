"""Surveys: what an answer counts for."""

from datetime import timedelta

import pytest

from proalto.services.atencion import gestion_casos
from proalto.services.medicion import encuestas
from proalto.services.medicion.encuestas import Recibida
from proalto.services.medicion.reglas_de_encuestas import reglas
from proalto.worker.mensajes import cuerpo, juntar
from tests.conftest import nuevo_contacto, otra_vez
from tests.services.encuestas import cerrar_caso, filas, ronda
from tests.services.gente import caso, persona, sql
from tests.tree.arbol import dominio


def respuesta(encuestado, encuesta_id, *columnas):
    (fila,) = encuestado.sql(f"SELECT {', '.join(columnas)} FROM encuestas WHERE id = %s", encuesta_id)  # noqa: S608
    return fila


def test_la_primera_respuesta_cuenta_y_la_segunda_no(app, db, encuestado, enviada):
    uno, otro = otra_vez(encuestado.contacto), otra_vez(encuestado.contacto)
    assert encuestas.responder(db, uno, enviada, 4, app.now()) is Recibida.GUARDADA
    assert encuestas.responder(db, uno, enviada, 4, app.now()) is Recibida.GUARDADA  # the same turn, tried again
    assert encuestas.responder(db, otro, enviada, 1, app.now()) is Recibida.REPETIDA
    assert respuesta(encuestado, enviada, "puntaje", "estado") == (4, "respondida")
    hechos = encuestado.sql("SELECT datos->>'puntaje', gestion FROM eventos WHERE tipo = 'encuesta_respondida'"
                       " AND contacto_id = %s", encuestado.contacto.id)  # fmt: skip
    assert hechos == [("4", "consultar_saldo")]


def test_despues_de_setenta_y_dos_horas_se_agradece_y_no_se_guarda(app, db, encuestado, enviada, reloj):
    reloj.pasa(hours=72, minutes=1)
    assert encuestas.responder(db, encuestado.contacto, enviada, 5, app.now()) is Recibida.TARDE
    ronda(app)
    assert respuesta(encuestado, enviada, "puntaje", "estado") == (None, "vencida")


@pytest.mark.parametrize("puntaje", [0, 6, -1, 10**9])
def test_un_puntaje_que_no_existe_no_se_guarda(app, db, encuestado, enviada, puntaje):
    assert encuestas.responder(db, encuestado.contacto, enviada, puntaje, app.now()) is Recibida.TARDE


def test_nadie_responde_por_otro(app, db, encuestado, enviada):
    ajeno = nuevo_contacto(app)
    assert encuestas.responder(db, ajeno, enviada, 1, app.now()) is Recibida.TARDE
    encuestas.comentar(db, app.cipher, ajeno, enviada, "ajeno")
    assert respuesta(encuestado, enviada, "puntaje", "comentario") == (None, None)


def test_el_comentario_se_guarda_cifrado_y_el_primero(app, db, encuestado, enviada):
    encuestas.responder(db, encuestado.contacto, enviada, 2, app.now())
    for dicho in ("me demoraron mucho", "otra cosa"):
        encuestas.comentar(db, app.cipher, encuestado.contacto, enviada, dicho)
    (sellado,) = respuesta(encuestado, enviada, "comentario")
    assert b"demoraron" not in bytes(sellado)
    assert encuestas.comentario(app.cipher, sellado) == "me demoraron mucho"


def test_la_recomendacion_solo_de_un_caso_y_cada_noventa_dias(app, db, encuestado, enviada, reloj):
    encuestas.responder(db, encuestado.contacto, enviada, 5, app.now())
    assert not encuestas.toca_recomendar(db, encuestado.contacto, enviada, app.now())
    encuestado.atiende()
    cerrar_caso(encuestado)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    de_caso = filas(encuestado)[-1][0]
    encuestas.responder(db, otra_vez(encuestado.contacto), de_caso, 5, app.now())
    assert encuestas.toca_recomendar(db, encuestado.contacto, de_caso, app.now())
    encuestas.recomendar(db, encuestado.contacto, de_caso, 11, app.now())
    for numero in (9, 2):
        encuestas.recomendar(db, encuestado.contacto, de_caso, numero, app.now())
    assert respuesta(encuestado, de_caso, "recomienda") == (9,)
    cerrar_caso(encuestado)
    otra = filas(encuestado)[-1][0]
    assert not encuestas.toca_recomendar(db, encuestado.contacto, otra, reloj.pasa(days=89))
    assert encuestas.toca_recomendar(db, encuestado.contacto, otra, reloj.pasa(days=2))


def test_la_lista_va_del_uno_al_cinco_en_orden():
    for nombre in ("utter_calificacion_gestion", "utter_calificacion_caso"):
        (dicha,) = dominio()["responses"][nombre]
        assert [boton["title"][0] for boton in dicha["buttons"]] == list("12345")
        mensaje = cuerpo(juntar([dicha])[0], list("abcde"))
        assert mensaje["interactive"]["type"] == "list"


def test_de_un_caso_que_se_reabre_se_pregunta_cuando_de_verdad_cierra(app, reloj):
    quien, suyo = persona(app), caso(app)

    def cambia(que, **como):
        with app.db.transaction() as tx:
            sellos = (app.cipher,) if que == "cerrar" else ()
            getattr(gestion_casos, que)(tx, *sellos, suyo.folio, quien, reloj(), **como)

    def estado():
        return sql(app, "SELECT estado, enviar_en FROM asistente.encuestas WHERE caso_id = %s", suyo.id)

    cambia("cerrar", causa="informacion")
    cambia("reabrir")
    assert [fila[0] for fila in estado()] == ["omitida"]
    reloj.pasa(days=4)
    cambia("cerrar", causa="informacion")
    assert estado() == [("programada", reloj() + timedelta(minutes=reglas().minutos_tras_cierre))]
    sql(app, "UPDATE asistente.encuestas SET estado = 'enviada', enviada_en = %s WHERE caso_id = %s", reloj(), suyo.id)
    cambia("reabrir")
    cambia("cerrar", causa="informacion")
    assert [fila[0] for fila in estado()] == ["enviada"]  # once for a case
