"""`python -m caos.stock [F-01 ...]` (make caos-stock): break stock Rasa; write docs/evidencia/caos-stock.json."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import maquina
from caos.stock import tabla
from caos.stock.fallas import EXPERIMENTOS, Experimento
from caos.stock.historia import como_lineas
from caos.stock.mundo import entrenar, mundo
from proalto.settings import ROOT

EVIDENCIA = ROOT / "docs" / "evidencia" / "caos-stock.json"
HISTORIAS = ROOT / ".run" / "caos-stock"


def main(claves: list[str]) -> int:
    """Run the named experiments, or all; those that are not run keep what was written of them."""
    ajenas = [clave for clave in claves if not _elegidos([clave])]
    if ajenas:
        print(f"No existe {', '.join(ajenas)}. Hay: {', '.join(e.clave for e in EXPERIMENTOS)}", file=sys.stderr)
        return 2
    evidencia: dict[str, Any] = json.loads(EVIDENCIA.read_text()) if claves and EVIDENCIA.exists() else {}
    with tempfile.TemporaryDirectory(prefix="proalto-caos-stock-", ignore_cleanup_errors=True) as carpeta:
        print("▸ Entrenar el bot de notas", flush=True)
        modelo = entrenar(Path(carpeta) / "modelo")
        for numero, experimento in enumerate(_elegidos(claves)):
            hecho = _uno(experimento, Path(carpeta) / f"run{numero}", modelo)
            evidencia.setdefault("experimentos", {})[experimento.clave] = hecho
    evidencia |= {"rasa": "3.6.21", "maquina": maquina.datos()}
    EVIDENCIA.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCIA.write_text(json.dumps(evidencia, indent=2, ensure_ascii=False) + "\n")
    print(f"\n{tabla.markdown(evidencia)}\n\nHistorias: {HISTORIAS}")
    return 0


def _elegidos(claves: list[str]) -> list[Experimento]:
    """Return the experiments whose key begins so; all when none is named."""
    return [e for e in EXPERIMENTOS if not claves or any(e.clave.startswith(clave) for clave in claves)]


def _uno(experimento: Experimento, carpeta: Path, modelo: Path) -> dict[str, Any]:
    print(f"▸ {experimento.clave}: {experimento.que}", flush=True)
    with mundo(carpeta, modelo, experimento.entorno) as este:
        desde = time.monotonic()
        experimento.hacer(este)
        veredicto = este.veredicto()
        hecho = {"que": experimento.que, **asdict(veredicto), "duro_s": round(time.monotonic() - desde)}
        _guardar(experimento.clave, como_lineas(este.mensajes))
    print(f"  {json.dumps(hecho, ensure_ascii=False)}", flush=True)
    return hecho


def _guardar(clave: str, lineas: list[dict[str, Any]]) -> None:
    HISTORIAS.mkdir(parents=True, exist_ok=True)
    texto = "\n".join(json.dumps(linea, ensure_ascii=False) for linea in lineas)
    (HISTORIAS / f"{clave.replace(' ', '-')}.jsonl").write_text(texto + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
