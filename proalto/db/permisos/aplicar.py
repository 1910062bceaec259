"""Make the database equal to the matrix: roles, privileges and row policies; what is so already is not touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg2
import psycopg2.errors
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor
from psycopg2.extensions import encrypt_password

from proalto.db.permisos import DE_UN_CONTACTO, PROCESOS, Fila, catalogo, matriz, rol
from proalto.db.permisos.catalogo import PUBLICO, Objeto
from proalto.errors import ProAltoError

TURNO = 7_206_002  # two processes that start together must not grant together
ROLES = tuple(rol(proceso) for proceso in PROCESOS)
OTROS = tuple(rol(proceso) for proceso in PROCESOS if proceso not in DE_UN_CONTACTO)
SUYO, DE_TODOS, NADIE = "de_su_contacto", "de_todos", "-"
CLASES = {"tabla": "TABLE", "nucleo": "TABLE", "secuencia": "SEQUENCE", "funcion": "FUNCTION", "esquema": "SCHEMA"}


class SinRoles(ProAltoError):
    """The user who migrates may not create roles, so that every process would work as the owner of the tables."""


def aplicar(dsn: str) -> None:
    """Bring roles, privileges and row policies to what the matrix says; raise SinRoles when roles may not be made."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (TURNO,))
            _crear_roles(cursor)
            filas = matriz()
            hay = catalogo.objetos(cursor)
            _conceder(cursor, filas, {*hay, *(("nucleo", nombre) for nombre in catalogo.de_nucleo(cursor))})
            _para_las_que_vengan(cursor, filas)
            _separar(cursor, filas, hay)
    finally:
        connection.close()


def dejar_entrar(dsn: str, claves: Mapping[str, str]) -> None:
    """Give the roles of these processes a password of their own; the server is sent its fingerprint only."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            for proceso, clave in claves.items():
                nombre = rol(proceso)
                huella = encrypt_password(clave, nombre, scope=connection, algorithm="scram-sha-256")
                cursor.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD %s").format(sql.Identifier(nombre)), (huella,))
    finally:
        connection.close()


def condicion(fila: Fila) -> str:
    """Return the SQL that a row of the current contact meets; a bare column means that it holds the contact's id."""
    return f"{fila.de_quien} = asistente.contacto()" if fila.de_quien.isidentifier() else fila.de_quien


def deseados(filas: list[Fila], existentes: set[Objeto]) -> dict[Objeto, dict[str, frozenset[str]]]:
    """Return {object: {role: privileges}} as the matrix says, for what exists here."""
    pide = {
        (fila.tipo, fila.nombre): {rol(proceso): cuales for proceso, cuales in fila.privilegios.items()}
        for fila in filas
        if (fila.tipo, fila.nombre) in existentes
    }
    usa = {nombre for (tipo, _), por_rol in pide.items() if tipo == "nucleo" for nombre in por_rol}
    esquemas = {("esquema", "asistente"): set(ROLES), ("esquema", "nucleo"): usa}
    return pide | {esquema: {uno: frozenset({"USAGE"}) for uno in roles} for esquema, roles in esquemas.items()}


def _crear_roles(cursor: Cursor) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", (list(ROLES),))
    conocidos = {nombre for (nombre,) in cursor.fetchall()}
    for nombre in ROLES:
        if nombre not in conocidos:
            _crear_rol(cursor, nombre)
        cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", (nombre,))
        if cursor.fetchone() == (False,):
            # Whoever connects as this user may then work as a process; each with a login of its own needs it not.
            with _si_se_puede(cursor):
                cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(nombre)))


def _crear_rol(cursor: Cursor, nombre: str) -> None:
    cursor.execute("SAVEPOINT rol")
    try:
        cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(nombre)))
    except (psycopg2.errors.DuplicateObject, psycopg2.errors.UniqueViolation):
        cursor.execute("ROLLBACK TO rol")  # roles are of the whole server: another database's migration was first
    except psycopg2.errors.InsufficientPrivilege as error:
        raise SinRoles(nombre) from error


@contextmanager
def _si_se_puede(cursor: Cursor) -> Iterator[None]:
    cursor.execute("SAVEPOINT intento")
    try:
        yield
    except psycopg2.errors.InsufficientPrivilege:
        cursor.execute("ROLLBACK TO intento")


def _conceder(cursor: Cursor, filas: list[Fila], existentes: set[Objeto]) -> None:
    pide, hay = deseados(filas, existentes), catalogo.concedidos(cursor, list(ROLES))
    for objeto in sorted({*pide, *hay}):
        if objeto[0] not in CLASES:
            continue
        quiere, tiene = pide.get(objeto, {}), dict(hay.get(objeto, {}))
        if objeto[0] in ("nucleo", "esquema"):  # what the lender grants to everybody is not ours to take away
            tiene.pop(PUBLICO, None)
        for nombre in sorted({*quiere, *tiene}):
            _igualar(cursor, objeto, nombre, quiere.get(nombre, frozenset()), tiene.get(nombre, frozenset()))


def _igualar(cursor: Cursor, objeto: Objeto, quien: str, quiere: frozenset[str], tiene: frozenset[str]) -> None:
    for orden, cuales in (("GRANT {} ON {} {} TO {}", quiere - tiene), ("REVOKE {} ON {} {} FROM {}", tiene - quiere)):
        if not cuales:
            continue
        tipo, nombre = objeto
        esquema = "nucleo" if tipo == "nucleo" else "asistente"
        orden_sql = sql.SQL(orden).format(
            sql.SQL(", ".join(sorted(cuales))),
            sql.SQL(CLASES[tipo]),
            sql.Identifier(nombre) if tipo == "esquema" else _calificado(cursor, tipo, esquema, nombre),
            sql.SQL(PUBLICO) if quien == PUBLICO else sql.Identifier(quien),
        )
        if "nucleo" in objeto:  # the lender's own grants stand where theirs is the schema
            with _si_se_puede(cursor):
                cursor.execute(orden_sql)
        else:
            cursor.execute(orden_sql)


def _para_las_que_vengan(cursor: Cursor, filas: list[Fila]) -> None:
    """Let a view that the lender drops and creates again be read at once, where its owner's default is ours to set.

    PostgreSQL knows no default for one view: until the next migration it is read by every process that reads any.
    """
    leen = {rol(proceso) for fila in filas if fila.tipo == "nucleo" for proceso in fila.privilegios}
    for dueno, ya in catalogo.duenos_de_nucleo(cursor):
        if leen <= ya:
            continue
        with _si_se_puede(cursor):
            cursor.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA nucleo GRANT SELECT ON TABLES TO {}").format(
                    sql.Identifier(dueno), sql.SQL(", ").join(map(sql.Identifier, sorted(leen)))
                )
            )


def _calificado(cursor: Cursor, tipo: str, esquema: str, nombre: str) -> sql.Composable:
    if tipo != "funcion":
        return sql.Identifier(esquema, nombre)
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'asistente'::regnamespace AND proname = %s",
        (nombre,),
    )
    return sql.SQL(", ").join(sql.SQL(firma) for (firma,) in cursor.fetchall())


def _separar(cursor: Cursor, filas: list[Fila], hay: Mapping[Objeto, bool]) -> None:
    """Let Rasa and the actions see the rows of the contact whom they serve, and the others those of all."""
    existen = catalogo.politicas(cursor)
    for fila in filas:
        if fila.tipo != "tabla" or fila.de_quien == NADIE or (fila.tipo, fila.nombre) not in hay:
            continue
        tabla = sql.Identifier("asistente", fila.nombre)
        if not hay[fila.tipo, fila.nombre]:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(tabla))
        de_un_contacto = tuple(rol(proceso) for proceso in DE_UN_CONTACTO)
        for nombre, roles, cual in ((SUYO, de_un_contacto, condicion(fila)), (DE_TODOS, OTROS, "true")):
            vieja = existen.get((fila.nombre, nombre))
            if vieja == (frozenset(roles), cual):
                continue
            politica = sql.Identifier(nombre)
            if vieja is not None:
                cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(politica, tabla))
            cursor.execute(
                sql.SQL("CREATE POLICY {} ON {} TO {} USING ({})").format(
                    politica, tabla, sql.SQL(", ").join(map(sql.Identifier, roles)), sql.SQL(cual)
                )
            )
            cursor.execute(sql.SQL("COMMENT ON POLICY {} ON {} IS %s").format(politica, tabla), (cual,))
