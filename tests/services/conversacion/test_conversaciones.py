"""Who speaks: a person from their first message on; the assistant again at the close, after silence, or when asked."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.atencion import gestion_casos
from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion import conversaciones, esperas, respuestas, silencios
from proalto.services.conversacion.conversaciones import Devuelta
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.operacion.textos import texto
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_wamid
from tests.worker.buzon import Buzon

ESCRITO = "todavía no me llega el desprendible de este mes"
CIERRA = datetime(2026, 11, 18, 22, 0, tzinfo=timezone.utc)  # 17:00 in Bogotá


@pytest.fixture
def buzon(app, contacto) -> Buzon:
    """A contact's inbox; the conversations of other tests are over."""
    buzon = Buzon(app, contacto)
    buzon.sql("DELETE FROM asistente.conversaciones")
    return buzon


@pytest.fixture
def con_laura(app, buzon, reloj, laura):
    """Laura has just taken the conversation, and is answered to."""
    folio = abrir_caso(app.db, app.cipher, buzon.contacto, "asesor", reloj()).folio
    escribe(buzon, reloj, "quiero hablar con una persona de verdad")
    buzon.atiende()
    dice(app, folio, laura, reloj)
    return folio


def escribe(buzon, reloj, que=ESCRITO, **partes):
    wamid = buzon.llega(que, sent_at=reloj(), **partes)
    buzon.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = %s WHERE wamid = %s", reloj(), wamid)
    return wamid


def dice(app, folio, quien, reloj, que="Con gusto te ayudo."):
    respuestas.enviar(app.db, app.cipher, folio, quien, que, nuevo_wamid(), reloj())


def turno(app, buzon):
    with app.db.transaction() as tx:
        return conversaciones.quien_habla(tx, buzon.contacto.id)


def ordenes(app, buzon):
    filas = buzon.sql(
        "SELECT cuerpo FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND tipo = 'interno' ORDER BY orden",
        buzon.contacto.id,
    )
    return [abrir_cuerpo(app.cipher, bytes(cuerpo))["orden"] for (cuerpo,) in filas]


def alertas(buzon):
    return [
        clase
        for (clase,) in buzon.sql(
            "SELECT a.clase FROM asistente.alertas a JOIN asistente.casos c ON c.id = a.caso_id"
            " WHERE c.contacto_id = %s ORDER BY a.id",
            buzon.contacto.id,
        )
    ]


def motivos(app, buzon):
    return [json.loads(orden.removeprefix("/volver_de_asesor"))["motivo"] for orden in ordenes(app, buzon)]


def test_abrir_un_caso_no_calla_al_asistente(app, buzon, reloj):
    abrir_caso(app.db, app.cipher, buzon.contacto, "asesor", reloj())
    assert buzon.entrante(escribe(buzon, reloj)) == "pendiente"
    buzon.atiende()
    assert buzon.textos() == [f"Leí: {ESCRITO}"]


def test_el_primer_mensaje_toma_la_conversacion_y_dice_quien_es(app, buzon, con_laura, laura, reloj):
    assert turno(app, buzon).usuario_id == laura.id
    primero = buzon.textos()[-1]
    assert "Laura Gómez" in primero and "Con gusto te ayudo." in primero and "menú" in primero
    dice(app, con_laura, laura, reloj, "¿Cuál es tu pagaduría?")
    assert buzon.textos()[-1] == "¿Cuál es tu pagaduría?"


def test_lo_que_escribe_el_cliente_lo_lee_la_persona(app, buzon, con_laura, reloj):
    wamid = escribe(buzon, reloj)
    leidos = len(buzon.rasa.turnos)
    buzon.atiende()
    assert (buzon.entrante(wamid), len(buzon.rasa.turnos)) == ("a_persona", leidos)
    assert turno(app, buzon).espera == "asesor"


@pytest.mark.parametrize("pide", ["menú", "MENU", "ver el menú.", "volver al asistente"])
def test_si_pide_el_menu_vuelve_el_asistente_y_lo_contesta(app, buzon, con_laura, reloj, pide):
    wamid = escribe(buzon, reloj, pide)
    buzon.atiende()
    assert (turno(app, buzon).habla, buzon.entrante(wamid)) == ("asistente", "atendido")
    assert ordenes(app, buzon) == []  # the menu says it


def test_una_hora_sin_el_cliente_y_el_asistente_se_despide(app, buzon, con_laura, reloj):
    reloj.pasa(minutes=59)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 0
    reloj.pasa(minutes=1)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 1
    assert silencios.vencer(app.db, app.cipher, reloj()) == 0
    assert (turno(app, buzon).habla, motivos(app, buzon)) == ("asistente", ["silencio_cliente"])
    assert buzon.sql("SELECT estado FROM asistente.casos WHERE folio = %s", con_laura) == [("en_pausa",)]


@pytest.mark.parametrize("escrito", ["aquí está lo que me pidieron", "menú"])
def test_lo_que_esperaba_al_cliente_sigue_aunque_le_conteste_el_asistente(app, buzon, con_laura, reloj, escrito):
    reloj.pasa(minutes=60)
    silencios.vencer(app.db, app.cipher, reloj())
    buzon.atiende()
    estado = "SELECT estado FROM asistente.casos WHERE folio = %s"
    assert buzon.sql(estado, con_laura) == [("en_pausa",)]  # a turn of our own is no answer of theirs
    escribe(buzon, reloj, escrito)
    buzon.atiende()
    assert buzon.sql(estado, con_laura) == [("en_atencion",)]


def test_de_noche_tambien_sigue_lo_que_esperaba_al_cliente(app, buzon, con_laura, laura, reloj):
    with app.db.transaction() as tx:
        gestion_casos.pausar(tx, con_laura, laura, reloj())
    reloj.ahora = CIERRA + timedelta(minutes=20)
    escribe(buzon, reloj)
    buzon.atiende()
    assert buzon.sql("SELECT estado FROM asistente.casos WHERE folio = %s", con_laura) == [("en_atencion",)]


def test_el_asesor_que_no_contesta_en_un_cuarto_de_hora_la_pierde(app, buzon, con_laura, reloj):
    escribe(buzon, reloj)
    buzon.atiende()
    reloj.pasa(minutes=10)
    escribe(buzon, reloj, "¿sigues ahí? necesito saberlo hoy")  # insisting does not buy the advisor more time
    buzon.atiende()
    reloj.pasa(minutes=5)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 1
    assert motivos(app, buzon) == ["silencio_asesor"]
    assert alertas(buzon) == ["sin_responder:1"]


def test_quien_no_contesta_al_final_del_dia_no_tiene_al_cliente_esperando_hasta_manana(
    app, buzon, con_laura, laura, reloj
):
    reloj.ahora = CIERRA - timedelta(minutes=5)
    dice(app, con_laura, laura, reloj)
    escribe(buzon, reloj)
    buzon.atiende()
    reloj.pasa(minutes=15)
    silencios.vencer(app.db, app.cipher, reloj())
    assert motivos(app, buzon) == ["fuera_de_horario"]


def test_quien_trabaja_tarde_y_acaba_de_escribir_sigue_teniendo_la_conversacion(app, buzon, con_laura, laura, reloj):
    reloj.ahora = CIERRA + timedelta(hours=3)
    dice(app, con_laura, laura, reloj)
    reloj.pasa(minutes=14)
    wamid = escribe(buzon, reloj)
    buzon.atiende()
    assert buzon.entrante(wamid) == "a_persona"


def test_de_noche_dice_una_vez_hasta_cuando_y_el_asistente_contesta(app, buzon, con_laura, laura, reloj):
    reloj.ahora = CIERRA - timedelta(minutes=5)
    dice(app, con_laura, laura, reloj)
    reloj.ahora = CIERRA + timedelta(minutes=20)
    for _ in range(2):
        escribe(buzon, reloj)
        buzon.atiende()
    dichos = buzon.textos()[-3:]
    esperado = texto("fuera_de_horario").format(folio=con_laura, cuando="mañana antes de las 9:00 a. m.")
    assert dichos == [esperado, f"Leí: {ESCRITO}", f"Leí: {ESCRITO}"]


def test_quien_contesta_una_plantilla_horas_despues_habla_con_la_persona(app, buzon, con_laura, laura, reloj):
    valores = ["Ana", laura.nombre, con_laura]
    respuestas.enviar_plantilla(app.db, app.cipher, con_laura, laura, "retomar_caso", valores, nuevo_wamid(), reloj())
    reloj.pasa(hours=5)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 0
    wamid = escribe(buzon, reloj)
    buzon.atiende()
    assert buzon.entrante(wamid) == "a_persona"


def test_lo_que_hubieramos_dicho_nosotros_no_se_dice(app, buzon, con_laura, reloj):
    from proalto.services.mensajeria.bandeja_entrada import encolar_interno

    with app.db.transaction() as tx:
        encolar_interno(tx, app.cipher, buzon.contacto.id, nuevo_wamid(), "/documentos_revisados")
    antes = buzon.textos()
    buzon.atiende()
    assert buzon.textos() == antes


def test_fuera_de_la_ventana_vuelve_sin_palabras(app, buzon, con_laura, reloj):
    reloj.pasa(hours=24)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 1
    assert ordenes(app, buzon) == []


def test_devolver_dos_veces_es_una(app, buzon, con_laura, reloj):
    with app.db.transaction() as tx:
        assert conversaciones.devolver(tx, app.cipher, buzon.contacto.id, Devuelta.ASESOR, reloj())
        assert not conversaciones.devolver(tx, app.cipher, buzon.contacto.id, Devuelta.ASESOR, reloj())


def test_quien_toma_y_quien_devuelve_queda_en_los_eventos(app, buzon, con_laura, laura, andres, reloj):
    dice(app, con_laura, andres, reloj)
    with app.db.transaction() as tx:
        conversaciones.devolver(tx, app.cipher, buzon.contacto.id, Devuelta.ASESOR, reloj())
    filas = buzon.sql(
        "SELECT tipo, usuario_id FROM asistente.eventos WHERE contacto_id = %s AND tipo LIKE 'persona%%' ORDER BY id",
        buzon.contacto.id,
    )
    assert filas == [("persona_toma", laura.id), ("persona_toma", andres.id), ("persona_devuelve", andres.id)]


def test_un_archivo_para_la_persona_se_revisa_si_hay_autorizacion(app, buzon, con_laura, reloj):
    sin_permiso = escribe(buzon, reloj, "", tipo="image")
    buzon.atiende()
    autorizar(app, buzon.contacto)
    con_permiso = escribe(buzon, reloj, "", tipo="image")
    buzon.atiende()
    filas = buzon.sql(
        "SELECT wamid_origen, estado, tramite_id FROM asistente.documentos WHERE contacto_id = %s", buzon.contacto.id
    )
    assert filas == [(con_permiso, "por_revisar", None)] and sin_permiso != con_permiso


@pytest.mark.parametrize("equipo", ["servicio", "reclamos"])
def test_quien_transfiere_deja_la_conversacion_y_el_caso_no_queda_esperando_a_quien_ya_escribio(
    app, buzon, con_laura, laura, reloj, equipo
):
    with app.db.transaction() as tx:
        gestion_casos.transferir(tx, app.cipher, con_laura, laura, reloj(), equipo=equipo, a=None, motivo="")
    assert (turno(app, buzon).habla, motivos(app, buzon)) == ("asistente", ["asesor"])
    reloj.pasa(minutes=61)
    assert silencios.vencer(app.db, app.cipher, reloj()) == 0
    assert buzon.sql("SELECT estado FROM asistente.casos WHERE folio = %s", con_laura) == [("en_atencion",)]


def test_transferirlo_a_quien_tiene_la_conversacion_no_se_la_quita(app, buzon, con_laura, laura, reloj):
    with app.db.transaction() as tx:
        gestion_casos.transferir(tx, app.cipher, con_laura, laura, reloj(), equipo="reclamos", a=laura.id, motivo="")
    assert turno(app, buzon).usuario_id == laura.id


def test_las_esperas_son_las_de_la_tabla():
    assert esperas.vigentes().silencio_cliente == timedelta(minutes=60)
