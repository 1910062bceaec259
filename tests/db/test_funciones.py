"""What a function may do that its caller may not: only for who needs it, about whom they serve, as it was written."""

import uuid

import psycopg2.errors
import pytest

from proalto.db.database import atendiendo
from proalto.db.permisos import PROCESOS, matriz, rol
from tests.conftest import como, conectar, nuevo_contacto

HUELLA, VACIO = b"\x07" * 32, b"vacio"
FUNCIONES = {fila.nombre: fila for fila in matriz() if fila.tipo == "funcion"}
PROPIAS = "SELECT tabla, dueno FROM asistente.filas_propias(%s, %s)"
VACIAR = "SELECT asistente.vaciar_mensaje(%s, %s, %s)"


@pytest.fixture
def cursor(dsn):
    """A cursor as the owner, in a transaction that is rolled back."""
    connection = conectar(dsn)
    connection.autocommit = False
    with connection.cursor() as cursor:
        yield cursor
    connection.rollback()
    connection.close()


@pytest.fixture
def ana(app, cursor):
    return gente(app, cursor, HUELLA)


@pytest.fixture
def luz(app, cursor):
    return gente(app, cursor, b"\x08" * 32)


def gente(app, cursor, huella):
    """Return somebody who has written and has proved who they are."""
    contacto = nuevo_contacto(app)
    recibir(cursor, contacto, contacto.wamid)
    sesion(cursor, contacto, huella)
    return contacto


def recibir(cursor, contacto, wamid, unido_a=None):
    cursor.execute(
        "INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, enviado_en, unido_a)"
        " VALUES (%s, %s, 'text', 'lo que dijo', now(), %s)",
        (wamid, contacto.id, unido_a),
    )


def sesion(cursor, contacto, huella, nivel=2, cerrada=False):
    cursor.execute(
        "INSERT INTO asistente.sesiones (contacto_id, nivel, cedula_hmac, cedula, iniciada_en, usada_en, cerrada_en)"
        " VALUES (%s, %s, %s, 'x', now(), now(), CASE WHEN %s THEN now() END) RETURNING id",
        (contacto.id, nivel, huella, cerrada),
    )


def sirviendo(cursor, contacto, proceso="actions"):
    cursor.execute(f"SET LOCAL ROLE {rol(proceso)}")
    cursor.execute("SELECT set_config('asistente.contacto', %s, true)", (str(contacto.id) if contacto else "",))


def filas(cursor, contacto, huella):
    cursor.execute(PROPIAS, (contacto.id, huella))
    return cursor.fetchall()


def cuerpos(cursor, contacto):
    cursor.execute("RESET ROLE")
    cursor.execute("SELECT wamid, cuerpo FROM asistente.mensajes_entrantes WHERE contacto_id = %s", (contacto.id,))
    return {wamid: bytes(cuerpo) for wamid, cuerpo in cursor.fetchall()}


# -- QUIEN LAS PUEDE LLAMAR --
@pytest.mark.parametrize("proceso", [proceso for proceso in PROCESOS if proceso != "actions"])
@pytest.mark.parametrize(("orden", "datos"), [(PROPIAS, (1, HUELLA)), (VACIAR, (1, "w", VACIO))])
def test_quien_no_las_necesita_no_las_puede_llamar(cursor, proceso, orden, datos):
    cursor.execute(f"SET LOCAL ROLE {rol(proceso)}")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="permission denied for function"):
        cursor.execute(orden, datos)


def test_ni_las_acciones_leen_a_todos_por_debajo_ni_vacian_por_su_cuenta(cursor, ana):
    for orden in (
        "SELECT asistente.filas_de_persona(1, 'x')",
        "UPDATE asistente.mensajes_entrantes SET cuerpo = 'x'",
        "DELETE FROM asistente.mensajes_entrantes",
    ):
        sirviendo(cursor, ana)
        cursor.execute("SAVEPOINT intento")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(orden)
        cursor.execute("ROLLBACK TO intento")


@pytest.mark.parametrize("proceso", PROCESOS)
def test_ningun_proceso_llama_una_funcion_con_poderes_que_su_columna_no_tenga(cursor, proceso):
    cursor.execute(
        "SELECT proname, has_function_privilege(%s, oid, 'EXECUTE') FROM pg_proc"
        " WHERE pronamespace = 'asistente'::regnamespace AND prosecdef",
        (rol(proceso),),
    )
    puede = dict(cursor.fetchall())
    assert len(puede) > 15
    assert puede == {nombre: "EXECUTE" in FUNCIONES[nombre].privilegios.get(proceso, ()) for nombre in puede}


# -- DE QUIEN --
def test_a_quien_probo_ser_ella_se_le_dan_sus_filas_y_ninguna_de_otra(cursor, ana, luz):
    sirviendo(cursor, ana)
    suyas = filas(cursor, ana, HUELLA)
    assert {"mensajes_entrantes", "sesiones", "contactos"} <= {tabla for tabla, _ in suyas}
    assert {dueno for _, dueno in suyas} == {ana.id}


def test_sirviendo_a_una_no_se_dan_las_filas_de_otra(cursor, ana, luz):
    sirviendo(cursor, ana)
    assert filas(cursor, luz, b"\x08" * 32) == []


def test_la_cedula_de_otra_persona_no_se_prueba_con_la_sesion_propia(cursor, ana, luz):
    """The chat of one contact, the data of another: the session must be of this chat and of this person."""
    sirviendo(cursor, ana)
    assert filas(cursor, ana, b"\x08" * 32) == []
    assert filas(cursor, ana, None) == []


@pytest.mark.parametrize(("nivel", "cerrada"), [(1, False), (2, True)])
def test_sin_una_sesion_abierta_de_nivel_dos_no_hay_filas(app, cursor, nivel, cerrada):
    nadie = nuevo_contacto(app)
    sesion(cursor, nadie, HUELLA, nivel, cerrada)
    sirviendo(cursor, nadie)
    assert filas(cursor, nadie, HUELLA) == []


def test_quien_no_dice_a_quien_sirve_no_recibe_ni_vacia_nada(cursor, ana):
    sirviendo(cursor, None)
    assert filas(cursor, ana, HUELLA) == []
    cursor.execute(VACIAR, (ana.id, ana.wamid, VACIO))
    assert cuerpos(cursor, ana) == {ana.wamid: b"lo que dijo"}


def test_vaciar_toca_ese_mensaje_y_los_que_se_leyeron_con_el_y_ninguno_mas(cursor, ana):
    otro, globo = f"wamid.{uuid.uuid4().hex}", f"wamid.{uuid.uuid4().hex}"
    recibir(cursor, ana, otro)
    recibir(cursor, ana, globo, unido_a=ana.wamid)
    sirviendo(cursor, ana)
    cursor.execute(VACIAR, (ana.id, ana.wamid, VACIO))
    assert cuerpos(cursor, ana) == {ana.wamid: VACIO, globo: VACIO, otro: b"lo que dijo"}


@pytest.mark.parametrize("como_si_fuera", ["ella", "otra"])
def test_el_mensaje_de_otra_no_se_vacia(cursor, ana, luz, como_si_fuera):
    sirviendo(cursor, ana)
    cursor.execute(VACIAR, ((ana if como_si_fuera == "ella" else luz).id, luz.wamid, VACIO))
    assert cuerpos(cursor, luz) == {luz.wamid: b"lo que dijo"}


def test_un_globo_de_otra_persona_que_apunte_a_este_mensaje_no_se_vacia(cursor, ana, luz):
    globo = f"wamid.{uuid.uuid4().hex}"
    recibir(cursor, luz, globo, unido_a=ana.wamid)
    sirviendo(cursor, ana)
    cursor.execute(VACIAR, (ana.id, ana.wamid, VACIO))
    assert cuerpos(cursor, luz)[globo] == b"lo que dijo"


# -- COMO SE ESCRIBIERON --
def test_toda_funcion_con_poderes_fija_donde_busca_y_no_es_de_un_proceso(cursor):
    cursor.execute(
        "SELECT proname, proconfig, pg_get_userbyid(proowner) FROM pg_proc"
        " WHERE pronamespace = 'asistente'::regnamespace AND prosecdef"
    )
    halladas = cursor.fetchall()
    assert {"filas_propias", "vaciar_mensaje"} <= {nombre for nombre, _, _ in halladas}
    for nombre, ajustes, dueno in halladas:
        assert ajustes == ["search_path=pg_catalog, pg_temp"], nombre
        assert dueno not in {rol(proceso) for proceso in PROCESOS}, nombre


ENGANOS = """
    CREATE TEMP TABLE sesiones (contacto_id bigint, cedula_hmac bytea, nivel int, cerrada_en timestamptz);
    INSERT INTO pg_temp.sesiones VALUES ({ana}, decode(repeat('08', 32), 'hex'), 3, NULL);
    CREATE TEMP TABLE mensajes_entrantes (contacto_id bigint, wamid text, unido_a text, cuerpo bytea);
    CREATE FUNCTION pg_temp.contacto() RETURNS bigint LANGUAGE sql AS 'SELECT {luz}::bigint';
    CREATE FUNCTION pg_temp.filas_de_persona(bigint, bytea)
        RETURNS TABLE (tabla text, dueno bigint, huella text, fila jsonb)
        LANGUAGE sql AS $$ SELECT 'engaño', {luz}::bigint, '', '{{}}'::jsonb $$;
    CREATE FUNCTION pg_temp.siempre(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR pg_temp.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.siempre);
    SET LOCAL search_path = pg_temp, asistente, pg_catalog;
"""


def test_con_nombres_iguales_puestos_delante_no_se_cambia_lo_que_hacen(cursor, ana, luz):
    """Whoever calls may make tables, functions and operators of their own; none of them stands in for ours."""
    cursor.execute("GRANT TEMP ON DATABASE " + cursor.connection.info.dbname + " TO asistente_actions")
    sirviendo(cursor, ana)
    cursor.execute(ENGANOS.format(ana=ana.id, luz=luz.id))
    cursor.execute("SELECT 1::bigint OPERATOR(pg_temp.=) 2::bigint, pg_temp.contacto(), count(*) FROM sesiones")
    assert cursor.fetchone() == (True, luz.id, 1), "el engaño está puesto"
    assert filas(cursor, luz, b"\x08" * 32) == [] == filas(cursor, ana, b"\x08" * 32)
    assert {dueno for _, dueno in filas(cursor, ana, HUELLA)} == {ana.id}
    cursor.execute(VACIAR, (luz.id, luz.wamid, VACIO))
    cursor.execute(VACIAR, (ana.id, luz.wamid, VACIO))
    assert cuerpos_de_verdad(cursor, luz) == [b"lo que dijo"]


def cuerpos_de_verdad(cursor, contacto):
    cursor.execute("RESET ROLE; SET LOCAL search_path = pg_catalog")
    cursor.execute("SELECT cuerpo FROM asistente.mensajes_entrantes WHERE contacto_id = %s", (contacto.id,))
    return [bytes(cuerpo) for (cuerpo,) in cursor.fetchall()]


def test_por_la_puerta_del_producto_tampoco(app, dsn):
    """The same, with the pool that the actions have."""
    ana, luz, db = nuevo_contacto(app), nuevo_contacto(app), como(app, "actions").db
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        recibir(cursor, luz, luz.wamid)
        sesion(cursor, luz, HUELLA)
        with atendiendo(ana.id), db.transaction() as tx:
            assert tx.all("asistente.mis_datos.filas", contacto_id=luz.id, cedula_hmac=HUELLA) == []
            tx.run("asistente.menores.vaciar", contacto_id=luz.id, wamid=luz.wamid, cuerpo=VACIO)
        assert cuerpos(cursor, luz) == {luz.wamid: b"lo que dijo"}
        with atendiendo(luz.id), db.transaction() as tx:
            assert tx.all("asistente.mis_datos.filas", contacto_id=luz.id, cedula_hmac=HUELLA)
            tx.run("asistente.menores.vaciar", contacto_id=luz.id, wamid=luz.wamid, cuerpo=VACIO)
        assert cuerpos(cursor, luz) == {luz.wamid: VACIO}
    connection.close()
