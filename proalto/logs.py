"""Logs for operators: ids and types, one line each, to standard error. Never what a customer wrote."""

from __future__ import annotations

import logging


def configure(process: str) -> None:
    """Set up this process's logging."""
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {process} %(levelname)s %(name)s: %(message)s")
    # procrastinate names a job's arguments at INFO, a line for each step of each job; httpcore and urllib3 name URLs.
    for noisy in ("procrastinate", "urllib3", "psycopg", "alembic", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
