"""Who may do what in the database: the matrix names everything, follows from the code, and is what PostgreSQL says."""

import re

import psycopg2
import psycopg2.errors
import psycopg2.extensions
import pytest

from proalto.db import permisos
from proalto.db.permisos import DE_UN_CONTACTO, DERIVADOS, PROCESOS, aplicar, catalogo, matriz, rol
from proalto.db.queries import query
from tests.conftest import conectar
from tools import permisos as fuente

ROLES = [rol(proceso) for proceso in PROCESOS]
PARAMETRO = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def cursor(dsn):
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


def test_la_matriz_nombra_toda_tabla_secuencia_y_funcion(cursor):
    nombradas = {(fila.tipo, fila.nombre) for fila in matriz() if fila.tipo != "nucleo"}
    assert nombradas == set(catalogo.objetos(cursor)), "python -m tools.permisos"


def test_lo_concedido_es_lo_que_dice_la_matriz(cursor):
    existentes = {(fila.tipo, fila.nombre) for fila in matriz()}
    hay = catalogo.concedidos(cursor, ROLES)
    pide = aplicar.deseados(matriz(), existentes)
    assert {objeto: roles for objeto, roles in hay.items() if roles} == {o: roles for o, roles in pide.items() if roles}


def test_cada_privilegio_lo_pide_una_consulta_de_ese_proceso_y_ninguno_falta():
    """Least privilege: the matrix is what the code needs, not what somebody once thought."""
    assert fuente.matriz_nueva() == matriz(), "el código pide otros privilegios: python -m tools.permisos"
    for objeto, pide in fuente.necesarios().items():
        fila = next(fila for fila in matriz() if (fila.tipo, fila.nombre) == objeto)
        assert all(privilegios <= fila.privilegios.get(p, frozenset()) for p, privilegios in pide.items()), objeto


def test_nadie_cambia_ni_borra_el_libro_de_autorizaciones_ni_la_auditoria():
    for fila in matriz():
        if fila.nombre in ("autorizaciones", "auditoria", "textos_mostrados"):
            assert not {"UPDATE", "DELETE"} & {uno for privilegios in fila.privilegios.values() for uno in privilegios}


def test_el_auditor_solo_lee():
    for fila in matriz():
        assert fila.privilegios.get("auditor", frozenset()) <= {"SELECT", "EXECUTE"}


def test_de_nucleo_nadie_puede_mas_que_leer():
    assert {uno for f in matriz() if f.tipo == "nucleo" for v in f.privilegios.values() for uno in v} == {"SELECT"}


@pytest.mark.parametrize("proceso", DERIVADOS)
def test_cada_proceso_puede_hacer_sus_consultas(cursor, proceso):
    cursor.execute(f"SET ROLE {rol(proceso)}")
    cursor.execute("SET search_path = asistente")
    negadas = []
    for nombre in sorted(fuente.consultas_de(proceso)):
        try:
            cursor.execute("EXPLAIN " + PARAMETRO.sub("NULL", query(nombre)).replace("%%", "%"))
        except psycopg2.errors.InsufficientPrivilege as error:
            negadas.append((nombre, error.diag.message_primary))
        except psycopg2.Error:
            continue  # a NULL where none is allowed; whether the query stands is tests/db/test_queries.py
    cursor.execute("RESET ROLE")
    assert negadas == []


def test_ningun_proceso_es_dueno_ni_puede_cambiar_el_esquema(cursor):
    cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'asistente'")
    assert not {dueno for (dueno,) in cursor.fetchall()} & set(ROLES)
    for nombre in ROLES:
        cursor.execute(f"SET ROLE {nombre}")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE asistente.nueva (x int)")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("TRUNCATE asistente.mensajes_entrantes")
        cursor.execute("RESET ROLE")


def test_los_papeles_no_entran_sin_que_un_operador_les_de_clave(cursor):
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolcanlogin OR rolsuper)", (ROLES,))
    assert cursor.fetchall() == []


def test_aplicar_otra_vez_no_toca_nada_y_lo_que_alguien_cambio_vuelve_a_su_sitio(dsn, cursor):
    antes = catalogo.concedidos(cursor, ROLES), catalogo.politicas(cursor)
    cursor.execute("GRANT ALL ON asistente.turnos TO asistente_canal, PUBLIC")
    cursor.execute("REVOKE SELECT ON asistente.turnos FROM asistente_rasa")
    cursor.execute("DROP POLICY de_su_contacto ON asistente.turnos")
    cursor.execute("CREATE POLICY de_su_contacto ON asistente.turnos TO asistente_rasa USING (true)")
    aplicar.aplicar(dsn)
    assert (catalogo.concedidos(cursor, ROLES), catalogo.politicas(cursor)) == antes
    cursor.execute("SELECT xmin FROM pg_class WHERE relname = 'turnos'")
    version = cursor.fetchone()
    aplicar.aplicar(dsn)
    cursor.execute("SELECT xmin FROM pg_class WHERE relname = 'turnos'")
    assert cursor.fetchone() == version


def test_toda_tabla_con_contacto_separa_sus_filas(cursor):
    cursor.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'asistente' AND column_name ="
        " ANY(ARRAY['contacto_id', 'caso_id', 'tramite_id', 'saliente_id', 'dueno'])"
        " AND table_name <> 'procrastinate_jobs'"
    )
    con_contacto = {nombre for (nombre,) in cursor.fetchall()} | {"contactos"}
    separadas = {f.nombre for f in matriz() if f.tipo == "tabla" and f.de_quien != aplicar.NADIE}
    assert con_contacto <= separadas
    assert separadas == {nombre for (tipo, nombre), por_fila in catalogo.objetos(cursor).items() if por_fila}
    politicas = catalogo.politicas(cursor)
    for nombre in separadas:
        roles, condicion = politicas[nombre, aplicar.SUYO]
        assert roles == {rol(proceso) for proceso in DE_UN_CONTACTO} and condicion != "true"


def test_quien_no_puede_crear_papeles_lo_sabe(dsn, cursor):
    cursor.execute("DROP ROLE IF EXISTS sin_poder")
    cursor.execute("CREATE ROLE sin_poder LOGIN")
    sin_poder = psycopg2.connect(psycopg2.extensions.make_dsn(dsn, user="sin_poder"))
    with sin_poder.cursor() as suyo, pytest.raises(aplicar.SinRoles):
        suyo.execute("SELECT 1")
        aplicar._crear_rol(suyo, "asistente_otro")
    sin_poder.close()
    cursor.execute("DROP ROLE sin_poder")


def test_cada_letra_de_la_matriz_se_escribe_como_se_lee(tmp_path, monkeypatch):
    filas, texto = matriz(), permisos.MATRIZ.read_text()
    monkeypatch.setattr(permisos, "MATRIZ", tmp_path / "m.csv")
    permisos.escribir(filas)
    assert permisos.MATRIZ.read_text() == texto and permisos.matriz() == filas
