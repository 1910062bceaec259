"""`make nlu`: train on data/nlu.yml, measure on tests/nlu/test_nlu.yml, write .run/nlu/."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.nlu import matriz, memoria
from benchmarks.nlu.frases import APARTE, ENTRENAMIENTO, leer
from benchmarks.nlu.medidas import de_modelo, medir
from proalto.nlu.modelo import entrenar
from proalto.settings import ROOT

SALIDA = ROOT / ".run" / "nlu"
CANDIDATOS = {"n-gramas": False, "n-gramas y sentido": True}
ELEGIDO = "n-gramas y sentido"
# CI fails below these, on the held-out phrases; raise them when the model gets better.
MINIMOS = {"exactitud": 0.92, "f1_macro": 0.92}


def main() -> int:
    entrenamiento, aparte = leer(ENTRENAMIENTO), leer(APARTE)
    print(f"{len(entrenamiento)} frases para entrenar, {len(aparte)} aparte")
    cifras: dict[str, Any] = {}
    for nombre, con_sentido in CANDIDATOS.items():
        desde = time.monotonic()
        modelo = entrenar([f.texto for f in entrenamiento], [f.etiqueta for f in entrenamiento], con_sentido)
        cifras[nombre] = {"entrenar_s": round(time.monotonic() - desde, 1)} | medir(de_modelo(modelo), aparte)
        cifras[nombre]["memoria_mb"] = memoria.de(modelo)
        _decir(nombre, cifras[nombre])
    elegido = cifras[ELEGIDO]
    matriz.dibujar(elegido["pares"], SALIDA / "confusion.png")
    for una in cifras.values():
        una.pop("pares")
    (SALIDA / "resultados.json").write_text(json.dumps(cifras, indent=2, ensure_ascii=False))
    print("\nLo que más se confunde:")
    for (verdad, dicha), veces in elegido["confusiones"]:
        print(f"  {veces:3d}  {verdad}  tomada por  {dicha}")
    print(f"\nMatriz de confusión: {SALIDA / 'confusion.png'}")
    bajas = [f"{medida} {elegido[medida]} < {minimo}" for medida, minimo in MINIMOS.items() if elegido[medida] < minimo]
    if bajas:
        print("✗ Por debajo de lo admitido: " + ", ".join(bajas), file=sys.stderr)
    return 1 if bajas else 0


def _decir(nombre: str, cifras: dict[str, Any]) -> None:
    print(f"\n▸ {nombre}")
    for clave, valor in cifras.items():
        if clave not in ("confusiones", "pares"):
            print(f"  {clave}: {valor}")


if __name__ == "__main__":
    sys.exit(main())
