"""Rasa's memory: bounded, encrypted, written once a turn, and never answered from nothing."""

import asyncio
import json
from dataclasses import replace

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet

from proalto.channel.tracker_store import TURNOS, TurnoRepetido
from proalto.db.database import Database, DatabaseAway
from tests.actions.ayuda import autorizar
from tests.channel.charla import almacen, dominio, eventos_de, leer, leer_o_crear, turno
from tests.conftest import conectar, nuevo_contacto, nuevo_wamid

ABRIR = [ActionExecuted("identidad_form"), ActiveLoop("identidad_form"), SlotSet("cedula", "79876543")]


@pytest.fixture
def store(app):
    return almacen(app)


@pytest.fixture
def contacto(app):
    """A contact who has authorized that what they say be remembered."""
    contacto = nuevo_contacto(app)
    autorizar(app, contacto)
    return contacto


def filas(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT n, eventos, estado FROM asistente.turnos WHERE contacto_id = %s ORDER BY n", (contacto.id,)
        )
        return cursor.fetchall()


def test_de_quien_nunca_escribio_no_hay_conversacion(store, contacto):
    assert leer(store, contacto) is None


def test_crear_una_conversacion_no_escribe_nada(app, store, contacto):
    leer_o_crear(store, contacto)
    assert filas(app, contacto) == []


def test_lo_guardado_lo_lee_otro_proceso(app, store, contacto):
    turno(store, contacto, "me llamo Ana", entre=ABRIR)
    tracker = leer(almacen(app), contacto)
    assert tracker.latest_message.text == "me llamo Ana"
    assert (tracker.get_slot("cedula"), tracker.active_loop_name) == ("79876543", "identidad_form")
    assert tracker.latest_action_name == "action_listen"


def test_cada_turno_escribe_una_fila_con_solo_lo_nuevo(app, store, contacto):
    for _ in range(4):
        turno(store, contacto)
    tamanos = [len(bytes(eventos)) for _, eventos, _ in filas(app, contacto)]
    assert len(tamanos) == 4
    assert max(tamanos) < 1.5 * min(tamanos)


def test_guardar_dos_veces_lo_mismo_no_escribe_otra_fila(app, store, contacto):
    tracker = turno(store, contacto)
    asyncio.run(store.save(tracker))
    assert len(filas(app, contacto)) == 1


def test_guardar_dos_veces_en_el_mismo_turno_no_pierde_ni_dobla_eventos(app, store, contacto):
    tracker = turno(store, contacto)
    tracker.update(SlotSet("tramite", "action_menu"))
    asyncio.run(store.save(tracker))
    leida = leer(almacen(app), contacto)
    assert leida.get_slot("tramite") == "action_menu"
    assert [type(evento) for evento in leida.events] == [type(evento) for evento in tracker.events]


def test_tras_doscientos_turnos_se_lee_lo_mismo_que_tras_diez(store, contacto):
    turno(store, contacto, entre=ABRIR)
    leidos = []
    for n in range(2, 201):
        turno(store, contacto, f"mensaje {n}")
        if n in (10, 200):
            leidos.append(leer(store, contacto))
    assert len(leidos[0].events) == len(leidos[1].events) < 10 * (TURNOS + 1)
    assert leidos[1].latest_message.text == "mensaje 200"


def test_lo_leido_conserva_su_hora(app, store, contacto):
    escritos = [evento.timestamp for evento in turno(store, contacto).events]
    assert [evento.timestamp for evento in leer(almacen(app), contacto).events] == escritos  # how long the silence was


def test_lo_que_paso_antes_de_la_ventana_sigue_valiendo(store, contacto):
    turno(store, contacto, entre=ABRIR)
    for _ in range(TURNOS + 3):
        turno(store, contacto)
    tracker = leer(store, contacto)
    assert (tracker.get_slot("cedula"), tracker.active_loop_name) == ("79876543", "identidad_form")


def test_lo_que_se_borro_antes_de_la_ventana_no_vuelve(store, contacto):
    turno(store, contacto, entre=ABRIR)
    turno(store, contacto, entre=[ActiveLoop(None), SlotSet("cedula", None)])
    for _ in range(TURNOS + 3):
        turno(store, contacto)
    tracker = leer(store, contacto)
    assert (tracker.get_slot("cedula"), tracker.active_loop_name) == (None, None)


def test_nada_de_lo_dicho_se_puede_leer_en_la_tabla(app, store, contacto):
    turno(store, contacto, "mi secreto", "tu saldo es 7654321", ABRIR)
    ((_, eventos, estado),) = filas(app, contacto)
    for legible in (b"secreto", b"7654321", b"79876543", b"identidad_form", b"saludar"):
        assert legible not in bytes(eventos) + bytes(estado)


def test_lo_de_un_contacto_no_lo_lee_otro(app, store, contacto):
    turno(store, contacto)
    assert leer(store, nuevo_contacto(app)) is None


def test_sin_base_de_datos_falla_en_vez_de_olvidar(app, store, contacto):
    turno(store, contacto)
    sin_base = almacen(replace(app, db=Database("host=127.0.0.1 port=9 dbname=x user=x", name="x")))
    with pytest.raises(DatabaseAway):
        leer(sin_base, contacto)
    with pytest.raises(DatabaseAway):
        asyncio.run(sin_base.replies(contacto.id, "wamid.x"))
    tracker = leer(store, contacto)
    tracker.update(SlotSet("tramite", "action_menu"))
    with pytest.raises(DatabaseAway):
        asyncio.run(sin_base.save(tracker))


def test_un_mensaje_repetido_no_se_guarda_dos_veces(app, store, contacto):
    wamid = nuevo_wamid()
    turno(store, contacto, dicho="la primera", wamid=wamid)
    with pytest.raises(TurnoRepetido):
        turno(store, contacto, dicho="la segunda", wamid=wamid)
    assert len(filas(app, contacto)) == 1
    assert asyncio.run(store.replies(contacto.id, wamid)) == [{"text": "la primera"}]


def test_de_dos_procesos_con_el_mismo_turno_gana_el_primero(app, store, contacto):
    turno(store, contacto)
    uno, otro = leer(store, contacto), leer(almacen(app), contacto)
    for tracker, dicho in ((uno, "gana"), (otro, "pierde")):
        tracker.update_with_events(eventos_de("hola", nuevo_wamid(), dicho, []), dominio())
    asyncio.run(store.save(uno))
    with pytest.raises(TurnoRepetido):
        asyncio.run(store.save(otro))
    assert len(filas(app, contacto)) == 2


def test_las_respuestas_de_un_mensaje_se_encuentran_por_su_wamid(store, contacto):
    wamid = nuevo_wamid()
    assert asyncio.run(store.replies(contacto.id, wamid)) is None
    turno(store, contacto, dicho="hola, Ana", wamid=wamid)
    turno(store, contacto, dicho="otra cosa")
    assert asyncio.run(store.replies(contacto.id, wamid)) == [{"text": "hola, Ana"}]


def test_una_conversacion_de_rasa_shell_tambien_se_guarda(app, store):
    tracker = asyncio.run(store.create_tracker("prueba-local"))
    tracker.update_with_events(eventos_de("hola", "", "buenas", []), dominio())
    asyncio.run(store.save(tracker))
    assert asyncio.run(almacen(app).retrieve("prueba-local")).latest_message.intent["name"] == "saludar"


def test_dos_turnos_sin_wamid_no_se_estorban(app, store):
    for _ in range(2):
        tracker = asyncio.run(store.retrieve("sin-wamid")) or asyncio.run(store.create_tracker("sin-wamid"))
        tracker.update_with_events([ActionExecuted("action_listen"), SlotSet("tramite", "x")], dominio())
        asyncio.run(store.save(tracker))
    assert asyncio.run(store.retrieve("sin-wamid")) is not None


OTRO = "credito_nuevo_form"
ABRIR_OTRO = [ActionExecuted(OTRO), ActiveLoop(OTRO), SlotSet("cedula", "79876543"), SlotSet("tramite", "action_menu")]


def guardado(app, contacto):
    """Return everything that is kept of the turns, decrypted."""
    return "".join(
        json.dumps(app.cipher.unseal(dato, f"turnos.{columna}"))
        for _, eventos, estado in filas(app, contacto)
        for columna, dato in (("eventos", eventos), ("estado", estado))
    )


def test_de_quien_no_ha_autorizado_solo_se_recuerda_por_donde_iba(app, store):
    contacto = nuevo_contacto(app)
    turno(store, contacto, "soy Ana y mi cédula es 79876543", entre=ABRIR_OTRO)
    tracker = leer(almacen(app), contacto)
    assert (tracker.latest_message.text, tracker.latest_message.intent["name"]) == ("/saludar", "saludar")
    assert (tracker.get_slot("cedula"), tracker.get_slot("tramite")) == (None, "action_menu")
    assert tracker.active_loop_name == OTRO and tracker.latest_action_name == "action_listen"
    assert "79876543" not in guardado(app, contacto) and "Ana" not in guardado(app, contacto)


def test_quien_no_ha_autorizado_puede_probar_quien_es_y_despues_no_queda(app, store):
    contacto = nuevo_contacto(app)
    turno(store, contacto, "soy Ana y mi cédula es 79876543", entre=ABRIR)
    tracker = leer(almacen(app), contacto)
    assert (tracker.get_slot("cedula"), tracker.latest_message.text) == ("79876543", "/saludar")
    assert "Ana" not in guardado(app, contacto)
    turno(store, contacto, "123456", entre=[SlotSet("cedula", None), ActiveLoop(None)])
    turno(store, contacto, "gracias")
    assert leer(almacen(app), contacto).get_slot("cedula") is None
    assert "79876543" not in str(app.cipher.unseal(filas(app, contacto)[-1][2], "turnos.estado"))


def test_lo_que_dice_despues_de_autorizar_ya_se_recuerda(app, store):
    contacto = nuevo_contacto(app)
    turno(store, contacto, "soy Ana")
    autorizar(app, contacto)
    turno(store, contacto, "me llamo Ana")
    assert leer(almacen(app), contacto).latest_message.text == "me llamo Ana"
