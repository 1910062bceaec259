"""The figures as pictures: docs/imagenes/rendimiento-*.png."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

from benchmarks.metas import Resultados, buscar

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

NOMBRE = {"nuestro": "ProAlto", "stock": "Rasa de fábrica"}
COLOR = {"nuestro": "#0b6e4f", "stock": "#c8553d"}
ARRIBA = {"nuestro": -15, "stock": 7}  # where a point's figure stands, so that two curves do not cover each other's
META = {"color": "#444444", "linestyle": "--", "linewidth": 1.2}
PUNTOS = 130


def dibujar(resultados: Resultados, carpeta: Path) -> list[Path]:
    """Draw each picture for which there are figures; return the files."""
    hechas = []
    with plt.rc_context({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False}):
        for nombre, (dibujo, ancho) in DIBUJOS.items():
            if not _numeros(resultados, f"{nombre}.nuestro"):
                continue
            figura, ejes = plt.subplots(1, ancho, figsize=(5.6 * ancho, 4.2), squeeze=False)
            dibujo(resultados, list(ejes[0]))
            figura.tight_layout()
            hechas.append(carpeta / f"rendimiento-{nombre}.png")
            figura.savefig(hechas[-1], dpi=PUNTOS)
            plt.close(figura)
    return hechas


def acuse(r: Resultados, ejes: list[Axes]) -> None:
    for eje, cifra in zip(ejes, ("p50", "p99")):
        for sistema in NOMBRE:
            _linea(r, eje, f"acuse.{sistema}", f"ms.{cifra}", sistema)
        _logaritmico(eje)
        eje.set(title=f"Acuse del webhook, {cifra}", xlabel="webhooks por segundo", ylabel="milisegundos")
    _meta(ejes[1], 100, "meta a 200/s: 100 ms")


def turnos(r: Resultados, ejes: list[Axes]) -> None:
    barras, tiempos = ejes
    clientes = _numeros(r, "turnos.nuestro")
    for i, sistema in enumerate(NOMBRE):
        altos = [buscar(r, f"turnos.{sistema}.{n}.por_s_de_cpu") or 0 for n in clientes]
        lugares = [lugar + (i - 0.5) * 0.38 for lugar in range(len(clientes))]
        puestas = barras.bar(lugares, altos, 0.36, color=COLOR[sistema], label=NOMBRE[sistema])
        barras.bar_label(puestas, [_numero(alto) for alto in altos], padding=2)
        _linea(r, tiempos, f"turnos.{sistema}", "ms.p95", sistema)
    barras.set_xticks(range(len(clientes)), [str(n) for n in clientes])
    barras.set(title="Turnos por segundo de CPU (Rasa + acciones)", xlabel="clientes a la vez", ylabel="turnos")
    _meta(barras, 35, "meta: 35")
    _sitio_para_la_leyenda(barras)
    _logaritmico(tiempos)
    tiempos.set(title="Duración de un turno, p95", xlabel="clientes a la vez", ylabel="milisegundos")
    tiempos.legend(frameon=False, loc="upper left")


def crecimiento(r: Resultados, ejes: list[Axes]) -> None:
    for eje, cifra, titulo in zip(ejes, ("ms.p50", "cpu_ms_por_turno"), ("Mediana de un turno", "CPU de un turno")):
        for sistema in NOMBRE:
            _linea(r, eje, f"crecimiento.{sistema}", cifra, sistema)
        _logaritmico(eje)
        base = buscar(r, f"crecimiento.nuestro.10.{cifra}")
        eje.set(title=f"{titulo} según lo vivido", xlabel="eventos de la conversación", ylabel="milisegundos")
        if base:
            _meta(eje, 1.5 * base, "meta: 1,5 veces lo de 10 eventos")


def extremo(r: Resultados, ejes: list[Axes]) -> None:
    grupos = (("en_reposo", "p50", "en reposo, p50", 250), ("sostenido", "p95", "5 por segundo, p95", 3000))
    for eje, (clave, cifra, titulo, meta) in zip(ejes, grupos):
        altos = [buscar(r, f"extremo.{s}.{clave}.ms.{cifra}") or 0 for s in NOMBRE]
        puestas = eje.bar(list(NOMBRE.values()), altos, 0.5, color=list(COLOR.values()))
        eje.bar_label(puestas, [_numero(alto) for alto in altos], padding=2)
        eje.set(title=f"De punta a punta, {titulo}", ylabel="milisegundos")
        _meta(eje, meta, f"meta: {_numero(meta)} ms")
        _sitio_para_la_leyenda(eje)


DIBUJOS: dict[str, tuple[Callable[[Resultados, list[Axes]], None], int]] = {
    "acuse": (acuse, 2), "turnos": (turnos, 2), "crecimiento": (crecimiento, 2), "extremo": (extremo, 2),
}  # fmt: skip


def _linea(r: Resultados, eje: Axes, donde: str, cifra: str, sistema: str) -> None:
    puntos = [(n, buscar(r, f"{donde}.{n}.{cifra}")) for n in _numeros(r, donde)]
    hay = [(x, y) for x, y in puntos if y is not None]
    if not hay:
        return
    eje.plot(*zip(*hay), marker="o", color=COLOR[sistema], label=NOMBRE[sistema], linewidth=2)
    for x, y in hay:
        eje.annotate(
            _numero(y), (x, y), textcoords="offset points", xytext=(0, ARRIBA[sistema]), ha="center", fontsize=9
        )
    eje.set_xscale("log")
    eje.set_xticks([x for x, _ in hay], [_numero(x) for x, _ in hay])
    eje.minorticks_off()


def _logaritmico(eje: Axes) -> None:
    eje.set_yscale("log")
    eje.yaxis.set_major_formatter(FuncFormatter(lambda valor, _lugar: _numero(valor)))
    abajo, arriba = eje.get_ylim()
    eje.set_ylim(abajo / 2, arriba * 3)
    eje.grid(axis="y", alpha=0.25)


def _meta(eje: Axes, altura: float, texto: str) -> None:
    eje.axhline(altura, label=texto, **META)
    eje.set_ylim(top=max(eje.get_ylim()[1], altura * 1.25))
    eje.legend(frameon=False, fontsize=10)


def _sitio_para_la_leyenda(eje: Axes) -> None:
    eje.set_ylim(top=eje.get_ylim()[1] * 1.4)
    eje.legend(frameon=False, fontsize=10, loc="upper left", ncol=3)


def _numeros(r: Resultados, donde: str) -> list[int]:
    valor: Any = r
    for clave in donde.split("."):
        valor = valor.get(clave, {}) if isinstance(valor, dict) else {}
    if donde.startswith("extremo"):
        return [0] if valor and "error" not in valor else []
    return sorted(int(clave) for clave in valor if str(clave).isdecimal())


def _numero(valor: float) -> str:
    decimales = 0 if valor >= 100 or float(valor).is_integer() else 1
    return f"{valor:,.{decimales}f}".translate(str.maketrans(",.", ".,"))
