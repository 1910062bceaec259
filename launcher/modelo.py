"""The model: trained only when what it is made of changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from proalto.settings import ROOT

NOMBRE = "asistente"
MODELO = ROOT / "models" / f"{NOMBRE}.tar.gz"
FUENTES = (
    "config.yml",
    "domain.yml",
    "data/*.yml",
    "proalto/nlu/*",
    "proalto/formats/texto.py",
    "requirements.lock",
)


class EntrenamientoFallido(Exception):
    """`rasa train` ended badly; its log says why."""


class ModeloAjeno(Exception):
    """The archive in place is not the one that was trained: a model can bring code, so it is not loaded."""


def entrenar_si_hace_falta(ambiente: Mapping[str, str], log: Path) -> bool:
    """Train unless the model was made of these very files, and is what was trained; return whether it was trained.

    The new model takes its place in one step: whoever looks meanwhile, a running launcher say, finds the old one.
    """
    huella = _huella()
    if MODELO.exists() and marca() == huella and sello() == _sha256(MODELO):
        return False
    log.parent.mkdir(parents=True, exist_ok=True)
    taller = MODELO.parent / ".nuevo"
    nuevo = taller / MODELO.name
    nuevo.unlink(missing_ok=True)
    with log.open("wb") as salida:
        orden = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", NOMBRE, "--out", str(taller)]
        resultado = subprocess.run(orden, cwd=ROOT, env=dict(ambiente), stdout=salida, stderr=subprocess.STDOUT)
    if resultado.returncode != 0 or not nuevo.exists():
        raise EntrenamientoFallido(str(log))
    nuevo.replace(MODELO)
    _marcar(huella)
    return True


def marca() -> str:
    """Return what the model in place was made of, as a fingerprint; empty when there is none."""
    try:
        return MODELO.with_suffix(".huella").read_text()
    except FileNotFoundError:
        return ""


def sello() -> str:
    """Return the SHA-256 of the model that was trained, empty when there is none; what lies in place may be another."""
    try:
        return MODELO.with_suffix(".sha256").read_text().strip()
    except FileNotFoundError:
        return ""


def entrenado_en() -> int:
    """Return when the model in place was finished, as a number that changes with every training; 0 if it never was."""
    try:
        return MODELO.with_suffix(".huella").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def copiar(carpeta: Path) -> Path:
    """Copy the model in place into a folder, under a name that tells its content, and return the copy.

    A Rasa that dies is started again with the model that it had, whatever has been trained since. Raise ModeloAjeno
    when what lies in place is not what was trained.
    """
    carpeta.mkdir(parents=True, exist_ok=True)
    temporal = carpeta / ".copia"
    shutil.copyfile(MODELO, temporal)
    suma = _sha256(temporal)
    if suma != sello():
        temporal.unlink()
        raise ModeloAjeno(str(MODELO))
    destino = carpeta / f"{suma}.tar.gz"
    temporal.replace(destino)
    return destino


def limpiar(carpeta: Path, en_uso: Collection[Path]) -> None:
    """Remove the copies that no Rasa needs any more."""
    for copia in carpeta.glob("*.tar.gz"):
        if copia not in en_uso:
            copia.unlink()


def _marcar(huella: str) -> None:
    """Seal the model in place as trained of these files: the last step, which whoever looks for a new one waits for."""
    MODELO.with_suffix(".sha256").write_text(_sha256(MODELO) + "\n")
    temporal = MODELO.parent / ".huella"
    temporal.write_text(huella)
    os.replace(temporal, MODELO.with_suffix(".huella"))


def _sha256(archivo: Path) -> str:
    return hashlib.sha256(archivo.read_bytes()).hexdigest()


def _huella() -> str:
    suma = hashlib.sha256()
    for patron in FUENTES:
        for archivo in sorted(ROOT.glob(patron)):
            suma.update(f"{archivo.relative_to(ROOT)}\0".encode() + archivo.read_bytes())
    return suma.hexdigest()
