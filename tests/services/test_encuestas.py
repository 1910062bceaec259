"""Satisfaction: asked once, at a good moment, of whoever may be asked; answered once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from proalto.formats.tabla import TablaInvalida
from proalto.services import conversaciones, encuestas, gestion_casos, opciones, reglas_de_encuestas
from proalto.services.autorizacion import Evento, responder
from proalto.services.encuestas import Recibida
from proalto.services.envio_de_encuestas import enviar_pendientes
from proalto.services.opciones import Opcion
from proalto.services.reglas_de_encuestas import Momento, Que, decidir, leer, reglas
from proalto.worker.mensajes import cuerpo, juntar
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.services.gente import caso, persona, sql
from tests.tree.arbol import dominio
from tests.worker.buzon import Buzon

AHORA = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)  # Wednesday, 10:00 in Bogotá
BUENO = {
    "de_caso": False, "programada_en": AHORA - timedelta(minutes=3), "autorizado": True, "delicado": False,
    "preguntado": False, "ocupado": False, "ventana": True,
}  # fmt: skip


@pytest.mark.parametrize(("cambia", "que"), [
    ({}, Que.PREGUNTAR),
    ({"autorizado": False}, Que.OMITIR),
    ({"delicado": True}, Que.OMITIR),
    ({"delicado": True, "de_caso": True}, Que.OMITIR),
    ({"preguntado": True}, Que.OMITIR),
    ({"preguntado": True, "de_caso": True}, Que.PREGUNTAR),
    ({"ocupado": True}, Que.ESPERAR),
    ({"ocupado": True, "programada_en": AHORA - timedelta(hours=73)}, Que.OMITIR),
    ({"ventana": False}, Que.OMITIR),
    ({"ventana": False, "de_caso": True}, Que.PLANTILLA),
    ({"ventana": False, "de_caso": True, "ocupado": True}, Que.ESPERAR),
])  # fmt: skip
def test_se_pregunta_solo_en_buen_momento(cambia, que):
    assert decidir(Momento(**(BUENO | cambia)), reglas(), AHORA) is que


@pytest.mark.parametrize(("dia", "hora", "que"), [
    (18, 8, Que.PLANTILLA), (18, 7, Que.ESPERAR), (18, 18, Que.PLANTILLA), (18, 19, Que.ESPERAR),
    (21, 15, Que.PLANTILLA), (22, 10, Que.ESPERAR), (16, 10, Que.ESPERAR), (17, 10, Que.PLANTILLA),
])  # fmt: skip
def test_fuera_de_la_ventana_solo_de_lunes_a_sabado_y_de_8_a_7_y_nunca_en_festivo(dia, hora, que):
    now = datetime(2026, 11, dia, 5, 0, tzinfo=timezone.utc) + timedelta(
        hours=hora
    )  # the 16th is a holiday, the 22nd a Sunday
    momento = Momento(**(BUENO | {"ventana": False, "de_caso": True, "programada_en": now}))
    assert decidir(momento, reglas(), now) is que


def test_la_tabla_se_lee_con_cuidado(tmp_path):
    mala = tmp_path / "encuestas.csv"
    buena = reglas_de_encuestas.TABLA.read_text()
    mala.write_text(buena.replace("silencio,3,", "silencio,tres,"))
    with pytest.raises(TablaInvalida, match="línea 5, columna valor: dice «tres»"):
        leer(mala)
    mala.write_text("\n".join(linea for linea in buena.splitlines() if not linea.startswith("horas")))
    with pytest.raises(TablaInvalida, match="falta la fila de horas_de_vida"):
        leer(mala)


# From the plan to the customer


@pytest.fixture
def buzon(app, contacto, reloj):
    """Somebody who has accepted and has just been attended."""
    reloj.ahora = datetime.now(timezone.utc)
    autorizar(app, contacto)
    buzon = Buzon(app, contacto)
    buzon.llega("quiero saber mi saldo, por favor")
    buzon.atiende()
    return buzon


def programar(app, contacto, gestion="consultar_saldo", clave=""):
    with app.db.transaction() as tx:
        clave = clave or f"turno:{contacto.id}:{app.now().timestamp()}"
        return encuestas.programar_por_gestion(tx, contacto.id, gestion, clave, app.now())


def cerrar_caso(buzon, tipo="queja", programa=True):
    """Close a case as the desk does; return its id."""
    ((caso_id,),) = buzon.sql(
        "INSERT INTO casos (folio, contacto_id, tipo, estado, transcripcion, prometido_para, wamid_origen, creado_en,"
        " cerrado_en, causa) VALUES ('A-' || gen_random_uuid(), %s, %s, 'cerrado', '', now(), gen_random_uuid(),"
        " %s, %s, 'resuelto') RETURNING id", buzon.contacto.id, tipo, buzon.app.now(), buzon.app.now()
    )  # fmt: skip
    with buzon.app.db.transaction() as tx:
        quedo = encuestas.programar_por_caso(tx, caso_id, buzon.app.now())
    assert quedo is programa
    return caso_id


def ronda(app):
    return enviar_pendientes(app.db, app.cipher, app.now())


def filas(buzon):
    return buzon.sql("SELECT id, estado FROM encuestas WHERE contacto_id = %s ORDER BY id", buzon.contacto.id)


def estados(buzon):
    return [estado for _, estado in filas(buzon)]


def ordenes(buzon):
    return [payload for _, payload in buzon.rasa.leidos if payload]


def test_tres_minutos_despues_del_tramite_se_pregunta_una_vez(app, buzon, reloj):
    assert programar(app, buzon.contacto)
    reloj.pasa(minutes=2)
    assert ronda(app) == 0
    reloj.pasa(minutes=1)
    assert [ronda(app), ronda(app)] == [1, 0]
    buzon.atiende()
    ((encuesta_id, estado),) = filas(buzon)
    assert estado == "enviada" and ordenes(buzon) == [f'/pedir_calificacion{{"encuesta": "{encuesta_id}"}}']


def test_cada_mensaje_del_cliente_vuelve_a_esperar_y_despedirse_no_espera(app, db, buzon, reloj):
    programar(app, buzon.contacto)
    reloj.pasa(minutes=2, seconds=50)
    with db.transaction() as tx:
        encuestas.tras_un_turno(tx, buzon.contacto.id, False, app.now())
    reloj.pasa(minutes=2)
    assert ronda(app) == 0
    with db.transaction() as tx:
        encuestas.tras_un_turno(tx, buzon.contacto.id, True, app.now())
    assert ronda(app) == 1


def test_no_se_pregunta_dos_veces_en_siete_dias(app, buzon, reloj):
    assert programar(app, buzon.contacto) and not programar(app, buzon.contacto)
    reloj.pasa(minutes=3)
    ronda(app)
    reloj.pasa(days=6, hours=23)
    assert not programar(app, buzon.contacto)
    reloj.pasa(hours=2)
    assert programar(app, buzon.contacto)


@pytest.mark.parametrize("habla", ["persona", "asistente"])
def test_mientras_habla_una_persona_se_espera(app, db, buzon, reloj, habla):
    programar(app, buzon.contacto)
    caso_id = cerrar_caso(buzon)
    if habla == "persona":
        with db.transaction() as tx:
            conversaciones.tomar(tx, buzon.contacto.id, caso_id, persona(app).id, app.now())
    reloj.pasa(minutes=3)
    assert (ronda(app) > 0) == (habla == "asistente")


@pytest.fixture
def con_persona(app, db, buzon):
    """A survey whose buttons the customer has, and a person who has just taken the conversation."""
    programar(app, buzon.contacto)
    ((encuesta_id, _),) = filas(buzon)
    botones = [Opcion(f"{n}", f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "{n}"}}') for n in range(1, 6)]
    caso_id = cerrar_caso(buzon)
    with db.transaction() as tx:
        tx.run("asistente.encuestas.enviar", id=encuesta_id, now=app.now())
        ids = opciones.guardar(tx, app.cipher, buzon.contacto.id, f"encuesta:{encuesta_id}", botones)
        conversaciones.tomar(tx, buzon.contacto.id, caso_id, persona(app).id, app.now())
    return encuesta_id, ids


def puntaje(buzon, encuesta_id):
    ((puntaje, estado),) = buzon.sql("SELECT puntaje, estado FROM encuestas WHERE id = %s", encuesta_id)
    return puntaje, estado


def espera(buzon):
    ((quien,),) = buzon.sql("SELECT espera FROM conversaciones WHERE contacto_id = %s", buzon.contacto.id)
    return quien


def test_la_calificacion_que_se_toca_mientras_atiende_una_persona_se_guarda_y_nadie_debe_contestarla(
    buzon, con_persona
):
    encuesta_id, ids = con_persona
    antes, leidos = espera(buzon), len(buzon.rasa.turnos)
    wamid = buzon.llega("", "interactive", option_id=ids[3], option_title="4")
    buzon.atiende()
    assert puntaje(buzon, encuesta_id) == (4, "respondida")
    assert (buzon.entrante(wamid), espera(buzon), len(buzon.rasa.turnos)) == ("a_persona", antes, leidos)
    eventos = buzon.sql("SELECT datos ->> 'puntaje' FROM eventos WHERE tipo = 'encuesta_respondida'"
                        " AND contacto_id = %s", buzon.contacto.id)  # fmt: skip
    assert eventos == [("4",)]
    buzon.llega("", "interactive", option_id=ids[0], option_title="1")
    buzon.atiende()
    assert puntaje(buzon, encuesta_id) == (4, "respondida"), "cuenta la primera"


def test_un_numero_que_se_le_escribe_a_la_persona_no_es_una_calificacion(buzon, con_persona):
    encuesta_id, _ = con_persona
    buzon.llega("4")
    buzon.atiende()
    assert puntaje(buzon, encuesta_id) == (None, "enviada") and espera(buzon) == "asesor"


def test_la_calificacion_de_otra_persona_no_se_toca(app, buzon, con_persona):
    encuesta_id, _ = con_persona
    otro = nuevo_contacto(app)
    orden = f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "1"}}'
    with app.db.transaction() as tx:
        assert encuestas.puntuar_al_tocar(tx, otro.id, otro.wamid, orden, app.now())
        assert not encuestas.puntuar_al_tocar(tx, otro.id, otro.wamid, "/consultar_saldo", app.now())
    assert puntaje(buzon, encuesta_id) == (None, "enviada")


def test_con_un_mensaje_sin_contestar_se_espera(app, buzon, reloj):
    programar(app, buzon.contacto)
    buzon.llega("también quiero el paz y salvo")
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(buzon) == ["programada"]
    buzon.atiende()
    reloj.pasa(minutes=3)
    assert ronda(app) == 1


@pytest.mark.parametrize("form", ["identidad_form", None])
def test_con_un_formulario_abierto_se_espera(app, buzon, reloj, form):
    programar(app, buzon.contacto)
    estado = app.cipher.seal({"slots": {}, "form": form}, "turnos.estado", de=buzon.contacto.id)
    with app.db.transaction() as tx:
        tx.run("asistente.turnos.guardar", contacto_id=buzon.contacto.id, n=1, wamid=None, eventos=b"", estado=estado)
    reloj.pasa(minutes=3)
    assert ronda(app) == (0 if form else 1)


@pytest.mark.parametrize("evento", [Evento.REVOCADA, Evento.RECHAZADA])
def test_a_quien_retiro_su_autorizacion_no_se_le_pregunta(app, buzon, reloj, evento):
    programar(app, buzon.contacto)
    responder(app.db, app.cipher, otra_vez(buzon.contacto), evento, "ya no", app.now())
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(buzon) == ["omitida"]


@pytest.mark.parametrize("tipo", ["fraude", "crisis"])
def test_nunca_tras_un_fraude_o_una_crisis_ni_en_los_treinta_dias_siguientes(app, buzon, reloj, tipo):
    cerrar_caso(buzon, tipo, programa=False)
    cerrar_caso(buzon, "queja")
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(buzon) == ["omitida"]
    reloj.pasa(days=31)
    assert programar(app, buzon.contacto)
    buzon.pasa(hours=-24 * 31)  # they write again
    reloj.pasa(minutes=3)
    assert ronda(app) == 1


def test_de_un_caso_se_pregunta_una_vez_aunque_se_reabra_y_se_cierre(app, db, buzon, reloj):
    caso_id = cerrar_caso(buzon)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    with db.transaction() as tx:
        assert not encuestas.programar_por_caso(tx, caso_id, app.now())


def test_fuera_de_la_ventana_va_la_plantilla_y_sus_botones_y_un_numero_califican(app, buzon, reloj):
    reloj.ahora = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)
    buzon.sql("UPDATE mensajes_entrantes SET recibido_en = %s WHERE contacto_id = %s",
              reloj.ahora - timedelta(hours=30), buzon.contacto.id)  # fmt: skip
    cerrar_caso(buzon)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    saliente = buzon.salientes()[-1]
    plantilla = saliente["cuerpo"]["template"]
    assert (saliente["clase"], plantilla["name"], plantilla["language"]["code"]) == (
        "plantilla",
        "calificacion",
        "es_CO",
    )
    botones = [c for c in plantilla["components"] if c["type"] == "button"]
    assert [b["index"] for b in botones] == ["0", "1", "2", "3", "4"]
    ((encuesta_id, _),) = filas(buzon)
    buzon.llega("5")
    buzon.atiende()
    buzon.llega("", "button", option_id=botones[1]["parameters"][0]["payload"], option_title="2 Mala")
    buzon.atiende()
    assert ordenes(buzon) == [f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "{n}"}}' for n in (5, 2)]


def test_dos_workers_a_la_vez_preguntan_una_vez(app, buzon, reloj):
    programar(app, buzon.contacto)
    reloj.pasa(minutes=3)
    with ThreadPoolExecutor(4) as hilos:
        assert sum(hilos.map(lambda _: ronda(app), range(4))) == 1


# Answers


@pytest.fixture
def enviada(app, buzon, reloj):
    programar(app, buzon.contacto)
    reloj.pasa(minutes=3)
    ronda(app)
    return filas(buzon)[0][0]


def respuesta(buzon, encuesta_id, *columnas):
    (fila,) = buzon.sql(f"SELECT {', '.join(columnas)} FROM encuestas WHERE id = %s", encuesta_id)  # noqa: S608
    return fila


def test_la_primera_respuesta_cuenta_y_la_segunda_no(app, db, buzon, enviada):
    uno, otro = otra_vez(buzon.contacto), otra_vez(buzon.contacto)
    assert encuestas.responder(db, uno, enviada, 4, app.now()) is Recibida.GUARDADA
    assert encuestas.responder(db, uno, enviada, 4, app.now()) is Recibida.GUARDADA  # the same turn, tried again
    assert encuestas.responder(db, otro, enviada, 1, app.now()) is Recibida.REPETIDA
    assert respuesta(buzon, enviada, "puntaje", "estado") == (4, "respondida")
    hechos = buzon.sql("SELECT datos->>'puntaje', gestion FROM eventos WHERE tipo = 'encuesta_respondida'"
                       " AND contacto_id = %s", buzon.contacto.id)  # fmt: skip
    assert hechos == [("4", "consultar_saldo")]


def test_despues_de_setenta_y_dos_horas_se_agradece_y_no_se_guarda(app, db, buzon, enviada, reloj):
    reloj.pasa(hours=72, minutes=1)
    assert encuestas.responder(db, buzon.contacto, enviada, 5, app.now()) is Recibida.TARDE
    ronda(app)
    assert respuesta(buzon, enviada, "puntaje", "estado") == (None, "vencida")


@pytest.mark.parametrize("puntaje", [0, 6, -1, 10**9])
def test_un_puntaje_que_no_existe_no_se_guarda(app, db, buzon, enviada, puntaje):
    assert encuestas.responder(db, buzon.contacto, enviada, puntaje, app.now()) is Recibida.TARDE


def test_nadie_responde_por_otro(app, db, buzon, enviada):
    ajeno = nuevo_contacto(app)
    assert encuestas.responder(db, ajeno, enviada, 1, app.now()) is Recibida.TARDE
    encuestas.comentar(db, app.cipher, ajeno, enviada, "ajeno")
    assert respuesta(buzon, enviada, "puntaje", "comentario") == (None, None)


def test_el_comentario_se_guarda_cifrado_y_el_primero(app, db, buzon, enviada):
    encuestas.responder(db, buzon.contacto, enviada, 2, app.now())
    for dicho in ("me demoraron mucho", "otra cosa"):
        encuestas.comentar(db, app.cipher, buzon.contacto, enviada, dicho)
    (sellado,) = respuesta(buzon, enviada, "comentario")
    assert b"demoraron" not in bytes(sellado)
    assert encuestas.comentario(app.cipher, sellado) == "me demoraron mucho"


def test_la_recomendacion_solo_de_un_caso_y_cada_noventa_dias(app, db, buzon, enviada, reloj):
    encuestas.responder(db, buzon.contacto, enviada, 5, app.now())
    assert not encuestas.toca_recomendar(db, buzon.contacto, enviada, app.now())
    buzon.atiende()
    cerrar_caso(buzon)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    de_caso = filas(buzon)[-1][0]
    encuestas.responder(db, otra_vez(buzon.contacto), de_caso, 5, app.now())
    assert encuestas.toca_recomendar(db, buzon.contacto, de_caso, app.now())
    encuestas.recomendar(db, buzon.contacto, de_caso, 11, app.now())
    for numero in (9, 2):
        encuestas.recomendar(db, buzon.contacto, de_caso, numero, app.now())
    assert respuesta(buzon, de_caso, "recomienda") == (9,)
    cerrar_caso(buzon)
    otra = filas(buzon)[-1][0]
    assert not encuestas.toca_recomendar(db, buzon.contacto, otra, reloj.pasa(days=89))
    assert encuestas.toca_recomendar(db, buzon.contacto, otra, reloj.pasa(days=2))


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
