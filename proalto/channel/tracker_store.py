"""Rasa's memory in PostgreSQL: one read and one write a turn, bounded, encrypted, off the loop, and fail closed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import psycopg2.errors
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.channel import eventos, mends
from proalto.db.database import Row, atendiendo
from proalto.errors import ProAltoError
from proalto.puntos import punto
from proalto.services.consentimiento.autorizacion import Finalidad, autoriza
from proalto.services.identificacion.contactos import SinContacto, de_quien, de_sender
from proalto.services.medicion import embudo

TURNOS = 3  # how many turns Rasa sees again; rules, stories and actions look back fewer


class TurnoRepetido(ProAltoError):
    """Another process stored this turn first; what this one did must not be kept."""


class TurnosTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps a row a turn: its new events and the state after it.

    What is loaded does not grow with the conversation: the newest turns, and the state before them.
    """

    def __init__(self, domain: Domain | None = None, event_broker: Any = None, **_kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        self._app: App | None = None
        mends.apply()

    @property
    def domain(self) -> Domain:
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()

    @property
    def app(self) -> App:
        if self._app is None:
            self._app = bootstrap.app()
        return self._app

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation, or None for a new one; raise DatabaseAway rather than forget one."""
        rows = await asyncio.to_thread(self._read, sender_id)
        if not rows:
            return None
        tracker = self.init_tracker(sender_id)
        desde = rows[TURNOS:]
        for row in reversed(desde):
            tracker.update_with_events(eventos.antes_de(row["estado"]), self.domain)
        for row in reversed(rows[:TURNOS]):
            dichos = deserialise_events(row["eventos"])
            tracker.update_with_events(dichos, self.domain, override_timestamp=False)
        _remember(tracker, int(rows[0]["n"]))
        return tracker

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Return a new conversation; unlike Rasa's own, write nothing before the turn is done."""
        tracker = self.init_tracker(sender_id)
        _remember(tracker, 0)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events of this turn; raise TurnoRepetido or DatabaseAway, and then nothing is kept."""
        n, known = getattr(tracker, "turnos_leidos", (0, 0))
        nuevos = list(tracker.events)[known:]
        if nuevos:
            punto("rasa.antes_de_guardar")
            await asyncio.to_thread(self._write, tracker, n + 1, nuevos)
            punto("rasa.tras_guardar")
            _remember(tracker, n + 1)

    async def keys(self) -> Iterable[str]:
        """Return nothing: conversations are listed from the inbox, not from Rasa."""
        return []

    async def replies(self, contacto_id: int, wamid: str) -> eventos.Dicts | None:
        """Return what this message was answered, or None when it was not yet."""
        return await asyncio.to_thread(self._replies, contacto_id, wamid)

    def _read(self, sender_id: str) -> list[Row]:
        contacto_id = self._contacto(sender_id)
        with atendiendo(contacto_id):
            with self.app.db.transaction() as tx:
                rows = tx.all("asistente.turnos.ultimos", contacto_id=contacto_id, cuantos=TURNOS + 1)
            return [
                {"n": row["n"], columna: self._unseal(row, columna)}
                for row, columna in zip(rows, ["eventos"] * TURNOS + ["estado"])
            ]

    def _contacto(self, sender_id: str) -> int:
        """Return whose conversation this is. The worker's numbers need no look: of nobody, nothing can be stored."""
        contacto_id = de_quien(sender_id)
        return de_sender(self.app.db, sender_id, "").id if contacto_id is None else contacto_id

    def _write(self, tracker: DialogueStateTracker, n: int, nuevos: list[Any]) -> None:
        contacto_id = self._contacto(tracker.sender_id)
        wamid = next((event.message_id for event in nuevos if isinstance(event, UserUttered)), None)
        cipher, estado = self.app.cipher, eventos.estado(tracker)
        try:
            with atendiendo(contacto_id), self.app.db.transaction() as tx:
                dichos: list[Any] = [eventos.adelgazar(event) for event in nuevos]
                if not autoriza(tx, contacto_id, Finalidad.ATENCION):
                    queda = eventos.que_queda(estado["form"])
                    cortados = (eventos.sin_contenido(dicho, queda) for dicho in dichos)
                    dichos = [dicho for dicho in cortados if dicho is not None]
                    estado = eventos.estado_sin_contenido(estado, nuevos, queda)
                tx.run(
                    "asistente.turnos.guardar",
                    contacto_id=contacto_id,
                    n=n,
                    wamid=wamid,
                    eventos=cipher.seal(dichos, "turnos.eventos", de=contacto_id),
                    estado=cipher.seal(estado, "turnos.estado", de=contacto_id),
                )
                hechos = (event.as_dict() for event in nuevos)
                embudo.registrar(tx, contacto_id, n, hechos, estado["form"] or "", self.app.now())
        except psycopg2.errors.UniqueViolation as error:
            raise TurnoRepetido(str(n)) from error
        except psycopg2.errors.ForeignKeyViolation as error:
            raise SinContacto(tracker.sender_id) from error

    def _replies(self, contacto_id: int, wamid: str) -> eventos.Dicts | None:
        with atendiendo(contacto_id):
            with self.app.db.transaction() as tx:
                row = tx.first("asistente.turnos.por_wamid", wamid=wamid)
            return None if row is None else eventos.respuestas(self._unseal(row, "eventos"))

    def _unseal(self, row: Row, column: str) -> Any:
        return self.app.cipher.unseal(row[column], f"turnos.{column}")


def _remember(tracker: DialogueStateTracker, n: int) -> None:
    """Note on the tracker which turn was read and how many of its events are stored."""
    tracker.turnos_leidos = (n, len(tracker.events))
