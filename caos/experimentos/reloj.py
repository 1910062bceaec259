"""F-12: the clock. Rules of time are proved by tests whose clock stands still; here they are named, and run."""

from __future__ import annotations

import subprocess
import sys

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from proalto.settings import ROOT

PRUEBAS = (
    "tests/formats/test_dias_habiles.py",  # holidays of the law, year end, leap days, Bogotá's day, Ley 2300's hours
    "tests/services/atencion/test_relojes.py",  # business time of cases, against minute by minute
    "tests/services/identificacion/test_desafios.py",  # an OTP's five minutes, resends, idle and whole sessions
    "tests/services/identificacion/test_identidad.py",  # pauses of minutes, days and months
    "tests/services/contacto/test_novedades.py",  # the 24 hours of a window
)


def f12(e: Escenario, _medida: Medida) -> list[str]:
    """Run the tests with frozen clocks; the product runs on beside them, untouched."""
    orden = [sys.executable, "-m", "pytest", *PRUEBAS]
    resultado = subprocess.run(orden, cwd=ROOT, capture_output=True, text=True, check=False)
    fin = resultado.stdout.strip().splitlines()[-1:] or [""]
    e.historia.anotar("pruebas", resultado=fin[0])
    return [] if resultado.returncode == 0 else [f"the tests of time do not pass: {fin[0]}"]


F12 = Experimento("F-12", "El reloj: festivos, fin de año, Ley 2300, códigos y sesiones", f12)
