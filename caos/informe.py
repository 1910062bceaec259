"""The report: what the last full run showed, as JSON, and as a table between two marks of docs/fiabilidad.md."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import psutil

from caos.contraste import lado_a_lado
from caos.correr import Corrida
from proalto.settings import ROOT

DOCUMENTO = ROOT / "docs" / "fiabilidad.md"
EVIDENCIA = ROOT / "docs" / "evidencia" / "caos.json"
EMPIEZA, TERMINA = "<!-- última corrida: la escribe `python -m caos todo` -->", "<!-- fin de la última corrida -->"
PARTES = {
    "rasa": "Rasa", "actions": "acciones", "worker": "worker", "canal": "canal", "canal_hijo": "canal (hijo)",
    "mesa": "mesa", "postgres": "PostgreSQL", "postgres_sesion": "PostgreSQL (una sesión)", "maquina": "la máquina",
}  # fmt: skip


def escribir(corridas: Sequence[Corrida]) -> None:
    """Write both files."""
    EVIDENCIA.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCIA.write_text(json.dumps(evidencia(corridas), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    DOCUMENTO.write_text(insertar(DOCUMENTO.read_text(encoding="utf-8"), tabla(corridas)), encoding="utf-8")


def evidencia(corridas: Sequence[Corrida]) -> dict[str, Any]:
    """Return everything that was measured, with what it takes to repeat it."""
    return {
        "ordenes": list(dict.fromkeys(corrida.orden for corrida in corridas)),
        "cuando": time.strftime("%Y-%m-%d"),
        "maquina": {"nucleos": psutil.cpu_count(), "memoria_gb": round(psutil.virtual_memory().total / 2**30),
                    "sistema": platform.system()},
        "totales": totales(corridas),
        "corridas": [asdict(corrida) | {"cumple": corrida.cumple} for corrida in corridas],
    }  # fmt: skip


def totales(corridas: Sequence[Corrida]) -> dict[str, Any]:
    """Return the sums that are promised."""
    claves = ("confirmados", "enviados_por_meta", "inciertos", "inciertos_que_llegaron_dos_veces")
    confirmados, salidas, inciertos, dobles = (sum(int(c.cifras[clave]) for c in corridas) for clave in claves)
    return {
        "mensajes_confirmados": confirmados,
        "muertes": sum(c.muertes for c in corridas),
        "violaciones": sum(len(c.violaciones) for c in corridas),
        "quejas": sum(len(c.quejas) for c in corridas),
        "envios": salidas,
        "inciertos": inciertos,
        "llegaron_dos_veces": dobles,
        "llegaron_dos_veces_por_ciento": round(100 * dobles / max(1, salidas), 4),
        "segundos": sum(c.segundos for c in corridas),
    }


def tabla(corridas: Sequence[Corrida]) -> str:
    """Return the part of the document that a run writes."""
    todo = totales(corridas)
    lineas = [
        f"{time.strftime('%d/%m/%Y')}, {psutil.cpu_count()} núcleos, {todo['segundos'] / 60:.0f} minutos: "
        f"**{_miles(todo['mensajes_confirmados'])} mensajes confirmados, {todo['muertes']} muertes, "
        f"{todo['violaciones']} violaciones**, {todo['quejas']} {'queja' if todo['quejas'] == 1 else 'quejas'}. "
        f"De {_miles(todo['envios'])} envíos, "
        f"{todo['inciertos']} fueron inciertos y {todo['llegaron_dos_veces']} llegaron dos veces.",
        "",
        "| | Experimento | Semilla | Mensajes | Muertes | Espera p50 / p95 (s) | Resultado |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
        *(linea for corrida in corridas for linea in _filas(corrida)),
        "",
        "De la muerte de un proceso a la siguiente respuesta a alguien que escribió después, en segundos:",
        "",
        "| Proceso | Muertes | p50 | p95 | Peor |",
        "| --- | ---: | ---: | ---: | ---: |",
        *_recuperaciones(corridas),
        "",
        *_menu(corridas),
        "",
        *lado_a_lado(corridas),
    ]
    return "\n".join(lineas)


def insertar(documento: str, parte: str) -> str:
    """Put it between the marks; raise ValueError when they are not there."""
    antes, empieza, resto = documento.partition(EMPIEZA)
    _, termina, despues = resto.partition(TERMINA)
    if not empieza or not termina:
        raise ValueError(f"{DOCUMENTO.name} has lost its marks")
    return f"{antes}{EMPIEZA}\n\n{parte}\n\n{TERMINA}{despues}"


def _filas(corrida: Corrida) -> Iterator[str]:
    for id, cifras in corrida.por_experimento.items():
        quejas = [queja for queja in corrida.quejas if queja.startswith(f"{id}:")]
        por_punto = corrida.cifras["muertes_por_punto"] if len(corrida.por_experimento) == 1 else 0
        faltas = [f"{len(corrida.violaciones)} violaciones en la tanda"] * bool(corrida.violaciones)
        espera = cifras["espera_s"]
        yield (
            f"| {id} | {cifras['que']} | {corrida.semilla} | {_miles(cifras['confirmados'])} "
            f"| {cifras['muertes'] + por_punto} | {_coma(espera.get('p50'))} / {_coma(espera.get('p95'))} "
            f"| {'; '.join([*faltas, *quejas]) or '✓'} |"
        )


def _recuperaciones(corridas: Sequence[Corrida]) -> Iterator[str]:
    for parte, nombre in PARTES.items():
        medidas = [c.cifras["recuperacion"][parte] for c in corridas if parte in c.cifras["recuperacion"]]
        if not medidas:
            continue
        mayor = max(medidas, key=lambda m: int(m["respuesta_s"]["n"]))["respuesta_s"]
        peor = max(m["respuesta_s"].get("max", 0.0) for m in medidas)
        tardaron = " | ".join(map(_coma, (mayor.get("p50"), mayor.get("p95"), peor)))
        yield f"| {nombre} | {sum(m['muertes'] for m in medidas)} | {tardaron} |"


def _menu(corridas: Sequence[Corrida]) -> Iterator[str]:
    medidas = [c.cifras["menu_fijo_s"] for c in corridas if c.cifras["menu_fijo_s"].get("n")]
    if medidas:
        mayor = max(medidas, key=lambda m: int(m["n"]))
        yield (
            f"Mientras solo fallaban Rasa o las acciones, el menú fijo salió {sum(int(m['n']) for m in medidas)} "
            f"veces; en la corrida que más lo usó llegó a los {_coma(mayor['p50'])} s (p50) y {_coma(mayor['p95'])} s "
            "(p95) de confirmar el mensaje."
        )


def _coma(segundos: float | None) -> str:
    return "–" if segundos is None else f"{segundos:.1f}".replace(".", ",")


def _miles(cuantos: int) -> str:
    return f"{cuantos:,}".replace(",", ".")
