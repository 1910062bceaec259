"""`make bench`: measure our product beside stock Rasa in one run; write resultados.json, the pictures and the tables.

`--solo acuse,turnos` measures those parts and keeps the other figures; `--corto` is a smoke test of two minutes that
touches no file of the repository.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import (
    acuse,
    archivos,
    arranque,
    crecimiento,
    extremo,
    graficas,
    maquina,
    mesa,
    metas,
    mezcla,
    paz_y_salvo,
    replicas,
    tablas,
    turnos,
)
from benchmarks.plan import CORTO, ENTERO, Plan
from benchmarks.sistemas import Sistema, de_stock, nuestro
from proalto.settings import ROOT

RESULTADOS = Path(__file__).parent / "resultados.json"
DOCUMENTO, IMAGENES = ROOT / "docs" / "rendimiento.md", ROOT / "docs" / "imagenes"
Resultados = dict[str, Any]
# Of both systems, in this order: the acknowledgement comes last, for it leaves a queue behind.
COMPARADAS: dict[str, Callable[[Sistema, Plan], dict[str, Any]]] = {
    "turnos": turnos.medir,
    "extremo": extremo.medir,
    "crecimiento": crecimiento.medir,
    "acuse": acuse.medir,
}
PARTES = (*COMPARADAS, "arranque", "memoria", "replicas", "paz_y_salvo", "entrenamiento", "mesa", "archivos")


def main(argumentos: list[str]) -> int:
    """Measure; return 0 also when a goal is not met: the figures say so."""
    opciones = _opciones(argumentos)
    plan = CORTO if opciones.corto else ENTERO
    desde = time.monotonic()
    resultados: Resultados = _anteriores() if opciones.solo and not opciones.corto else {}
    resultados |= {"maquina": maquina.datos(), "corto": opciones.corto, "mezcla": mezcla.publicada()}
    _medir(resultados, plan, opciones.solo or PARTES, sin_stock=opciones.sin_stock)
    resultados["metas"] = metas.revisar(resultados)
    resultados["maquina"] |= {"duracion_s": round(time.monotonic() - desde)}
    _escribir(resultados, opciones.salida, corto=opciones.corto)
    for meta in resultados["metas"]:
        print(f"{tablas.SIGNO[meta['cumple']]} {meta['meta']}: {meta['medido']} (meta {meta['limite']})")
    return 0


def _opciones(argumentos: list[str]) -> argparse.Namespace:
    lector = argparse.ArgumentParser(
        prog="python -m benchmarks", description="mide el producto junto a Rasa de fábrica"
    )
    lector.add_argument("--solo", type=_partes, default=(), help="partes, separadas por comas: " + ", ".join(PARTES))
    lector.add_argument("--corto", action="store_true", help="solo comprueba que todo corre; no escribe en el proyecto")
    lector.add_argument("--sin-stock", action="store_true", help="no mide a Rasa de fábrica")
    lector.add_argument("--salida", type=Path, help="dónde escribir resultados.json")
    return lector.parse_args(argumentos)


def _partes(texto: str) -> tuple[str, ...]:
    partes = tuple(parte.strip() for parte in texto.split(","))
    ajenas = [parte for parte in partes if parte not in PARTES]
    if ajenas:
        raise argparse.ArgumentTypeError(f"no existe {', '.join(ajenas)}; hay {', '.join(PARTES)}")
    return partes


def _medir(resultados: Resultados, plan: Plan, partes: Iterable[str], *, sin_stock: bool) -> None:
    partes = set(partes)
    if partes & {*COMPARADAS, "arranque", "memoria", "paz_y_salvo"}:
        _sin_perder_lo_demas(resultados, "nuestro", lambda: _nuestro(resultados, plan, partes))
        if not sin_stock:
            _sin_perder_lo_demas(resultados, "stock", lambda: _stock(resultados, plan, partes))
    if "replicas" in partes:
        _anotar(resultados, "replicas", lambda: replicas.medir(plan))
    if not plan.con_lo_lento:
        return
    if "entrenamiento" in partes:
        _anotar(resultados, "entrenamiento", arranque.entrenamiento)
    if "mesa" in partes:
        _anotar(resultados, "pagina_de_casos_ms_con_200_y_20_asesores", mesa.medir)
    if "archivos" in partes:
        _anotar(resultados, "archivos", archivos.medir)


def _sin_perder_lo_demas(resultados: Resultados, que: str, hacer: Callable[[], None]) -> None:
    """A system that does not start takes its own figures with it, not those of the other."""
    _en(resultados, "fallas").pop(que, None)
    try:
        hacer()
    except Exception as error:  # noqa: BLE001 - told below, and in the results
        _en(resultados, "fallas")[que] = f"{type(error).__name__}: {error}"[-2000:]
        print(f"✗ {que}: {resultados['fallas'][que]}", flush=True)


def _nuestro(resultados: Resultados, plan: Plan, partes: set[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="proalto-banco-", ignore_cleanup_errors=True) as carpeta:
        run_dir = Path(carpeta) / "run"
        if "arranque" in partes:
            _en(resultados, "arranque", "nuestro").update(arranque.frio_y_tibio(run_dir))
        with nuestro(run_dir=run_dir) as sistema:
            if "paz_y_salvo" in partes and plan.con_lo_lento:
                nombre = "paz_y_salvo_ms_del_toque_al_documento"
                _anotar(resultados, nombre, lambda: paz_y_salvo.medir(sistema.producto))
            _comparadas(resultados, sistema, plan, partes)


def _stock(resultados: Resultados, plan: Plan, partes: set[str]) -> None:
    with de_stock() as sistema:
        if "arranque" in partes:
            _en(resultados, "arranque", "stock")["en_frio_s"] = sistema.arranque_s
        _comparadas(resultados, sistema, plan, partes)


def _comparadas(resultados: Resultados, sistema: Sistema, plan: Plan, partes: set[str]) -> None:
    for parte, medir in COMPARADAS.items():
        if parte == "acuse" and "memoria" in partes:  # before the queue that it leaves
            _en(resultados, "memoria")[sistema.nombre] = arranque.memoria(sistema)
        if parte in partes:
            _anotar(_en(resultados, parte), sistema.nombre, partial(medir, sistema, plan), de=parte)


def _anotar(donde: Resultados, nombre: str, medir: Callable[[], Any], de: str = "") -> None:
    """Measure one thing and say how it went; what fails is told and does not take the rest with it."""
    desde, cuando = time.monotonic(), maquina.momento()
    try:
        cifras = medir()
    except Exception as error:  # noqa: BLE001 - an hour of figures is worth keeping
        cifras = {"error": f"{type(error).__name__}: {error}"[:2000]}
    if isinstance(cifras, dict):
        cifras = cifras | {"cuando": cuando}
    donde[nombre] = cifras
    print(f"— {de} {nombre} ({time.monotonic() - desde:.0f} s)\n{json.dumps(cifras, ensure_ascii=False)}", flush=True)


def _en(resultados: Resultados, *claves: str) -> Resultados:
    for clave in claves:
        resultados = resultados.setdefault(clave, {})
    return resultados


def _anteriores() -> Resultados:
    return dict(json.loads(RESULTADOS.read_text())) if RESULTADOS.exists() else {}


def _escribir(resultados: Resultados, salida: Path | None, *, corto: bool) -> None:
    if corto and salida is None:
        return
    (salida or RESULTADOS).write_text(json.dumps(resultados, indent=2, ensure_ascii=False) + "\n")
    if salida is None:
        graficas.dibujar(resultados, IMAGENES)
        tablas.poner(DOCUMENTO, resultados)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
