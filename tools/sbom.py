"""`python -m tools.sbom FILE`: whether the list of what is installed says what the lock says."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent
CANDADOS = ("requirements.lock", "requirements-uv.lock")
DE_PYTHON = frozenset({"pip", "wheel"})  # come with the environment, not with the project
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)


def main(archivo: Path) -> int:
    """Return the exit code: 0 the same, 1 something differs."""
    instalado = componentes(json.loads(archivo.read_text(encoding="utf-8")))
    pactado = fijados("\n".join((RAIZ / candado).read_text(encoding="utf-8") for candado in CANDADOS))
    quejas = diferencias(instalado, pactado)
    for queja in quejas:
        print(f"✗ {queja}", file=sys.stderr)
    print(f"{archivo}: {len(instalado)} componentes" + ("" if quejas else ", los de los candados"))
    return 1 if quejas else 0


def componentes(sbom: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return the version of each component."""
    return {_nombre(uno["name"]): uno["version"] for uno in sbom["components"]}


def fijados(candado: str) -> dict[str, str]:
    """Return the version that a lock pins of each package."""
    return {_nombre(nombre): version for nombre, version in _PIN.findall(candado)}


def diferencias(instalado: dict[str, str], pactado: dict[str, str]) -> list[str]:
    """Return what is installed and not pinned, pinned and not installed, or in another version."""
    quejas = []
    for nombre in sorted((instalado.keys() | pactado.keys()) - DE_PYTHON):
        hay, debe = instalado.get(nombre), pactado.get(nombre)
        if hay != debe:
            quejas.append(f"{nombre}: instalado {hay or 'no está'}, en los candados {debe or 'no está'}")
    return quejas


def _nombre(nombre: str) -> str:
    return re.sub(r"[-_.]+", "-", nombre).lower()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
