"""People who ask about their own data: identified in a chat as the product identifies them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from proalto.bootstrap import App
from proalto.db.database import Row
from proalto.services.datos import gestion_de_datos, plazos_legales, solicitudes_de_datos, vencimientos_de_datos
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from tests.conftest import conectar, nuevo_contacto


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


def radicar(app, derecho, contacto=None, **otros):
    quien = contacto or nuevo_contacto(app)
    return quien, solicitudes_de_datos.radicar(app.db, app.cipher, quien, derecho, app.now(), **otros).folio


def hacer(app, que, folio, usuario, *resto):
    con_cifra = (app.cipher,) if que is not gestion_de_datos.marcar else ()
    with app.db.transaction() as tx:
        return que(tx, *con_cifra, folio, usuario, *resto, app.now())


def revisar(app, reloj, hasta):
    """Let the worker look at noon of every day until `hasta`, and once right after that moment."""
    while reloj.ahora + timedelta(days=1) < hasta:
        reloj.pasa(days=1)
        vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    reloj.ahora = hasta
    for _ in range(3):
        vencimientos_de_datos.revisar(app.db, app.cipher, app.now())


def alertas(app, folio):
    filas = sql(
        app, "SELECT clase FROM alertas JOIN casos ON casos.id = caso_id WHERE folio = %s ORDER BY alertas.id", folio
    )
    return [clase for (clase,) in filas]


def en(dia: date, hora: int = 12) -> datetime:
    return plazos_legales.comienzo(dia) + timedelta(hours=hora)
