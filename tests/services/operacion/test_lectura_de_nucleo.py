"""The lender creates a view again: the processes go on reading it, or it is said which one they cannot read."""

import pytest

from proalto.db.database import Unreadable
from proalto.db.permisos import rol
from proalto.db.permisos.aplicar import aplicar
from proalto.services.operacion import lectura_de_nucleo
from proalto.services.operacion.lectura_de_nucleo import ilegibles, revisar, vistas_ilegibles
from tests.conftest import como, conectar

DUENO = "dueno_de_prueba"
LEEN = ("worker", "actions", "mesa")


@pytest.fixture
def cursor(dsn, app):
    """A cursor on a `nucleo` whose customers are a view of the lender's own user; at the end it is as it was."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN CREATE ROLE {DUENO}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        cursor.execute(f"GRANT CREATE, USAGE ON SCHEMA nucleo TO {DUENO}")
        cursor.execute("ALTER TABLE nucleo.clientes RENAME TO personas")
        cursor.execute(f"GRANT SELECT ON nucleo.personas TO {DUENO}")
        crear(cursor)
        aplicar(dsn)
        yield cursor
        cursor.execute(
            "RESET ROLE; DROP VIEW IF EXISTS nucleo.clientes; ALTER TABLE nucleo.personas RENAME TO clientes"
        )
        cursor.execute(f"DROP OWNED BY {DUENO}")
        cursor.execute("DELETE FROM asistente.interruptores")
        aplicar(dsn)
    connection.close()


def crear(cursor):
    cursor.execute(f"SET ROLE {DUENO}; DROP VIEW IF EXISTS nucleo.clientes")
    cursor.execute("CREATE VIEW nucleo.clientes AS SELECT * FROM nucleo.personas; RESET ROLE")


def sin_lo_de_siempre(cursor):
    """As where we may set no defaults for the lender's user."""
    for proceso in LEEN:
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {DUENO} IN SCHEMA nucleo REVOKE ALL ON TABLES FROM {rol(proceso)}"
        )


def leer(app, proceso):
    with como(app, proceso).nucleo.transaction() as tx:
        return tx.first("nucleo.clientes.perfil", cedula="1")


@pytest.mark.parametrize("proceso", LEEN)
def test_una_vista_que_su_dueno_vuelve_a_crear_se_lee_sin_reiniciar_nada(app, cursor, proceso):
    crear(cursor)
    assert leer(app, proceso) is None
    assert vistas_ilegibles(app.nucleo, con_papeles=True) == []


def test_tras_la_migracion_siguiente_cada_quien_lee_solo_lo_suyo(app, dsn, cursor):
    cursor.execute(f"SET ROLE {DUENO}; CREATE VIEW nucleo.otra AS SELECT 1 AS uno; RESET ROLE")
    cursor.execute("SELECT has_table_privilege('asistente_mesa', 'nucleo.otra', 'SELECT')")
    assert cursor.fetchone() == (True,)
    aplicar(dsn)
    cursor.execute("SELECT has_table_privilege('asistente_mesa', 'nucleo.otra', 'SELECT')")
    assert cursor.fetchone() == (False,)


def test_donde_no_se_puede_fijar_se_nombra_la_vista_hasta_que_vuelve(app, dsn, cursor):
    sin_lo_de_siempre(cursor)
    assert revisar(app.db, app.nucleo, con_papeles=True) == ([], [])
    crear(cursor)
    for proceso in LEEN:
        with pytest.raises(Unreadable, match="InsufficientPrivilege"):
            leer(app, proceso)
    assert revisar(app.db, app.nucleo, con_papeles=True) == (["clientes"], [])
    assert revisar(app.db, app.nucleo, con_papeles=True) == ([], []), "solo se dice una vez"
    with app.db.transaction() as tx:
        assert [una.vista for una in ilegibles(tx)] == ["clientes"]
    aplicar(dsn)  # or the one command of docs/nucleo.md
    assert revisar(app.db, app.nucleo, con_papeles=True) == ([], ["clientes"])
    with app.db.transaction() as tx:
        assert ilegibles(tx) == []


def test_una_vista_borrada_es_una_falta_ajena_que_puede_pasar(app, cursor):
    cursor.execute("DROP VIEW nucleo.clientes")
    with pytest.raises(Unreadable, match="UndefinedTable") as caido:
        leer(app, "actions")
    assert not caido.value.permanent
    assert vistas_ilegibles(app.nucleo, con_papeles=True) == ["clientes"]
    crear(cursor)
    assert leer(app, "actions") is None, "la conexión sigue sirviendo"


def test_sin_uso_del_esquema_no_se_lee_ninguna(app, cursor):
    cursor.execute("REVOKE USAGE ON SCHEMA nucleo FROM asistente_actions")
    assert len(vistas_ilegibles(app.nucleo, con_papeles=True)) == 5


def test_con_otra_base_cuenta_lo_que_puede_su_usuario(app, cursor):
    """Its user needs no grants of ours: here the owner of all, and a permission by columns is one too."""
    sin_lo_de_siempre(cursor)
    crear(cursor)
    assert vistas_ilegibles(app.nucleo, con_papeles=False) == []
    assert vistas_ilegibles(como(app, "mesa").nucleo, con_papeles=False) == [
        "clientes", "ofertas_renovacion", "pagadurias", "solicitudes"
    ]  # fmt: skip
    cursor.execute("GRANT SELECT (cedula, celular) ON nucleo.clientes TO asistente_mesa")
    assert "clientes" not in vistas_ilegibles(como(app, "mesa").nucleo, con_papeles=False)


def test_mira_las_cinco_vistas_y_quien_no_puede_leer_ninguna_tambien_puede_mirar(app, cursor):
    cursor.execute("SELECT count(DISTINCT relname) FROM pg_class WHERE relnamespace = 'nucleo'::regnamespace"
                   " AND relkind IN ('r', 'v') AND relname <> 'personas'")  # fmt: skip
    assert cursor.fetchone() == (5,)
    assert vistas_ilegibles(como(app, "canal").nucleo, con_papeles=True) == []
    assert len(lectura_de_nucleo.vistas_ilegibles(como(app, "canal").nucleo, con_papeles=False)) == 5
