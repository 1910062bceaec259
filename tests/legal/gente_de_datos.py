"""People who ask about their own data: identified in a chat as the product identifies them."""

from __future__ import annotations

from proalto.bootstrap import App
from proalto.db.database import Row
from proalto.services.contactos import Contacto
from proalto.services.sesiones import CEDULA, Nivel, abrir_sesion
from tests.conftest import conectar


def identificar(app: App, contacto: Contacto, cedula: str, nivel: Nivel = Nivel.N2) -> None:
    """Open a session of this person, with the hash that the product would keep."""
    with app.db.transaction() as tx:
        sellada = app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
        abrir_sesion(tx, contacto.id, sellada, app.cipher.keyed_hash("cedula", cedula), nivel, app.now())


def sql(app: App, sentencia: str, *valores: object) -> list[tuple]:
    """Look or do behind the product's back."""
    conexion = conectar(app.settings.database_url)
    try:
        with conexion.cursor() as cursor:
            cursor.execute("SET search_path = asistente")
            cursor.execute(sentencia, valores)
            return cursor.fetchall() if cursor.description else []
    finally:
        conexion.close()


def solicitud(app: App, folio: str) -> Row:
    """Return a request as it is stored."""
    columnas = ("derecho", "tramite", "regimen", "estado", "nivel", "vence_el", "marcada_en", "prorrogada_en",
                "fundamento", "caso_id")  # fmt: skip
    ((*valores,),) = sql(app, f"SELECT {', '.join(columnas)} FROM solicitudes_de_datos WHERE folio = %s", folio)  # noqa: S608
    return dict(zip(columnas, valores))
