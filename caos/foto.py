"""What the database says at the end, as the judge reads it: rows without their contents."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg2.extras

from tests.conftest import conectar

Fila = dict[str, Any]
CONSULTAS = {
    "entrantes": """SELECT wamid, contacto_id, orden, tipo, estado, unido_a, intentos, reintenta_a
                    FROM asistente.mensajes_entrantes ORDER BY orden""",
    "salientes": """SELECT id, contacto_id, wamid_origen, clase, ordinal, canal, estado, intentos, error_codigo, motivo,
                    reintenta_a FROM asistente.mensajes_salientes ORDER BY id""",
    "turnos": "SELECT contacto_id, n, wamid FROM asistente.turnos ORDER BY contacto_id, n",
    "codigos": "SELECT wamid_origen, 'codigo' AS clase FROM asistente.desafios",
    "certificados": "SELECT wamid_origen, 'certificado' AS clase FROM asistente.certificados",
    "casos": "SELECT wamid_origen, CASE tipo WHEN 'asesor' THEN 'caso' ELSE tipo END AS clase FROM asistente.casos",
    "documentos": "SELECT wamid_origen, 'documento' AS clase FROM asistente.documentos",
    "transiciones": """SELECT id, tabla, clave, antes, despues, extract(epoch FROM cuando)::float AS reloj
                       FROM caos.transiciones ORDER BY id""",
}
EFECTOS = ("codigos", "certificados", "casos", "documentos")


@dataclass
class Foto:
    """Lists of rows; `efectos` are {wamid_origen, clase} of what was done because of a message."""

    entrantes: list[Fila] = field(default_factory=list)
    salientes: list[Fila] = field(default_factory=list)
    turnos: list[Fila] = field(default_factory=list)
    efectos: list[Fila] = field(default_factory=list)
    transiciones: list[Fila] = field(default_factory=list)

    def guardar(self, archivo: Path) -> None:
        archivo.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def tomar(dsn: str) -> Foto:
    """Read everything in one snapshot."""
    connection = conectar(dsn)
    connection.autocommit = False
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    filas: dict[str, list[Fila]] = {}
    with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
        for nombre, consulta in CONSULTAS.items():
            cursor.execute(consulta)
            filas[nombre] = [dict(fila) for fila in cursor.fetchall()]
    connection.close()
    efectos = [fila for nombre in EFECTOS for fila in filas.pop(nombre)]
    return Foto(efectos=efectos, **filas)


def abrir(archivo: Path) -> Foto:
    """Return what `Foto.guardar` wrote."""
    return Foto(**json.loads(archivo.read_text(encoding="utf-8")))
