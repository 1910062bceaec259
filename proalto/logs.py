"""Logs for operators: ids and types, one line each, to standard error. Never what a customer wrote.

What an exception says may be what somebody typed, and a traceback may show the values around it: of whatever is logged
in this process, by ours or by a library, only the type and the place of an exception remain, and no long number.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any

FORMATO = "%(asctime)s {} %(levelname)s %(name)s: %(message)s"
OCULTO = "[…]"
# Cédulas, phones, codes, amounts; addresses; WhatsApp ids, which hold the phone. What Meta answered (`Meta#131053`) is
# nobody's, and an operator looks it up.
_PERSONAL = re.compile(
    r"(?<!\d)(?!(?<=Meta#)\d{5,6}(?!\d))\d{5,}|\d{1,3}(?:[.,]\d{3}){1,}(?!\d)|[\w.+-]+@[\w-]+\.\w[\w.-]*|wamid\.[\w=+/:-]+"
)
_fabrica = logging.getLogRecordFactory()


def configure(process: str) -> None:
    """Set up this process's logging: one handler, and nobody's data in any line, a library's included."""
    logging.setLogRecordFactory(_sin_datos)
    logging.basicConfig(level=logging.INFO, format=FORMATO.format(process))
    # procrastinate names a job's arguments at INFO, a line for each step of each job; httpcore and urllib3 name URLs.
    for noisy in ("procrastinate", "urllib3", "psycopg", "alembic", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    sys.excepthook = _excepcion_final
    threading.excepthook = lambda args: _excepcion_final(args.exc_type, args.exc_value, args.exc_traceback)


def lugar(error: BaseException | None) -> str:
    """Return the file and line where an exception was raised."""
    paso = error.__traceback__ if error is not None else None
    while paso is not None and paso.tb_next is not None:
        paso = paso.tb_next
    return f"{paso.tb_frame.f_code.co_filename}:{paso.tb_lineno}" if paso else "?"


def ocultar(texto: str) -> str:
    """Take out of a line what may be somebody's: long numbers, amounts, addresses, ids of messages."""
    return _PERSONAL.sub(OCULTO, texto)


def _sin_datos(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """Make a record that no handler or formatter can get personal data out of."""
    record = _fabrica(*args, **kwargs)
    try:
        mensaje = ocultar(record.getMessage())
    except Exception:  # noqa: BLE001 - a library's wrong arguments are no reason to fail, nor to show them
        mensaje = "(unreadable line)"
    if record.exc_info:
        _, error, _ = record.exc_info
        mensaje += f" [{type(error).__name__} at {lugar(error)}]"
    record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = mensaje, None, None, None, None
    return record


def _excepcion_final(tipo: type[BaseException], error: BaseException | None, _rastro: TracebackType | None) -> None:
    if issubclass(tipo, KeyboardInterrupt):
        return
    logging.getLogger("proalto").critical("ended by %s at %s", tipo.__name__, lugar(error))
