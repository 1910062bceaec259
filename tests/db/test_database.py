"""The pool: a time limit on everything, no broken connection twice, and the lender's database read only."""

import socket
import threading
import time

import psycopg2
import pytest

from proalto.db import database, waiting
from proalto.db.database import Database, DatabaseAway
from tests.conftest import conectar

LATIDO = "asistente.trabajos.latido"


@pytest.fixture
def pool(dsn, request):
    """A pool of two connections with a name of its own."""
    pool = Database(dsn, name=f"prueba-{request.node.name[:30]}", size=2)
    yield pool
    pool.close()


def preguntar(pool):
    with pool.transaction() as tx:
        return tx.one("nucleo.saldo.responde")["bien"]


def cortar(dsn, pool):
    """Cut all connections of the pool at the server's side, and return how many there were."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s",
            (pool._application_name,),
        )
        cortadas = cursor.rowcount
    connection.close()
    return cortadas


def servidor_mudo():
    """Listen without ever saying a word."""
    oido = socket.create_server(("127.0.0.1", 0))
    return oido, f"host=127.0.0.1 port={oido.getsockname()[1]} dbname=x user=x"


def test_no_conecta_hasta_que_se_usa():
    Database("host=127.0.0.1 port=1 dbname=x user=x", name="nadie").close()


def test_un_servidor_apagado_es_database_away_y_se_puede_reintentar():
    with pytest.raises(DatabaseAway) as caught:
        preguntar(Database("host=127.0.0.1 port=1 dbname=x user=x password=secreta", name="apagado"))
    assert not caught.value.permanent and "secreta" not in str(caught.value)


def test_un_servidor_mudo_no_hace_esperar_mas_que_el_limite(monkeypatch):
    monkeypatch.setattr(waiting, "WAIT_SECONDS", 0.3)
    oido, dsn = servidor_mudo()
    antes = time.monotonic()
    with oido, pytest.raises(DatabaseAway):
        preguntar(Database(dsn, name="mudo"))
    assert 0.2 < time.monotonic() - antes < 2


def test_una_consulta_que_espera_una_fila_ajena_se_rinde(dsn, monkeypatch):
    monkeypatch.setattr(database, "STATEMENT_MS", 200)
    pool, ajena = Database(dsn, name="lenta"), psycopg2.connect(dsn)
    ajena.cursor().execute("LOCK TABLE asistente.contactos IN ACCESS EXCLUSIVE MODE")
    antes = time.monotonic()
    with pytest.raises(DatabaseAway), pool.transaction() as tx:
        tx.all("asistente.contactos.por_id", contacto_id=1)
    assert time.monotonic() - antes < 2
    ajena.close()
    assert preguntar(pool) == 1
    pool.close()


@pytest.mark.parametrize("a_la_vez", [1, 2])
def test_despues_de_que_el_servidor_corta_sigue_con_una_conexion_sana(dsn, pool, monkeypatch, a_la_vez):
    monkeypatch.setattr(database, "IDLE_SECONDS_BEFORE_PING", 0.0)
    with pool.transaction() as tx:
        if a_la_vez == 2:
            preguntar(pool)
        tx.all(LATIDO)
    assert cortar(dsn, pool) == a_la_vez
    assert [preguntar(pool) for _ in range(3)] == [1, 1, 1]


def test_un_corte_a_mitad_de_una_transaccion_es_database_away_y_la_siguiente_sirve(dsn, pool):
    with pytest.raises(DatabaseAway), pool.transaction() as tx:
        tx.all(LATIDO)
        cortar(dsn, pool)
        tx.all(LATIDO)
    assert preguntar(pool) == 1


def test_recien_usada_y_cortada_falla_una_vez_y_no_mas(dsn, pool):
    preguntar(pool)
    cortar(dsn, pool)
    with pytest.raises(DatabaseAway):
        preguntar(pool)
    assert preguntar(pool) == 1


def test_quien_no_alcanza_conexion_espera_un_rato_y_no_para_siempre(dsn, monkeypatch):
    monkeypatch.setattr(database, "CONNECT_SECONDS", 0.2)
    pool = Database(dsn, name="llena", size=1)
    preguntar(pool)
    with pool.transaction(), pytest.raises(DatabaseAway, match="no free connection"):
        preguntar(pool)
    assert preguntar(pool) == 1
    pool.close()


def test_muchos_hilos_comparten_pocas_conexiones(dsn, pool):
    vistos = []
    hilos = [threading.Thread(target=lambda: vistos.append(preguntar(pool))) for _ in range(20)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert vistos == [1] * 20
    assert cortar(dsn, pool) <= 2


def test_un_error_deshace_todo_y_devuelve_la_conexion(pool):
    for _ in range(3):  # more than there are connections
        with pytest.raises(KeyError), pool.transaction() as tx:
            tx.one("asistente.contactos.local", clave="deshecha")
            raise KeyError("x")
    with pool.transaction() as tx:
        assert tx.run("asistente.contactos.local", clave="hecha") == 1
        assert tx.first("asistente.contactos.por_telefono", telefono="deshecha") is None


def test_un_error_de_sql_no_se_disfraza_de_base_caida(pool):
    with pytest.raises(psycopg2.errors.NotNullViolation), pool.transaction() as tx:
        tx.run(
            "asistente.seguridad.anotar_senal",
            clave=None,
            clase="llave",
            contacto_id=None,
            telefono_hmac=None,
            cedula_hmac=None,
            now="2026-01-01T00:00Z",
        )
    assert preguntar(pool) == 1


def test_una_base_que_no_deja_escribir_es_database_away_y_despues_sirve(dsn):
    pool = Database(dsn, name="replica", size=1)
    pool._options += " -c default_transaction_read_only=on"
    with pytest.raises(DatabaseAway), pool.transaction() as tx:
        tx.run("asistente.contactos.local", clave="replica")
    pool._options = pool._options.replace("read_only=on", "read_only=off")
    with pool.transaction() as tx:
        assert tx.run("asistente.contactos.local", clave="replica") == 1
    pool.close()


def test_nucleo_es_de_solo_lectura(app, nucleo):
    nucleo.cliente()
    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction), app.nucleo.transaction() as tx:
        tx.run("asistente.contactos.local", clave="x")
    assert preguntar(app.nucleo) == 1


def test_las_horas_vuelven_en_utc_y_el_dinero_en_decimal(app, nucleo):
    cedula = nucleo.cliente()
    nucleo.credito(cedula, saldo="1234567.89")
    with app.nucleo.transaction() as tx:
        (fila,) = tx.all("nucleo.saldo.por_cedula", cedula=cedula)
    assert str(fila["saldo"]) == "1234567.89"
