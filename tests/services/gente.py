"""People at the desk and their cases, put together without the desk."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from proalto.bootstrap import App
from proalto.db.database import Row
from proalto.services.atencion.casos import Fila, abrir_caso, por_folio
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mesa import usuarios
from proalto.services.mesa.usuarios import Usuario
from tests.conftest import conectar, nuevo_contacto

_serie = itertools.count(1)


def persona(app: App, rol: str = "asesor", equipos: tuple[str, ...] = ("servicio",), **columnas: Any) -> Usuario:
    """Add somebody who is at the desk right now and takes cases."""
    n = next(_serie)
    fila = {
        "usuario": f"persona{n}", "nombre": f"Persona {n}", "rol": rol, "equipos": list(equipos),
        "disponible": True, "visto_en": app.now(), "creado_en": app.now(),
    } | columnas  # fmt: skip
    nombres, marcas = ", ".join(fila), ", ".join(["%s"] * len(fila))
    insertar = f"INSERT INTO asistente.usuarios ({nombres}) VALUES ({marcas}) RETURNING id"  # noqa: S608
    ((quien,),) = sql(app, insertar, *fila.values())
    with app.db.transaction() as tx:
        return usuarios.por_id(tx, quien)


def caso(app: App, tipo: str = "asesor", contacto: Contacto | None = None) -> Fila:
    """Open a case, of a new contact unless one is given."""
    abierto = abrir_caso(app.db, app.cipher, contacto or nuevo_contacto(app), tipo, app.now())
    return ver(app, abierto.folio)


def ver(app: App, folio: str) -> Fila:
    with app.db.transaction() as tx:
        return por_folio(tx, folio)


def vistos(app: App, cuando: datetime | None = None) -> None:
    """Everybody is still at the desk."""
    sql(app, "UPDATE asistente.usuarios SET visto_en = %s", cuando or app.now())


def eventos(app: App, caso_id: int) -> list[str]:
    return [tipo for (tipo,) in sql(app, "SELECT tipo FROM asistente.eventos WHERE caso_id = %s ORDER BY id", caso_id)]


def sql(app: App, sentencia: str, *valores: Any) -> list[Row]:
    """Look or do behind the product's back."""
    conexion = conectar(app.settings.database_url)
    try:
        with conexion.cursor() as cursor:
            cursor.execute(sentencia, valores)
            return cursor.fetchall() if cursor.description else []
    finally:
        conexion.close()
