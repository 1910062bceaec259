"""Mend for loading: Rasa takes any archive that lies in its folder, and a model can bring code (CVE-2025-54412)."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage

from proalto import bootstrap
from proalto.settings import SettingsError

AJENO = "El modelo {} no es el que se entrenó: su SHA-256 no es el de MODELO_SHA256, y no se carga (docs/operacion.md)."
SIN_SELLO = "Falta MODELO_SHA256: en producción Rasa solo carga el modelo que se entrenó (docs/operacion.md)."


class ModeloAjeno(SystemExit):
    """This archive is not the one that was trained; Rasa would go on without a model, and say so to nobody."""


def apply() -> None:
    """Mend Rasa in this process."""
    cargar = LocalModelStorage.from_model_archive.__func__

    @functools.wraps(cargar)
    def mended(cls: type[LocalModelStorage], storage_path: Path, model_archive_path: str | Path) -> Any:
        sello, exigir = _sello()
        comprobar(Path(model_archive_path), sello, exigir=exigir)
        return cargar(cls, storage_path, model_archive_path)

    LocalModelStorage.from_model_archive = classmethod(mended)


def _sello() -> tuple[str | None, bool]:
    """Return the seal, and whether there must be one; `rasa test` has no environment, and serves nobody."""
    try:
        ajustes = bootstrap.app().settings
    except SettingsError:
        return None, False
    return ajustes.modelo_sha256, ajustes.produccion


def comprobar(archivo: Path, sello: str | None, *, exigir: bool) -> None:
    """Raise ModeloAjeno when the archive is not the sealed one, or when there must be a seal and there is none."""
    if sello is None:
        if exigir:
            raise ModeloAjeno(SIN_SELLO)
        return
    if hashlib.sha256(archivo.read_bytes()).hexdigest() != sello:
        raise ModeloAjeno(AJENO.format(archivo.name))
