"""The load generator, a process of its own: `python -m benchmarks.carga encargo.json resultado.json`.

Open loop: each request leaves when it is due, whatever became of the ones before, and its time counts from then; a
server that stands still is charged for everybody who waits. Closed loop: so many customers, each writes again once
answered. Besides, it tells how late it was itself and how much CPU it took, so that a reader sees who was slow.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.conexion import Destino, Reserva, RespuestaIlegible, palabras, peticion

try:
    import uvloop
except ImportError:  # it comes with Rasa's server where there is one
    uvloop = None
FALLAS = (OSError, asyncio.TimeoutError, RespuestaIlegible)


@dataclass
class Cuenta:
    """What was measured; times in milliseconds."""

    latencias: list[float] = field(default_factory=list)
    atrasos: list[float] = field(default_factory=list)
    por_clase: dict[str, list[float]] = field(default_factory=dict)
    errores: dict[str, int] = field(default_factory=dict)
    inesperadas: list[str] = field(default_factory=list)
    segundos: float = 0.0

    def error(self, que: str) -> None:
        self.errores[que] = self.errores.get(que, 0) + 1


async def abierto(encargo: dict[str, Any], cuenta: Cuenta) -> None:
    """Send each request when it is due."""
    destino: Destino = (encargo["host"], encargo["puerto"])
    reserva, plazo = Reserva(destino), float(encargo["plazo"])
    inicio = time.perf_counter() + 0.3

    async def una(debida: float, crudo: bytes) -> None:
        await asyncio.sleep(max(0.0, inicio + debida - time.perf_counter()))
        salio = time.perf_counter()
        cuenta.atrasos.append((salio - inicio - debida) * 1000)
        try:
            estado, _ = await reserva.pedir(crudo, plazo)
        except FALLAS as error:
            cuenta.error(type(error).__name__)
            return
        cuenta.latencias.append((time.perf_counter() - inicio - debida) * 1000)
        if estado != 200:
            cuenta.error(f"HTTP {estado}")

    listas = [
        (debida, peticion(destino, ruta, cuerpo.encode(), cabeceras))
        for debida, ruta, cuerpo, cabeceras in encargo["peticiones"]
    ]
    await asyncio.gather(*(una(*lista) for lista in listas))
    cuenta.segundos = time.perf_counter() - inicio


async def cerrado(encargo: dict[str, Any], cuenta: Cuenta) -> None:
    """Let so many customers hold conversations, one after the other, until the time is over or none is left."""
    destinos: list[Destino] = [(host, puerto) for host, puerto in encargo["destinos"]]
    reservas = [Reserva(destino) for destino in destinos]
    por_hacer = iter(encargo["conversaciones"])
    inicio = time.perf_counter()
    fin = inicio + float(encargo["segundos"])

    async def cliente() -> None:
        for conversacion in por_hacer:
            destino = conversacion["destino"] % len(destinos)
            for turno in conversacion["turnos"]:
                if time.perf_counter() >= fin:
                    return
                crudo = peticion(destinos[destino], turno["ruta"], turno["cuerpo"].encode(), turno["cabeceras"])
                await _turno(reservas[destino], crudo, turno, float(encargo["plazo"]), cuenta)

    await asyncio.gather(*(cliente() for _ in range(encargo["clientes"])))
    cuenta.segundos = time.perf_counter() - inicio


async def _turno(reserva: Reserva, crudo: bytes, turno: dict[str, Any], plazo: float, cuenta: Cuenta) -> None:
    desde = time.perf_counter()
    try:
        estado, cuerpo = await reserva.pedir(crudo, plazo)
    except FALLAS as error:
        cuenta.error(type(error).__name__)
        return
    tardo = (time.perf_counter() - desde) * 1000
    cuenta.latencias.append(tardo)
    cuenta.por_clase.setdefault(turno["clase"], []).append(tardo)
    if estado != 200:
        cuenta.error(f"HTTP {estado}")
    elif turno["espera"] not in palabras(cuerpo):
        cuenta.inesperadas.append(f"{turno['clase']}: {palabras(cuerpo)[:300]}")


def main(encargo_en: Path, resultado_en: Path) -> None:
    encargo = json.loads(encargo_en.read_text())
    if encargo.get("nice"):
        os.nice(int(encargo["nice"]))
    if uvloop is not None:
        uvloop.install()
    cuenta = Cuenta()
    gastado = time.process_time()
    asyncio.run((abierto if encargo["modo"] == "abierto" else cerrado)(encargo, cuenta))
    resultado = vars(cuenta) | {"cpu_s": round(time.process_time() - gastado, 3)}
    resultado_en.write_text(json.dumps(resultado))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
