"""Surveys: when customers are asked, and when they are left in peace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from proalto.formats.tabla import TablaInvalida
from proalto.services.consentimiento.autorizacion import Evento, responder
from proalto.services.conversacion import conversaciones
from proalto.services.medicion import encuestas, reglas_de_encuestas
from proalto.services.medicion.reglas_de_encuestas import Momento, Que, decidir, leer, reglas
from tests.conftest import otra_vez
from tests.services.encuestas import cerrar_caso, filas, programar, ronda
from tests.services.gente import persona

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


def estados(encuestado):
    return [estado for _, estado in filas(encuestado)]


def ordenes(encuestado):
    return [payload for _, payload in encuestado.rasa.leidos if payload]


def test_tres_minutos_despues_del_tramite_se_pregunta_una_vez(app, encuestado, reloj):
    assert programar(app, encuestado.contacto)
    reloj.pasa(minutes=2)
    assert ronda(app) == 0
    reloj.pasa(minutes=1)
    assert [ronda(app), ronda(app)] == [1, 0]
    encuestado.atiende()
    ((encuesta_id, estado),) = filas(encuestado)
    assert estado == "enviada" and ordenes(encuestado) == [f'/pedir_calificacion{{"encuesta": "{encuesta_id}"}}']


def test_cada_mensaje_del_cliente_vuelve_a_esperar_y_despedirse_no_espera(app, db, encuestado, reloj):
    programar(app, encuestado.contacto)
    reloj.pasa(minutes=2, seconds=50)
    with db.transaction() as tx:
        encuestas.tras_un_turno(tx, encuestado.contacto.id, False, app.now())
    reloj.pasa(minutes=2)
    assert ronda(app) == 0
    with db.transaction() as tx:
        encuestas.tras_un_turno(tx, encuestado.contacto.id, True, app.now())
    assert ronda(app) == 1


def test_no_se_pregunta_dos_veces_en_siete_dias(app, encuestado, reloj):
    assert programar(app, encuestado.contacto) and not programar(app, encuestado.contacto)
    reloj.pasa(minutes=3)
    ronda(app)
    reloj.pasa(days=6, hours=23)
    assert not programar(app, encuestado.contacto)
    reloj.pasa(hours=2)
    assert programar(app, encuestado.contacto)


@pytest.mark.parametrize("habla", ["persona", "asistente"])
def test_mientras_habla_una_persona_se_espera(app, db, encuestado, reloj, habla):
    programar(app, encuestado.contacto)
    caso_id = cerrar_caso(encuestado)
    if habla == "persona":
        with db.transaction() as tx:
            conversaciones.tomar(tx, encuestado.contacto.id, caso_id, persona(app).id, app.now())
    reloj.pasa(minutes=3)
    assert (ronda(app) > 0) == (habla == "asistente")


def test_con_un_mensaje_sin_contestar_se_espera(app, encuestado, reloj):
    programar(app, encuestado.contacto)
    encuestado.llega("también quiero el paz y salvo")
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(encuestado) == ["programada"]
    encuestado.atiende()
    reloj.pasa(minutes=3)
    assert ronda(app) == 1


@pytest.mark.parametrize("form", ["identidad_form", None])
def test_con_un_formulario_abierto_se_espera(app, encuestado, reloj, form):
    programar(app, encuestado.contacto)
    estado = app.cipher.seal({"slots": {}, "form": form}, "turnos.estado", de=encuestado.contacto.id)
    with app.db.transaction() as tx:
        tx.run(
            "asistente.turnos.guardar", contacto_id=encuestado.contacto.id, n=1, wamid=None, eventos=b"", estado=estado
        )
    reloj.pasa(minutes=3)
    assert ronda(app) == (0 if form else 1)


@pytest.mark.parametrize("evento", [Evento.REVOCADA, Evento.RECHAZADA])
def test_a_quien_retiro_su_autorizacion_no_se_le_pregunta(app, encuestado, reloj, evento):
    programar(app, encuestado.contacto)
    responder(app.db, app.cipher, otra_vez(encuestado.contacto), evento, "ya no", app.now())
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(encuestado) == ["omitida"]


@pytest.mark.parametrize("tipo", ["fraude", "crisis"])
def test_nunca_tras_un_fraude_o_una_crisis_ni_en_los_treinta_dias_siguientes(app, encuestado, reloj, tipo):
    cerrar_caso(encuestado, tipo, programa=False)
    cerrar_caso(encuestado, "queja")
    reloj.pasa(minutes=3)
    assert ronda(app) == 0 and estados(encuestado) == ["omitida"]
    reloj.pasa(days=31)
    assert programar(app, encuestado.contacto)
    encuestado.pasa(hours=-24 * 31)  # they write again
    reloj.pasa(minutes=3)
    assert ronda(app) == 1


def test_de_un_caso_se_pregunta_una_vez_aunque_se_reabra_y_se_cierre(app, db, encuestado, reloj):
    caso_id = cerrar_caso(encuestado)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    with db.transaction() as tx:
        assert not encuestas.programar_por_caso(tx, caso_id, app.now())


def test_fuera_de_la_ventana_va_la_plantilla_y_sus_botones_y_un_numero_califican(app, encuestado, reloj):
    reloj.ahora = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)
    encuestado.sql("UPDATE mensajes_entrantes SET recibido_en = %s WHERE contacto_id = %s",
              reloj.ahora - timedelta(hours=30), encuestado.contacto.id)  # fmt: skip
    cerrar_caso(encuestado)
    reloj.pasa(minutes=2)
    assert ronda(app) == 1
    saliente = encuestado.salientes()[-1]
    plantilla = saliente["cuerpo"]["template"]
    assert (saliente["clase"], plantilla["name"], plantilla["language"]["code"]) == (
        "plantilla",
        "calificacion",
        "es_CO",
    )
    botones = [c for c in plantilla["components"] if c["type"] == "button"]
    assert [b["index"] for b in botones] == ["0", "1", "2", "3", "4"]
    ((encuesta_id, _),) = filas(encuestado)
    encuestado.llega("5")
    encuestado.atiende()
    encuestado.llega("", "button", option_id=botones[1]["parameters"][0]["payload"], option_title="2 Mala")
    encuestado.atiende()
    assert ordenes(encuestado) == [f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "{n}"}}' for n in (5, 2)]


def test_dos_workers_a_la_vez_preguntan_una_vez(app, encuestado, reloj):
    programar(app, encuestado.contacto)
    reloj.pasa(minutes=3)
    with ThreadPoolExecutor(4) as hilos:
        assert sum(hilos.map(lambda _: ronda(app), range(4))) == 1
