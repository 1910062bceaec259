"""`python -m tools.auditoria [--seguir] [STEP...]`: every proof in its full size; writes docs/evidencia/auditoria.json.

For an auditor: the commands, the day, the version, how many tests of each requirement passed, how long each took.
It takes hours: `--seguir` goes on where it was cut, with the steps that passed on this same version.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

RAIZ = Path(__file__).resolve().parent.parent
INFORME = RAIZ / "docs" / "evidencia" / "auditoria.json"
TRABAJO = RAIZ / ".run" / "auditoria"
PY = ".venv/bin/python"
PYTEST = (PY, "-m", "pytest", "-n", "2", "--dist", "loadfile")
MUTACION = (PY, "-m", "tools.mutacion", "--muestra", "320")  # of some thousand: all of them would take a day
SEGUIR = "--seguir"
_NUMERO = re.compile(r"(?<=_)L(\d\d)(?=_)")


@dataclass(frozen=True)
class Paso:
    """One command of the audit. `usa` are the files or folders without which it cannot run."""

    nombre: str
    que: str
    orden: tuple[str, ...]
    usa: tuple[str, ...] = ()

    @property
    def es_pytest(self) -> bool:
        return "pytest" in self.orden


PASOS: Sequence[Paso] = (
    Paso("ley", "L-01 a L-49 (docs/legal.md)", (*PYTEST, "tests/legal"), ("tests/legal",)),
    Paso(
        "identidad", "el protocolo de identidad", (*PYTEST, "tests/services", "-k", "identidad or desafios or sesiones")
    ),
    Paso("permisos", "quién puede qué en la base", (*PYTEST, "tests/db"), ("tests/db",)),
    Paso("mesa", "cabeceras, sesiones y permisos de la mesa", (*PYTEST, "tests/mesa")),
    Paso("mutacion", "si una prueba notaría un cambio", MUTACION, ("tools/mutacion.py",)),
    Paso("suministro", "código, secretos y dependencias", ("bash", "tools/suministro.sh"), ("tools/suministro.sh",)),
    Paso("sbom", "lo instalado es lo pactado", ("bash", "tools/sbom.sh"), ("tools/sbom.sh",)),
)


def main(pedidos: Sequence[str]) -> int:
    """Return the exit code: 0 all passed, 1 something did not, 2 there is no such step."""
    nombres = [paso.nombre for paso in PASOS]
    elegidos = [pedido for pedido in pedidos if pedido != SEGUIR]
    if set(elegidos) - set(nombres):
        print(f"Uso: python -m tools.auditoria [{SEGUIR}] [{' '.join(nombres)}]", file=sys.stderr)
        return 2
    version, limpia = _de_git("rev-parse", "HEAD"), not _de_git("status", "--porcelain")
    cual = version if limpia else ""  # what was changed since is no version that anybody could go back to
    hechos = [
        _ya_hecho(paso, cual, SEGUIR in pedidos) or guardar(hacer(paso, RAIZ, TRABAJO), TRABAJO, cual)
        for paso in PASOS
        if not elegidos or paso.nombre in elegidos
    ]
    informe = componer(hechos, version, limpia)
    destino = INFORME if not elegidos else TRABAJO / "parcial.json"
    escribir(destino, informe)
    print(f"\n{'✓ Todo pasó' if informe['todo_bien'] else '✗ Algo no pasó'}: {destino.relative_to(RAIZ)}")
    return 0 if informe["todo_bien"] else 1


def _ya_hecho(paso: Paso, version: str, seguir: bool) -> dict[str, Any] | None:
    """Return what came of a step that passed on this version, if it is to be taken."""
    guardado = TRABAJO / f"{paso.nombre}.json"
    if not seguir or not version or not guardado.exists():
        return None
    dicho: dict[str, Any] = json.loads(guardado.read_text(encoding="utf-8"))
    hecho: dict[str, Any] = dicho["hecho"]
    if dicho["version"] != version or not hecho["paso_bien"]:
        return None
    print(f"✓ {paso.nombre}: ya pasó con esta versión", flush=True)
    return hecho


def guardar(hecho: dict[str, Any], trabajo: Path, version: str) -> dict[str, Any]:
    """Keep what came of a step, of which version; return it."""
    escribir(trabajo / f"{hecho['paso']}.json", {"version": version, "hecho": hecho})
    return hecho


def hacer(paso: Paso, raiz: Path, trabajo: Path) -> dict[str, Any]:
    """Run a step and return what came of it; what cannot run has not passed."""
    faltan = [usado for usado in paso.usa if not (raiz / usado).exists()]
    if faltan:
        print(f"✗ {paso.nombre}: falta {', '.join(faltan)}", flush=True)
        return {"paso": paso.nombre, "que": paso.que, "paso_bien": False, "falta": faltan}
    trabajo.mkdir(parents=True, exist_ok=True)
    xml, registro = trabajo / f"{paso.nombre}.xml", trabajo / f"{paso.nombre}.log"
    xml.unlink(missing_ok=True)
    orden = [*paso.orden, *(["--junitxml", str(xml)] if paso.es_pytest else [])]
    print(f"▸ {paso.nombre}: {paso.que}", flush=True)
    inicio = time.monotonic()
    with registro.open("wb") as salida:
        entorno = dict(os.environ) | {"AUDITORIA": "1"}
        codigo = subprocess.run(orden, cwd=raiz, env=entorno, stdout=salida, stderr=subprocess.STDOUT).returncode
    hecho: dict[str, Any] = {
        "paso": paso.nombre,
        "que": paso.que,
        "orden": "AUDITORIA=1 " + " ".join(paso.orden),
        "segundos": round(time.monotonic() - inicio, 1),
        "codigo": codigo,
        "paso_bien": codigo == 0,
    }
    if paso.es_pytest:
        pruebas = leer(xml) if xml.exists() else []
        hecho |= {"pruebas": contar(pruebas), "requisitos": por_requisito(pruebas)}
        hecho["paso_bien"] = codigo == 0 and bool(pruebas)
    print(f"  {'✓' if hecho['paso_bien'] else '✗'} {hecho['segundos']} s  {hecho.get('pruebas', '')}", flush=True)
    return hecho


def leer(xml: Path) -> list[tuple[str, str, float]]:
    """Return (name, result, seconds) of each test of a JUnit report."""
    pruebas = []
    for caso in ElementTree.parse(xml).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it just now
        malos = {hijo.tag for hijo in caso}
        resultado = "fallaron" if malos & {"failure", "error"} else "omitidas" if "skipped" in malos else "pasaron"
        pruebas.append((str(caso.get("name")), resultado, float(caso.get("time") or 0)))
    return pruebas


def contar(pruebas: Sequence[tuple[str, str, float]]) -> dict[str, int]:
    """Return how many tests there are of each result."""
    cuenta = {"pasaron": 0, "fallaron": 0, "omitidas": 0}
    for _, resultado, _ in pruebas:
        cuenta[resultado] += 1
    return cuenta


def por_requisito(pruebas: Sequence[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """Return the counts of each requirement; a test that proves two counts for both."""
    grupos: dict[str, list[tuple[str, str, float]]] = {}
    for prueba in pruebas:
        for numero in _NUMERO.findall(prueba[0].split("[")[0]):
            grupos.setdefault(f"L-{numero}", []).append(prueba)
    return {
        numero: {**contar(suyas), "segundos": round(sum(segundos for *_, segundos in suyas), 1)}
        for numero, suyas in sorted(grupos.items())
    }


def componer(hechos: Sequence[Mapping[str, Any]], version: str, sin_cambios: bool) -> dict[str, Any]:
    """Return the report of the whole run."""
    requisitos = {numero: cuenta for hecho in hechos for numero, cuenta in hecho.get("requisitos", {}).items()}
    return {
        "orden": "make auditoria",
        "fecha": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "version": version,
        "sin_cambios_sobre_la_version": sin_cambios,
        "maquina": {"nucleos": os.cpu_count(), "sistema": platform.system(), "python": platform.python_version()},
        "segundos": round(sum(hecho.get("segundos", 0) for hecho in hechos), 1),
        "todo_bien": bool(hechos) and all(hecho["paso_bien"] for hecho in hechos),
        "pasos": [{clave: valor for clave, valor in hecho.items() if clave != "requisitos"} for hecho in hechos],
        "requisitos": requisitos,
    }


def escribir(destino: Path, informe: Mapping[str, Any]) -> None:
    """Write the report, whole or not at all."""
    destino.parent.mkdir(parents=True, exist_ok=True)
    borrador = destino.with_suffix(".tmp")
    borrador.write_text(json.dumps(informe, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    borrador.replace(destino)


def _de_git(*orden: str) -> str:
    return subprocess.run(["git", *orden], cwd=RAIZ, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
