"""The model: trained only when what it is made of changed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from proalto.settings import ROOT

MODELO = ROOT / "models" / "asistente.tar.gz"
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


def entrenar_si_hace_falta(ambiente: Mapping[str, str], log: Path) -> bool:
    """Train unless the model was made of these very files; return whether it was trained."""
    huella = _huella()
    marca = MODELO.with_suffix(".huella")
    if MODELO.exists() and marca.exists() and marca.read_text() == huella:
        return False
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as salida:
        orden = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "asistente", "--out", str(MODELO.parent)]
        resultado = subprocess.run(orden, cwd=ROOT, env=dict(ambiente), stdout=salida, stderr=subprocess.STDOUT)
    if resultado.returncode != 0 or not MODELO.exists():
        raise EntrenamientoFallido(str(log))
    marca.write_text(huella)
    return True


def _huella() -> str:
    suma = hashlib.sha256()
    for patron in FUENTES:
        for archivo in sorted(ROOT.glob(patron)):
            suma.update(f"{archivo.relative_to(ROOT)}\0".encode() + archivo.read_bytes())
    return suma.hexdigest()
