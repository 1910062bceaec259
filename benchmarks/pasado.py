"""A past for a conversation: a real one of a few turns, copied by SQL as many times as it takes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Protocol

import psycopg2.sql as sql

from benchmarks.datos import Persona
from benchmarks.sistemas import DeStock
from proalto.bootstrap import App
from proalto.services.identificacion.contactos import de_sender
from tests.conftest import conectar

PROPIAS = ("contacto_id", "n", "wamid", "creado_en")  # not copied: they say whose turn it is, and which


class Pasado(Protocol):
    """`por_turno`: how many events each turn of the copied conversation has."""

    por_turno: list[int]

    def copiar(self, persona: Persona, turnos: int) -> None:
        """Write so many turns as the past of a conversation."""


def turnos_para(por_turno: Sequence[int], eventos: int) -> int:
    """Return the fewest turns, the conversation repeated, that hold so many events."""
    turnos, hay = divmod(eventos, sum(por_turno))[0] * len(por_turno), eventos // sum(por_turno) * sum(por_turno)
    while hay < eventos:
        hay += por_turno[turnos % len(por_turno)]
        turnos += 1
    return turnos


def contar(por_turno: Sequence[int], turnos: int) -> int:
    """Return how many events so many turns have."""
    vueltas, resto = divmod(turnos, len(por_turno))
    return vueltas * sum(por_turno) + sum(por_turno[:resto])


class PasadoNuestro:
    """Rows of `turnos`: sealed as they are, for the seal does not say whose they are."""

    def __init__(self, app: App, persona: Persona) -> None:
        self._dsn, self._de = app.settings.database_url or "", de_sender(app.db, persona.sender, "").id
        with conectar(self._dsn) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT eventos FROM asistente.turnos WHERE contacto_id = %s ORDER BY n", [self._de])
            self.por_turno = [len(app.cipher.unseal(fila[0], "turnos.eventos")) for fila in cursor.fetchall()]
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'asistente' "
                "AND table_name = 'turnos' AND is_generated = 'NEVER'"
            )
            self._columnas = [fila[0] for fila in cursor.fetchall() if fila[0] not in PROPIAS]

    def copiar(self, persona: Persona, turnos: int) -> None:
        columnas = sql.SQL(", ").join(map(sql.Identifier, self._columnas))
        orden = sql.SQL(
            "INSERT INTO asistente.turnos (contacto_id, n, {c}) "
            "SELECT %(a)s, t.n + g * %(por)s, {c} FROM asistente.turnos t, generate_series(0, %(turnos)s / %(por)s) g "
            "WHERE t.contacto_id = %(de)s AND t.n + g * %(por)s <= %(turnos)s"
        ).format(c=columnas)
        valores = {"a": int(persona.sender), "de": self._de, "por": len(self.por_turno), "turnos": turnos}
        with conectar(self._dsn) as connection, connection.cursor() as cursor:
            cursor.execute(orden, valores)


class PasadoDeStock:
    """Rows of `events`, in the order that Rasa reads them: by id."""

    def __init__(self, sistema: DeStock, persona: Persona) -> None:
        self._dsn, self._de = sistema.servidor.dsn_rasa, persona.sender
        with conectar(self._dsn) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT type_name FROM events WHERE sender_id = %s ORDER BY id", [self._de])
            tipos = [str(fila[0]) for fila in cursor.fetchall()]
        empiezan = [i for i, tipo in enumerate(tipos) if tipo == "user"] + [len(tipos)]
        self._de_sesion = empiezan[0]  # what comes before the first message comes once in a conversation
        self.por_turno = [hasta - desde for desde, hasta in itertools.pairwise(empiezan)]

    def copiar(self, persona: Persona, turnos: int) -> None:
        valores = {"a": persona.sender, "de": self._de, "por": sum(self.por_turno), "sesion": self._de_sesion,
                   "eventos": contar(self.por_turno, turnos)}  # fmt: skip
        with conectar(self._dsn) as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) "
                "SELECT %(a)s, type_name, timestamp, intent_name, action_name, data FROM "
                "(SELECT *, row_number() OVER (ORDER BY id) - %(sesion)s AS k FROM events WHERE sender_id = %(de)s) e, "
                "generate_series(0, %(eventos)s / %(por)s) g "
                "WHERE (g = 0 OR k > 0) AND g * %(por)s + k <= %(eventos)s ORDER BY g, k",
                valores,
            )
