"""Mutation testing of what guards identity, clocks and consent: `python -m tools.mutacion [--muestra N]`.

One process collects the tests, and runs them once to learn which lines of the product each runs and how long it takes.
Each mutant is then a fork of it with one node of one module changed, which runs the tests that come by that statement,
file by file as PRUEBAS has them and the quickest first, until one fails. A PostgreSQL server is started once for all
(or DATABASE_URL_PRUEBAS names one); each fork makes its own databases.

mutmut 3.8 was tried on formats/dias_habiles and, with DATABASE_URL_PRUEBAS, on services/identificacion/intentos with
tests/services/identificacion/test_identidad.py, and runs both. It was not kept because it changes nothing outside the
bodies of functions that have no decorator: of services/identificacion/limites.py, which is what identity allows and for
how long, it makes no mutant at all, nor of the law's terms in services/datos/plazos_legales.py, nor of its properties.
What it makes instead is names of queries and arguments, which fail at the first call: 612 mutants of
services/identificacion/identidad.py alone, and on the two slow cores where it was tried some ten seconds for each.

The report (docs/evidencia/mutacion.json) names every survivor. Those in tools/mutantes_equivalentes.csv change nothing
that anybody could see: they are counted apart, each with its reason.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.mutantes import RAIZ, Mutante, mutantes
from tools.sala_de_mutantes import Sala

INFORME = RAIZ / "docs" / "evidencia" / "mutacion.json"
EQUIVALENTES = RAIZ / "tools" / "mutantes_equivalentes.csv"
DE_IDENTIDAD = tuple(
    f"tests/services/identificacion/test_{nombre}.py"
    for nombre in ("identidad", "identidad_n1", "desafios", "senales",
                   "alcance", "avisos_de_seguridad", "presupuesto", "bloqueo_por_errados")
)  # fmt: skip
BLOQUEO = (
    "tests/services/identificacion/test_bloqueo_de_identidad.py",
    "tests/worker/test_seguridad.py",
    *DE_IDENTIDAD[3:6], DE_IDENTIDAD[7],
)  # fmt: skip
CONSENTIMIENTO = (
    "tests/services/consentimiento/test_autorizacion.py", "tests/legal/test_prueba_de_autorizacion.py",
    "tests/legal/test_autorizacion.py",
)  # fmt: skip
PRUEBAS: dict[str, tuple[str, ...]] = {
    "proalto.services.identificacion.identidad": DE_IDENTIDAD,
    "proalto.services.identificacion.desafios": (DE_IDENTIDAD[2], DE_IDENTIDAD[0], *DE_IDENTIDAD[4:]),
    "proalto.services.identificacion.intentos": (DE_IDENTIDAD[2], *DE_IDENTIDAD[:2], *DE_IDENTIDAD[4:], BLOQUEO[1]),
    "proalto.services.identificacion.presupuesto": (DE_IDENTIDAD[6],),
    "proalto.services.identificacion.sesiones": (
        *DE_IDENTIDAD[1:3], "tests/services/credito/test_paz_y_salvo.py", *DE_IDENTIDAD[4:], DE_IDENTIDAD[3],
    ),
    "proalto.services.identificacion.limites": ("tests/test_documentos.py",),
    "proalto.services.identificacion.entrada": (*DE_IDENTIDAD[4:], DE_IDENTIDAD[3], DE_IDENTIDAD[2]),
    "proalto.services.identificacion.senales": (*DE_IDENTIDAD[3:], BLOQUEO[0]),
    "proalto.services.identificacion.avisos_de_seguridad": BLOQUEO,
    "proalto.services.identificacion.bloqueo_de_identidad": BLOQUEO,
    "proalto.services.identificacion.otra_persona": (*BLOQUEO[:2], "tests/actions/test_identidad_alcance.py"),
    "proalto.services.identificacion.piso": ("tests/worker/test_seguridad.py",),
    "proalto.formats.dias_habiles": ("tests/formats/test_dias_habiles.py", "tests/services/atencion/test_relojes.py"),
    "proalto.services.datos.plazos_legales": (
        "tests/services/datos/test_plazos_legales.py", "tests/legal/test_L16_plazos_de_datos.py",
    ),
    "proalto.services.datos.vencimientos_de_datos": (
        "tests/services/datos/test_vencimientos_de_datos.py", "tests/legal/test_L16_plazos_de_datos.py",
        "tests/legal/test_L20_derechos_en_el_chat.py",
    ),
    "proalto.services.atencion.relojes": (
        "tests/services/atencion/test_relojes.py", "tests/services/atencion/test_gestion_casos.py",
        "tests/worker/test_plazos.py",
    ),
    "proalto.services.atencion.plazos": ("tests/services/atencion/test_cola.py",),
    "proalto.services.consentimiento.autorizacion": CONSENTIMIENTO,
    "proalto.services.consentimiento.libro_de_autorizaciones": CONSENTIMIENTO,
    "proalto.services.consentimiento.cadenas": CONSENTIMIENTO,
    "proalto.services.consentimiento.versiones": (CONSENTIMIENTO[0], CONSENTIMIENTO[2]),
}  # fmt: skip
AL_MENOS = 4  # of each module, however small the sample
MUERTO, VIVO, COLGADO, EQUIVALENTE = "muerto", "vivo", "colgado", "equivalente"
DE_ANTES = ("orden", "revision", "probados", "muertos", "vivos", "parte_muerta")
PRODUCTO = ("proalto", "actions", "textos", "parametros", "domain.yml")


def elegir(todos: dict[str, list[Mutante]], muestra: int | None) -> list[Mutante]:
    """Return the mutants to try; in a sample, the same ones each time, of every module its share."""
    total, elegidos = sum(map(len, todos.values())), []
    for modulo, suyos in todos.items():
        cuantos = len(suyos) if muestra is None else max(AL_MENOS, math.ceil(muestra * len(suyos) / total))
        barajados = random.Random(modulo).sample(suyos, len(suyos))  # noqa: S311 - no secret
        elegidos += barajados[:cuantos]  # so that a smaller sample is part of a larger one
    random.Random("todos").shuffle(elegidos)  # noqa: S311 - so that those of a run cut short are a sample too
    return elegidos


def _vivos(todos: dict[str, list[Mutante]], antes: dict[str, Any]) -> list[Mutante]:
    """Return the mutants that a report has as alive."""
    fichas = {(f["modulo"], f["linea"], f["cambio"]) for como in (VIVO, COLGADO) for f in antes["cuales"][como]}
    return [m for suyos in todos.values() for m in suyos if (m.modulo, m.linea, m.cambio) in fichas]


def componer(
    todos: dict[str, list[Mutante]],
    resultados: Sequence[tuple[Mutante, str]],
    muestra: object,
    antes: dict[str, Any] | None = None,
) -> dict[str, object]:
    """Return the report. One that never ended is not counted as killed.

    After `antes`, whose survivors these are, what that report has as killed or equivalent still counts.
    """
    razones, por_modulo = equivalentes(), {modulo: Counter[str]() for modulo in todos}
    listas: dict[str, list[dict[str, object]]] = {VIVO: [], COLGADO: [], EQUIVALENTE: []}
    if antes:
        listas[EQUIVALENTE] += antes["cuales"][EQUIVALENTE]
        por_modulo |= {modulo: _de_antes(modulo, cuenta, resultados) for modulo, cuenta in antes["por_modulo"].items()}
    for mutante, como in resultados:
        razon = razones.get((mutante.modulo, mutante.texto, mutante.cambio)) if como == VIVO else None
        como = EQUIVALENTE if razon else como
        por_modulo[mutante.modulo][como] += 1
        if como in listas:
            ficha = {"modulo": mutante.modulo, "linea": mutante.linea, "texto": mutante.texto, "cambio": mutante.cambio}
            listas[como].append(ficha | ({"razon": razon} if razon else {}))
    total = sum(por_modulo.values(), Counter[str]())
    probados = sum(total.values())
    return {
        "orden": " ".join(["python -m tools.mutacion", *sys.argv[1:]]),
        "mutantes_posibles": {modulo: len(suyos) for modulo, suyos in todos.items()},
        "muestra": muestra or "todos",
        "probados": probados,
        "muertos": total[MUERTO],
        "colgados": total[COLGADO],
        "vivos": total[VIVO],
        "equivalentes": total[EQUIVALENTE],
        "parte_muerta": round(total[MUERTO] / max(1, probados - total[EQUIVALENTE]), 4),
        "parte_muerta_con_equivalentes": round(total[MUERTO] / max(1, probados), 4),
        "por_modulo": {modulo: dict(sorted(cuenta.items())) for modulo, cuenta in por_modulo.items()},
        "cuales": {como: sorted(fichas, key=_por_lugar) for como, fichas in listas.items()},
    } | ({"primera_vuelta": {dato: antes[dato] for dato in DE_ANTES}} if antes else {})


def _de_antes(modulo: str, cuenta: dict[str, int], resultados: Sequence[tuple[Mutante, str]]) -> Counter[str]:
    """Return what a module had that is not tried again; a line may hold a killed one that reads like a survivor."""
    otra_vez = sum(mutante.modulo == modulo for mutante, _ in resultados)
    de_mas = otra_vez - cuenta.get(VIVO, 0) - cuenta.get(COLGADO, 0)
    return Counter({MUERTO: cuenta.get(MUERTO, 0) - de_mas, EQUIVALENTE: cuenta.get(EQUIVALENTE, 0)})


def _por_lugar(ficha: dict[str, object]) -> tuple[str, int]:
    return str(ficha["modulo"]), int(str(ficha["linea"]))


def equivalentes() -> dict[tuple[str, str, str], str]:
    """Return the reason of each mutant that changes nothing anybody could see, by module, line and change."""
    with EQUIVALENTES.open(encoding="utf-8", newline="") as archivo:
        return {(f["modulo"], f["texto"], f["cambio"]): f["razon"] for f in csv.DictReader(archivo)}


def _de_git(*orden: str) -> str:
    return subprocess.run(["git", *orden], cwd=RAIZ, check=True, capture_output=True, text=True).stdout.strip()


def _servidor() -> str:
    """Return a migrated PostgreSQL; our own need not survive a power cut."""
    import psycopg2

    from proalto.db import embedded

    dsn = os.environ.get("DATABASE_URL_PRUEBAS")
    if dsn is None:
        carpeta = Path(tempfile.mkdtemp(prefix="mutacion-"))
        carpeta.chmod(0o755)
        dsn = embedded.start(carpeta / "datos")
        conexion = psycopg2.connect(dsn)
        conexion.autocommit = True
        with conexion.cursor() as cursor:
            for ajuste in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                cursor.execute(f"ALTER SYSTEM SET {ajuste}")
            cursor.execute("SELECT pg_reload_conf()")
        conexion.close()
    preparar = "import sys; from tests.conftest import migrate, crear_nucleo as c; migrate(sys.argv[1]); c(sys.argv[1])"
    subprocess.run([sys.executable, "-c", preparar, dsn], cwd=RAIZ, check=True)
    return dsn


def _argumentos() -> argparse.Namespace:
    argumentos = argparse.ArgumentParser(description=__doc__)
    argumentos.add_argument("--muestra", type=int, help="so many mutants of all, the same each time")
    argumentos.add_argument("--solo", action="append", choices=list(PRUEBAS), help="only this module")
    argumentos.add_argument("--vivos-de", type=Path, help="only the survivors that this report names")
    argumentos.add_argument("--a-la-vez", type=int, default=os.cpu_count() or 1)
    argumentos.add_argument("--minutos", type=float, default=24 * 60, help="begin with no mutant after so long")
    argumentos.add_argument("--meta", type=float, default=0.85, help="the share that must be killed")
    argumentos.add_argument("--informe", type=Path, default=INFORME)
    return argumentos.parse_args()


def main() -> int:
    """Measure, write the report and say the share; 1 when it is under the goal, or a test fails without any mutant."""
    dado = _argumentos()
    os.environ.pop("AUDITORIA", None)  # the short form of each test
    antes = json.loads(dado.vivos_de.read_text(encoding="utf-8")) if dado.vivos_de else None
    if antes and _de_git("diff", "--name-only", antes["revision"], "--", *PRODUCTO):
        print(f"the product is not the one of {dado.vivos_de} any more")
        return 1
    todos = {modulo: list(mutantes(modulo)) for modulo in (not antes and dado.solo) or PRUEBAS}
    elegidos = _vivos(todos, antes) if antes else elegir(todos, dado.muestra)
    modulos = dict.fromkeys(mutante.modulo for mutante in elegidos)
    os.environ["DATABASE_URL_PRUEBAS"] = _servidor()
    revision = {"revision": _de_git("rev-parse", "HEAD"), "tal_cual": not _de_git("status", "--porcelain")}
    sala = Sala({modulo: PRUEBAS[modulo] for modulo in modulos}, dado.a_la_vez, math.inf if antes else dado.minutos)
    resultados = sala.probar(elegidos)
    if resultados is None:
        return 1
    informe = (
        revision
        | componer(todos, resultados, antes["muestra"] if antes else dado.muestra, antes)
        | {"pruebas_apartadas": sorted(sala.apartadas)}
    )
    dado.informe.write_text(json.dumps(informe, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"killed {informe['muertos']} of {informe['probados']}, {informe['equivalentes']} of which change nothing: "
          f"{informe['parte_muerta']:.1%}")  # fmt: skip
    return 0 if float(str(informe["parte_muerta"])) >= dado.meta else 1


if __name__ == "__main__":
    sys.exit(main())
