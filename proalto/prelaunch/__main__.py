"""`python -m proalto.prelaunch`: what is missing before the first customer. Exit code 0: nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timezone

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.formats.tabla import TablaInvalida
from proalto.prelaunch.hallazgos import Contexto, Problema
from proalto.prelaunch.revisiones import Hallado, revisar
from proalto.settings import SettingsError

BIEN, MAL, NO_SE_SABE = "✓", "✗", "?"
LISTO = "Todo listo para salir. Recuerda: DATA_KEYS y la llave de firma, también guardadas en otro sitio."
SIN_ENTORNO = "Corrige eso en .env y repite: lo que depende del entorno no se miró."


def main(construir: Callable[[], App] = bootstrap.app) -> int:
    """Print every check and what to mend; return the exit code."""
    quejas, app = [], None
    try:
        app = construir()
    except (SettingsError, TablaInvalida) as error:
        quejas.append(Hallado("Entorno", (Problema(str(error), SIN_ENTORNO),)))
    try:
        hallados = quejas + revisar(Contexto(datetime.now(timezone.utc), app))
    except TablaInvalida as error:
        hallados = [*quejas, Hallado("Parámetros", (Problema(str(error), "Corrígelo y repite."),))]
    for hallado in hallados:
        _decir(hallado)
    problemas = [problema for hallado in hallados for problema in hallado.problemas]
    print(f"\n{_resumen(problemas)}")
    return 1 if problemas else 0


def _decir(hallado: Hallado) -> None:
    if not hallado.problemas:
        print(f"{BIEN} {hallado.nombre}")
    for problema in hallado.problemas:
        print(f"{MAL if problema.comprobado else NO_SE_SABE} {hallado.nombre}: {problema.que}")
        print(f"    → {problema.remedio}")


def _resumen(problemas: list[Problema]) -> str:
    if not problemas:
        return LISTO
    dudas = sum(not problema.comprobado for problema in problemas)
    dicho = f"Todavía no: {len(problemas) - dudas} por corregir"
    return dicho + (f" y {dudas} que no se pudieron comprobar." if dudas else ".")


if __name__ == "__main__":
    sys.exit(main())
