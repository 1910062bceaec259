"""Time that passes for one customer: everything that is kept of them gets older.

No clock of the product is touched, so that its own arithmetic (codes, sessions, silence) is what is tried.
"""

from __future__ import annotations

from datetime import timedelta

from proalto.bootstrap import App
from tests.conftest import conectar

# The consent ledger is append-only, and no limit of time depends on it.
SIN_EDAD = ("autorizaciones",)
FECHAS = """
SELECT table_name, string_agg(format('%%1$I = %%1$I - %%%%(cuanto)s', column_name), ', ')
FROM information_schema.columns AS c
WHERE table_schema = 'asistente' AND data_type = 'timestamp with time zone' AND table_name <> ALL(%(sin_edad)s)
  AND EXISTS (SELECT FROM information_schema.columns AS k WHERE k.table_schema = c.table_schema
              AND k.table_name = c.table_name AND k.column_name = 'contacto_id')
GROUP BY table_name
"""


def envejecer(app: App, dsn: str, contacto_id: int, cuanto: timedelta) -> None:
    """Move every date of this contact's rows back, and those of the events in Rasa's memory."""
    with conectar(dsn) as connection, connection.cursor() as cursor:
        cursor.execute(FECHAS, {"sin_edad": list(SIN_EDAD)})
        for tabla, cambios in cursor.fetchall():
            orden = f"UPDATE asistente.{tabla} SET {cambios} WHERE contacto_id = %(id)s"  # noqa: S608
            cursor.execute(orden, {"cuanto": cuanto, "id": contacto_id})
        cursor.execute("SELECT n, eventos FROM asistente.turnos WHERE contacto_id = %s", [contacto_id])
        for n, sellados in cursor.fetchall():
            eventos = app.cipher.unseal(bytes(sellados), "turnos.eventos")
            for evento in eventos:
                evento["timestamp"] -= cuanto.total_seconds()
            viejos = app.cipher.seal(eventos, "turnos.eventos", de=contacto_id)
            orden = "UPDATE asistente.turnos SET eventos = %s WHERE contacto_id = %s AND n = %s"
            cursor.execute(orden, [viejos, contacto_id, n])
