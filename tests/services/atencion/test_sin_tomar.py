"""A case that who got it does not take: it goes to the next, back to the queue, and the supervisor is told."""

import pytest

from proalto.gateways.cipher import CASA
from proalto.services.atencion import gestion_casos, notas
from proalto.services.conversacion import respuestas
from tests.services.atencion.reparto import alertas, dueno, responder, ronda
from tests.services.gente import caso, persona, sql, ver, vistos

pytestmark = pytest.mark.usefixtures("mesa_vacia")


def test_quien_no_responde_a_tiempo_lo_pierde_y_pasa_al_siguiente(app, reloj):
    for _ in range(2):
        persona(app)
    suyo = caso(app)
    ronda(app)
    primero = dueno(app, suyo)
    reloj.pasa(minutes=14)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == primero
    reloj.pasa(minutes=1)
    ronda(app)
    despues = ver(app, suyo.folio)
    assert despues.usuario_id not in (primero, None) and despues.descartados == (primero,)
    assert alertas(app, suyo) == ["sin_tomar:1"]


def test_si_todos_lo_dejaron_vuelve_a_la_cola_y_lo_sabe_el_supervisor_una_vez_por_whatsapp(app, reloj):
    marta = persona(app, "supervisor", (), usuario="marta")
    celular = app.cipher.encrypt(b"573009998877", "usuarios.celular:marta", de=CASA)
    sql(app, "UPDATE asistente.usuarios SET celular = %s WHERE id = %s", celular, marta.id)
    quien, suyo = persona(app), caso(app)
    ronda(app)
    for vuelta in range(3):
        reloj.pasa(minutes=15)
        vistos(app)
        ronda(app)
        assert dueno(app, suyo) is None and ver(app, suyo.folio).descartados == ()
        ronda(app)
        assert dueno(app, suyo) == quien.id, vuelta
    assert alertas(app, suyo) == ["sin_tomar:1", "nadie:1", "sin_tomar:2", "nadie:2", "sin_tomar:3", "nadie:3"]
    origen = f"alerta:{suyo.id}:nadie:1:{marta.id}"
    assert sql(app, "SELECT wamid_origen FROM asistente.mensajes_salientes WHERE clase = 'alerta'") == [(origen,)]


def test_la_noche_no_cuenta_para_tomarlo(app, reloj):
    reloj.pasa(hours=6, minutes=50)  # 16:50
    quien, suyo = persona(app), caso(app)
    ronda(app)
    reloj.pasa(hours=15)  # 7:50 of the next day
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == quien.id and alertas(app, suyo) == []


def test_el_que_ya_respondio_no_lo_pierde(app, reloj):
    quien, suyo = persona(app), caso(app)
    ronda(app)
    responder(app, suyo, quien)
    reloj.pasa(days=2)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == quien.id


@pytest.fixture
def transferido(app, reloj):
    """A case that Ana answered and then handed to Luz, who takes cases too; a third one is there."""
    ana, luz, _ = (persona(app) for _ in range(3))
    suyo = caso(app)
    with app.db.transaction() as tx:
        gestion_casos.tomar_caso(tx, suyo.folio, ana, app.now())
    responder(app, suyo, ana)
    reloj.pasa(hours=1)
    vistos(app)
    with app.db.transaction() as tx:
        gestion_casos.transferir(
            tx, app.cipher, suyo.folio, ana, app.now(), equipo="servicio", a=luz.id, motivo="Ella sabe de esto"
        )
    return suyo, luz


def test_un_caso_ya_respondido_que_se_transfiere_a_quien_calla_vuelve_a_la_cola(app, reloj, transferido):
    suyo, luz = transferido
    reloj.pasa(minutes=14)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == luz.id
    reloj.pasa(minutes=1)
    ronda(app)
    despues = ver(app, suyo.folio)
    assert despues.usuario_id not in (luz.id, None) and despues.descartados == (luz.id,)
    assert despues.estado == "en_atencion" and alertas(app, suyo) == ["sin_tomar:1"]
    reloj.pasa(minutes=15)  # neither does who got it next, nor the third
    vistos(app)
    ronda(app)
    assert len(ver(app, suyo.folio).descartados) == 2 and alertas(app, suyo) == ["sin_tomar:1", "sin_tomar:2"]


@pytest.mark.parametrize("hace", ["escribe", "llama", "anota", "pausa"])
def test_quien_lo_recibio_y_da_senales_no_lo_pierde(app, reloj, transferido, hace):
    suyo, luz = transferido
    reloj.pasa(minutes=5)
    if hace == "escribe":
        valores = ["Ana", luz.nombre, suyo.folio]
        respuestas.enviar_plantilla(app.db, app.cipher, suyo.folio, luz, "retomar_caso", valores, "c1", app.now())
    with app.db.transaction() as tx:
        if hace == "llama":
            gestion_casos.registrar_llamada(tx, suyo.folio, luz, app.now())
        elif hace == "anota":
            notas.poner(tx, app.cipher, suyo.id, suyo.contacto_id, luz.id, "Pedí el extracto", app.now())
        elif hace == "pausa":
            gestion_casos.pausar(tx, suyo.folio, luz, app.now())
            gestion_casos.reanudar(tx, suyo.folio, luz, app.now())
    reloj.pasa(hours=3)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == luz.id and alertas(app, suyo) == []
