"""Time at the desk, every second: silent or abandoned conversations, cases to give out, promises about to break, and
answers that came too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from proalto.bootstrap import App
from proalto.errors import ProAltoError
from proalto.services.atencion import ans, perfiles, plazos_de_suplantacion
from proalto.services.atencion.enrutamiento import enrutar
from proalto.services.conversacion import silencios
from proalto.services.datos import vencimientos_de_datos
from proalto.services.identificacion import avisos_de_seguridad
from proalto.services.mensajeria import respuesta_pendiente
from proalto.services.mesa import ausencias

logger = logging.getLogger(__name__)
RONDA_SEGUNDOS = 1.0


def revisar(app: App) -> None:
    """Do one round; a part that fails does not keep the others from theirs."""
    pasos: tuple[Callable[[], object], ...] = (
        lambda: silencios.vencer(app.db, app.cipher, app.now()),
        lambda: ausencias.relevar(app.db, app.cipher, app.now()),
        lambda: enrutar(app.db, app.cipher, app.now()),
        lambda: ans.avisar(app.db, app.cipher, app.now()),
        lambda: vencimientos_de_datos.revisar(app.db, app.cipher, app.now()),
        lambda: respuesta_pendiente.avisar(app.db, app.cipher),
        lambda: vencimientos_de_datos.borrar_autorizados(app.db, app.nucleo, app.cipher, app.now()),
        lambda: avisos_de_seguridad.avisar(app.db, app.nucleo, app.cipher, app.envio, app.now()),
        lambda: plazos_de_suplantacion.avisar(app.db, app.now()),
        lambda: perfiles.completar(app.db, app.nucleo, app.cipher),  # last: that database may be slow
    )
    for paso in pasos:
        try:
            paso()
        except ProAltoError as error:  # a database that is away, a customer's record that cannot be read
            logger.warning("deadlines: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the watch must not end; the type only, no row's content
            logger.error("deadlines failed: %s", type(error).__name__)


async def vigilar(app: App) -> None:
    """Watch until cancelled."""
    while True:
        await asyncio.to_thread(revisar, app)
        await asyncio.sleep(RONDA_SEGUNDOS)
