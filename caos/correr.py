"""Running experiments: one start of the product for those that share an environment, and a verdict for each start."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caos import foto, historia, tiempos
from caos.escenario import Sitio, decir, escenario, veredicto
from caos.experimentos.base import Experimento, Medida
from caos.juez import Violacion


@dataclass
class Corrida:
    """The outcome of one start: what was violated, what an experiment complained of, and the figures."""

    nombre: str
    semilla: int
    orden: str  # the command
    version: str  # of the code that ran
    experimentos: list[str]
    carpeta: str
    segundos: float
    muertes: int
    violaciones: list[Violacion]
    quejas: list[str]
    cifras: dict[str, Any]
    por_experimento: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def cumple(self) -> bool:
        return not self.violaciones and not self.quejas


def correr(nombre: str, experimentos: Sequence[Experimento], semilla: int, medida: Medida) -> Corrida:
    """Run them one after another on one product, and judge."""
    desde = time.monotonic()
    primero = experimentos[0]
    sitio = Sitio(primero.entorno, primero.proxy, primero.disco_mb)
    with escenario(nombre, semilla, sitio, experimentos=[x.id for x in experimentos]) as e:
        for experimento in experimentos:
            with e.fase(experimento.id):
                for queja in experimento.correr(e, medida):
                    e.historia.anotar("queja", que=queja)
    return juzgar(e.carpeta, experimentos, time.monotonic() - desde)


def juzgar(carpeta: Path, experimentos: Sequence[Experimento], segundos: float = 0.0) -> Corrida:
    """Judge a kept folder."""
    juicio, medidas = veredicto(carpeta)
    eventos = historia.leer(carpeta / "historia.jsonl")
    quejas = [f"{e['fase']}: {e['que']}" for e in eventos if e["tipo"] == "queja"]
    quejas += [f"{e['fase']}: no se quedó quieto a tiempo" for e in eventos if e["tipo"] == "inquieto"]
    vista = foto.abrir(carpeta / "foto.json")
    por_experimento = {x.id: _de_uno(x, eventos, vista) for x in experimentos}
    quejas += [queja for x in experimentos for queja in _lentas(x, por_experimento[x.id])]
    quejas += [queja for x in experimentos if x.palabra for queja in _mudas(x, eventos)]
    final = next(e for e in reversed(eventos) if e["tipo"] == "final")
    muertes = sum(e["tipo"] == "muerte" for e in eventos) + int(final["por_punto"])
    inicio = eventos[0]
    cifras = juicio.cifras | medidas | {"muertes_por_punto": final["por_punto"], "graph": final["fallas"]}
    return Corrida(
        nombre=inicio["experimento"],
        semilla=inicio["semilla"],
        orden=inicio["orden"],
        version=inicio["version"],
        experimentos=[x.id for x in experimentos],
        carpeta=carpeta.name,
        segundos=round(segundos or eventos[-1]["t"]),
        muertes=muertes,
        violaciones=juicio.violaciones,
        quejas=quejas,
        cifras=cifras,
        por_experimento=por_experimento,
    )


def _de_uno(experimento: Experimento, eventos: list[historia.Evento], vista: foto.Foto) -> dict[str, Any]:
    """Return the figures of one phase."""
    suyos = [e for e in eventos if e["fase"] == experimento.id]
    confirmados = {e["wamid"] for e in suyos if e["tipo"] == "confirmado"}
    return {
        "que": experimento.que,
        "segundos": round(suyos[-1]["t"] - suyos[0]["t"]) if suyos else 0,
        "escritos": sum(e["tipo"] == "enviado" for e in suyos),
        "confirmados": len(confirmados),
        "muertes": sum(e["tipo"] == "muerte" for e in suyos),
        "hielos": sum(e["tipo"] == "congelado" for e in suyos),
        "recuperacion": tiempos.recuperaciones(suyos),
        "espera_s": tiempos.esperas(suyos),
        "menu_fijo_s": tiempos.menu_fijo(suyos, vista),
        "menu_fijo_con_todo_roto_s": tiempos.menu_fijo(suyos, vista, con_todo=True),
    }


def _lentas(experimento: Experimento, cifras: dict[str, Any]) -> list[str]:
    if not experimento.limite:
        return []
    menu = cifras["menu_fijo_s"].get("p95", 0.0)
    return [f"{experimento.id}: el menú fijo tardó {menu} s (p95)"] * (menu > tiempos.LIMITE_MENU) + [
        f"{experimento.id}: {medida['respuesta_s']['max']} s de la muerte de {parte} a la siguiente respuesta"
        for parte, medida in cifras["recuperacion"].items()
        if medida["respuesta_s"].get("max", 0.0) > tiempos.LIMITE
    ]


def _mudas(experimento: Experimento, eventos: list[historia.Evento]) -> list[str]:
    """Complain of whoever heard nothing for too long."""
    peor = tiempos.primera_palabra([e for e in eventos if e["fase"] == experimento.id])
    if peor.get("max", 0.0) <= experimento.palabra:
        return []
    return [f"{experimento.id}: alguien esperó {peor['max']} s la primera palabra (p95: {peor['p95']} s)"]


def contar(corrida: Corrida) -> None:
    """Say on the screen how it went."""
    cifras, como = corrida.cifras, "✓" if corrida.cumple else "✗"
    decir(
        f"{como} {corrida.nombre}-{corrida.semilla}: {cifras['confirmados']} mensajes confirmados, "
        f"{corrida.muertes} muertes, {cifras['inciertos']} envíos inciertos "
        f"({cifras['inciertos_que_llegaron_dos_veces']} llegaron dos veces), "
        f"{len(corrida.violaciones)} violaciones, {corrida.segundos:.0f} s"
    )
    for queja in corrida.quejas:
        decir(f"  ✗ {queja}")
    for violacion in corrida.violaciones[:20]:
        decir(f"  ✗ {violacion.invariante} {violacion.que}: {violacion.clave}")
    if len(corrida.violaciones) > 20:
        decir(f"  … y {len(corrida.violaciones) - 20} más: python -m caos juzgar {corrida.carpeta}")
