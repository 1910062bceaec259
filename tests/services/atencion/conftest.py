"""A desk with nobody at it."""

from __future__ import annotations

import pytest

from tests.conftest import conectar


@pytest.fixture
def mesa_vacia(app):
    """Whoever asks for it has people and a queue of their own."""
    conexion = conectar(app.settings.database_url)
    with conexion.cursor() as cursor:
        cursor.execute("UPDATE asistente.usuarios SET disponible = false, activo = false")
        cursor.execute("UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = '2000-01-01', causa = 'otra'"
                       " WHERE estado <> 'cerrado'")  # fmt: skip
        cursor.execute("UPDATE asistente.relojes SET corre_desde = NULL, vence_en = NULL, cumplido_en = now()")
    conexion.close()
