"""Both databases: migrations, roles, the contract of `nucleo`, and who can enter the desk."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from psycopg2 import Error

from proalto.db.database import Database, DatabaseAway, Row
from proalto.db.migrations import newest_revision
from proalto.prelaunch.hallazgos import Contexto, Problema, sin_comprobar
from proalto.services.mesa import usuarios
from proalto.services.mesa.cuentas_demo import CUENTAS
from proalto.services.mesa.usuarios import EQUIPOS, Ficha, Rol

ROLES = tuple(f"asistente_{proceso}" for proceso in ("canal", "worker", "rasa", "actions", "mesa", "auditor"))
ESCRIBIR = "INSERT, UPDATE, DELETE, TRUNCATE"
DEL_DBA = "Pídele al DBA que lo corrija: docs/nucleo.md."


def migraciones(contexto: Contexto) -> Iterator[Problema]:
    """The tables are those of this version of the code."""
    filas = yield from _leer(contexto.producto.db, "asistente.preparativos.revision", "la base del asistente")
    if filas is not None and [fila["revision"] for fila in filas] != [newest_revision()]:
        yield Problema("Las tablas no son las de esta versión", "Arranca una vez con make up: migra solo.")


def roles(contexto: Contexto) -> Iterator[Problema]:
    """Each process has a role of its own, and none can do everything."""
    filas = yield from _leer(contexto.producto.db, "asistente.preparativos.roles", "los roles", roles=list(ROLES))
    if filas is None:
        return
    halladas = {fila["rol"]: fila for fila in filas}
    faltan = [rol for rol in ROLES if rol not in halladas]
    if faltan:
        yield Problema(f"Faltan roles de PostgreSQL: {', '.join(faltan)}", "Arranca una vez con make up: los crea.")
    for rol, fila in halladas.items():
        if fila["todo"]:
            yield Problema(f"El rol {rol} puede saltarse los permisos", f"ALTER ROLE {rol} NOSUPERUSER NOBYPASSRLS;")


def nucleo(contexto: Contexto) -> Iterator[Problema]:
    """The lender's views have the columns and types agreed on, and our user can only read them."""
    base = contexto.producto.nucleo
    filas = yield from _leer(base, "nucleo.contrato.diferencias", "la base del prestamista")
    if filas is None:
        return
    for fila in filas:
        dicho = f"nucleo.{fila['tabla']}.{fila['columna']}: {fila['hallado'] or 'no está'}"
        yield Problema(f"{dicho}, y el contrato pide {fila['pactado'] or 'que no esté'}", DEL_DBA)
    permisos = yield from _leer(base, "nucleo.contrato.permisos", "los permisos sobre nucleo", privilegios=ESCRIBIR)
    for fila in permisos or ():
        yield Problema(
            f"Nuestro usuario puede escribir en nucleo.{fila['tabla']}", "REVOKE: docs/nucleo.md, «Permisos»."
        )
    inventados = yield from _leer(base, "nucleo.contrato.inventados", "los clientes de nucleo")
    if inventados:
        yield Problema("En nucleo están los clientes inventados de la demostración", "Apunta a la base de verdad.")


def mesa(contexto: Contexto) -> Iterator[Problema]:
    """Somebody can let others in, each team has somebody, and nobody whose password is published."""
    try:
        fichas = [ficha for ficha in usuarios.fichas(contexto.producto.db) if ficha.usuario.activo]
    except (DatabaseAway, Error):
        yield sin_comprobar("No se pudo leer quién entra a la mesa", "Revisa DATABASE_URL.")
        return
    if not any(ficha.usuario.rol is Rol.SUPERVISOR and _entra(ficha) for ficha in fichas):
        yield Problema("Ningún supervisor ha entrado con su segundo factor", "make mesa-admin, y entra una vez.")
    a_medias = [ficha.usuario.usuario for ficha in fichas if not _entra(ficha)]
    if a_medias:
        yield Problema(f"No han cambiado su clave o no han unido su celular: {', '.join(a_medias)}", "Que entren ya.")
    for equipo in EQUIPOS:
        if not any(equipo in ficha.usuario.equipos for ficha in fichas):
            yield Problema(f"El equipo {equipo} no tiene a nadie", "Créalo en la mesa, en Personas.")
    demo = {(usuario, nombre) for usuario, nombre, _, _ in CUENTAS}
    for ficha in fichas:
        if (ficha.usuario.usuario, ficha.usuario.nombre) in demo:
            yield Problema(f"La cuenta {ficha.usuario.usuario} es de la demostración", "Desactívala en Personas.")


def _entra(ficha: Ficha) -> bool:
    return ficha.inscrito and not ficha.clave_temporal


def _leer(base: Database, consulta: str, que: str, **datos: object) -> Generator[Problema, None, list[Row] | None]:
    """Return the rows; None, and a complaint, when they could not be read."""
    try:
        with base.transaction() as tx:
            return tx.all(consulta, **datos)
    except (DatabaseAway, Error) as error:
        yield sin_comprobar(f"No se pudo leer {que} ({type(error).__name__})", "Revisa la dirección y los permisos.")
        return None
