"""Who leaves, or changes team or role, leaves neither cases nor customers behind."""

import pytest

from proalto.services.conversacion import conversaciones, respuestas
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mesa import ausencias, usuarios
from proalto.services.mesa.usuarios import Rol
from proalto.worker import plazos
from tests.conftest import nuevo_contacto, nuevo_wamid
from tests.services.gente import caso, persona, sql, ver
from tests.worker.buzon import Buzon


@pytest.fixture
def marta(app):
    return persona(app, "supervisor", ())


@pytest.fixture
def laura(app):
    return persona(app)


@pytest.fixture
def charla(app, reloj, laura):
    """Laura has a case, and its conversation."""
    buzon = Buzon(app, nuevo_contacto(app))
    suyo = caso(app, contacto=buzon.contacto)
    escribe(buzon, reloj)
    buzon.atiende()
    respuestas.enviar(app.db, app.cipher, suyo.folio, laura, "Hola, te ayudo.", nuevo_wamid(), reloj())
    return buzon, suyo


def escribe(buzon, reloj):
    wamid = buzon.llega("necesito ayuda con mi crédito", sent_at=reloj())
    buzon.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = %s WHERE wamid = %s", reloj(), wamid)


def se_va(app, quien, marta):
    usuarios.activar(app.db, quien.id, False, marta, app.now())


def cambia_de_equipo(app, quien, marta):
    editar(app, quien, marta, equipos=("fraude",))


def cambia_de_rol(app, quien, marta):
    editar(app, quien, marta, rol=Rol.AUDITOR)


def editar(app, quien, marta, **cambios):
    datos = vars(usuarios.datos_de(app.db, app.cipher, quien.id)) | {"nombre": "Laura Gómez"} | cambios
    usuarios.editar(app.db, app.cipher, quien.id, usuarios.Datos(**datos), marta, app.now())


def habla(app, buzon):
    with app.db.transaction() as tx:
        return conversaciones.quien_habla(tx, buzon.contacto.id).habla


def ordenes(app, buzon):
    filas = buzon.sql("SELECT cuerpo FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND tipo = 'interno'",
                      buzon.contacto.id)  # fmt: skip
    return [abrir_cuerpo(app.cipher, bytes(cuerpo))["orden"] for (cuerpo,) in filas]


@pytest.mark.parametrize("como", [se_va, cambia_de_equipo, cambia_de_rol])
def test_su_caso_vuelve_a_la_cola_y_su_conversacion_al_asistente(app, charla, laura, marta, como):
    buzon, suyo = charla
    como(app, laura, marta)
    plazos.revisar(app)
    quedo = ver(app, suyo.folio)
    assert (quedo.usuario_id, quedo.estado, habla(app, buzon)) == (None, "en_atencion", "asistente")
    assert '"asesor"' in ordenes(app, buzon)[0]
    (linea,) = sql(app, "SELECT usuario_id, accion FROM asistente.auditoria WHERE objeto = %s AND usuario_id IS NULL",
                   f"caso:{suyo.folio}")  # fmt: skip
    assert linea == (None, "caso_a_la_cola")
    assert ausencias.relevar(app.db, app.cipher, app.now()) == 0


def test_a_quien_esperaba_respuesta_se_le_dice_y_se_alerta(app, charla, laura, marta, reloj):
    buzon, suyo = charla
    escribe(buzon, reloj)
    buzon.atiende()
    se_va(app, laura, marta)
    ausencias.relevar(app.db, app.cipher, app.now())
    assert "silencio_asesor" in ordenes(app, buzon)[0]
    assert sql(app, "SELECT clase FROM asistente.alertas WHERE caso_id = %s", suyo.id) == [("sin_responder:1",)]


def test_lo_recoge_otra_persona_del_equipo(app, charla, laura, marta):
    _, suyo = charla
    otra = persona(app)
    se_va(app, laura, marta)
    plazos.revisar(app)
    assert ver(app, suyo.folio).usuario_id == otra.id


def test_a_quien_sigue_en_su_equipo_no_se_le_quita_nada(app, charla, laura, marta):
    buzon, suyo = charla
    editar(app, laura, marta, equipos=("servicio", "fraude"))
    respuestas.enviar(app.db, app.cipher, suyo.folio, marta, "Soy quien supervisa.", nuevo_wamid(), app.now())
    assert ausencias.relevar(app.db, app.cipher, app.now()) == 0
    assert (ver(app, suyo.folio).usuario_id, habla(app, buzon)) == (laura.id, "persona")
