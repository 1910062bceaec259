"""One world for all cells; each cell is a customer of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from launcher.modelo import entrenar_si_hace_falta
from proalto import bootstrap
from proalto import settings as settings_module
from proalto.whatsapp.memory import MemoryWhatsApp
from tests.conftest import ENTORNO, Nucleo, carpeta_abierta
from tests.matriz.mundo import Mundo
from tests.matriz.persona import Persona


@pytest.fixture(scope="module")
def mundo(dsn: str) -> Iterator[Mundo]:
    entrenar_si_hace_falta(os.environ, carpeta_abierta("entrenar") / "train.log")
    settings = settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn, "OTP_CHANNEL": "whatsapp"})
    app = replace(bootstrap.build(settings), whatsapp=MemoryWhatsApp())
    mundo = Mundo(app)
    yield mundo
    mundo.cerrar()
    app.db.close()
    app.nucleo.close()


@pytest.fixture
def persona(mundo: Mundo, dsn: str) -> Persona:
    return Persona(mundo, Nucleo(dsn))
