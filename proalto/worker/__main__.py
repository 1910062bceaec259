"""`python -m proalto.worker`: attend, send and sweep until stopped."""

import asyncio

from proalto import bootstrap
from proalto.logs import configure
from proalto.worker.tareas import correr

if __name__ == "__main__":
    configure("worker")
    asyncio.run(correr(bootstrap.app()))
