"""The read receipt and the typing indicator: a courtesy, soon or not at all."""

from __future__ import annotations

import logging

from proalto.bootstrap import App
from proalto.errors import OutsideError
from proalto.services.mensajeria.bandeja_entrada import por_acusar

logger = logging.getLogger(__name__)


def acusar(app: App, wamid: str) -> None:
    """Show the message as read, and that somebody is writing if its answer is still to come; not while Meta takes
    nothing of ours (`services.mensajeria.interruptores`): it would be refused too, and no answer leaves."""
    escribiendo = por_acusar(app.db, wamid)
    if escribiendo is None:
        return
    try:
        app.whatsapp.read(wamid, typing=escribiendo)
    except OutsideError as error:
        logger.info("receipt not sent: %s", type(error).__name__)
