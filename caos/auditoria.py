"""Triggers in the database under test that write down every change of state, for the judge."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import conectar

# table -> (its key, its state). Turns and sessions have no `estado`: what must not go back is another column.
TABLAS = {
    "mensajes_entrantes": ("wamid", "estado"),
    "mensajes_salientes": ("id", "estado"),
    "casos": ("id", "estado"),
    "tramites": ("id", "estado"),
    "documentos": ("id", "estado"),
    "desafios": ("id", "estado"),
    "certificados": ("folio", "estado"),
    "encuestas": ("id", "estado"),
    "sesiones": ("id", "cerrada_en"),
    "turnos": ("wamid", "n"),
}
SQL = Path(__file__).with_name("auditoria.sql")


def instalar(dsn: str) -> None:
    """Install them; the product does not notice."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(encoding="utf-8"))
        for tabla, (clave, estado) in TABLAS.items():
            cursor.execute(
                f"CREATE TRIGGER caos_anotar AFTER INSERT OR UPDATE OR DELETE ON asistente.{tabla}"
                f" FOR EACH ROW EXECUTE FUNCTION caos.anotar('{clave}', '{estado}')"
            )
    connection.close()
