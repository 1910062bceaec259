"""What is run once a transaction is committed: together, once, and never instead of it."""

import pytest

from proalto.db.database import Database, DatabaseAway
from proalto.services.operacion import trabajos
from tests.services.gente import sql


def despertados(app, contacto):
    """Return the wake-up calls of a contact that wait."""
    return sql(app, "SELECT task_name FROM asistente.procrastinate_jobs WHERE lock LIKE %s", f"%:{contacto.id}")


def test_lo_de_despues_pasa_al_confirmar_y_una_vez(app, contacto):
    with app.db.transaction() as tx:
        for _ in range(2):
            trabajos.despertar_envio(tx, contacto.id)
        trabajos.despertar_atencion(tx, contacto.id)
        assert despertados(app, contacto) == []
    assert sorted(despertados(app, contacto)) == [("atender",), ("enviar",)]


def test_de_lo_que_no_se_confirmo_no_pasa_nada(app, contacto):
    with pytest.raises(RuntimeError), app.db.transaction() as tx:
        trabajos.despertar_envio(tx, contacto.id)
        raise RuntimeError
    assert despertados(app, contacto) == []


def test_si_lo_de_despues_se_pierde_lo_confirmado_queda_y_nadie_lo_toma_por_deshecho(app, contacto, caplog):
    with app.db.transaction() as tx:
        tx.run("asistente.conversaciones.crear", contacto_id=contacto.id)
        tx.after("asistente.trabajos.despertar", cola=None, tarea=None, lock=None, queueing_lock=None, args="{}")
        trabajos.despertar_envio(tx, contacto.id)
    assert sql(app, "SELECT count(*) FROM asistente.conversaciones WHERE contacto_id = %s", contacto.id) == [(1,)]
    assert despertados(app, contacto) == [] and "lost after a commit: NotNullViolation" in caplog.text
    with app.db.transaction() as tx:  # the line that broke is not used again
        trabajos.despertar_envio(tx, contacto.id)
    assert despertados(app, contacto) == [("enviar",)]


def test_sin_base_no_hay_despues(caplog):
    lejos = Database("host=127.0.0.1 port=1 dbname=nada", name="prueba")
    with pytest.raises(DatabaseAway), lejos.transaction() as tx:
        trabajos.despertar_envio(tx, 1)
    assert "lost after" not in caplog.text
