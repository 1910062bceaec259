"""Watching the applications that customers follow: every 20 s, and at once when nucleo announces a change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.db.listen import listen
from proalto.services.contacto import novedades
from proalto.services.contacto.novedades import Plantilla

logger = logging.getLogger(__name__)
CANAL = "solicitudes_cambiadas"  # of NOTIFY, with the radicado as its payload (docs/nucleo.md)
RONDA_SEGUNDOS = 20.0
JUNTAR_SEGUNDOS = 0.3  # announcements come in bursts: a round for each would be wasted
SIN_ESCUCHA_SEGUNDOS = 30.0


def revisar(app: App, radicados: Sequence[str] | None = None) -> None:
    """Tell every subscriber what they do not know yet, of all applications or of these; safe to repeat."""
    plantilla = Plantilla(app.settings.avisos_template, app.settings.avisos_template_language)
    for cambio in novedades.pendientes(app.db, app.nucleo, app.cipher, app.now(), radicados):
        novedades.avisar(app.db, app.cipher, plantilla, cambio, app.now())
    novedades.repetir_con_plantilla(app.db, app.cipher, plantilla)


class Vigia:
    """Rounds and announcements. One for each worker process; several do no harm."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._anunciados: set[str] = set()
        self._hay = asyncio.Event()

    async def vigilar(self) -> None:
        """Watch until cancelled."""
        await asyncio.gather(self._rondas(), self._escuchar())

    async def _rondas(self) -> None:
        radicados: list[str] | None = None
        while True:
            try:
                await asyncio.to_thread(revisar, self._app, radicados)
            except DatabaseAway as error:
                logger.warning("notices wait: %s", error)
            except Exception as error:  # noqa: BLE001 - a view that is missing today must not end the watch
                logger.error("notices failed: %s", type(error).__name__)
            radicados = await self._siguiente()

    async def _siguiente(self) -> list[str] | None:
        """Return what was announced, as soon as something is; None (everything) when a round is due."""
        try:
            await asyncio.wait_for(self._hay.wait(), RONDA_SEGUNDOS)
        except asyncio.TimeoutError:
            return None
        await asyncio.sleep(JUNTAR_SEGUNDOS)
        self._hay.clear()
        anunciados, self._anunciados = self._anunciados, set()
        return None if "" in anunciados else sorted(anunciados)

    async def _escuchar(self) -> None:
        nivel = logging.INFO
        while True:
            try:
                async for radicado in listen(bootstrap.nucleo_url(self._app.settings), CANAL):
                    self._anunciados.add(radicado)
                    self._hay.set()
                    nivel = logging.INFO
            except DatabaseAway as error:
                logger.log(nivel, "nucleo announces nothing, rounds go on: %s", error)
                nivel = logging.DEBUG  # a standby never will: once is enough
            await asyncio.sleep(SIN_ESCUCHA_SEGUNDOS)
