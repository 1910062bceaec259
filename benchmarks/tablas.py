"""The figures as tables of docs/rendimiento.md, each between two markers; the prose around them is written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.metas import Resultados, buscar

SIGNO = {True: "✓", False: "✗", None: "·"}
Fila = Sequence[object]


class SinMarcas(Exception):
    """The document has lost the markers of a table."""


def poner(documento: Path, resultados: Resultados) -> None:
    """Write every table anew between its markers."""
    texto = documento.read_text(encoding="utf-8")
    for nombre, tabla in TABLAS.items():
        texto = entre_marcas(texto, nombre, tabla(resultados))
    documento.write_text(texto, encoding="utf-8")


def entre_marcas(texto: str, nombre: str, tabla: str) -> str:
    """Return the text with this table in place of what stands between its markers."""
    marcas = re.compile(rf"(<!-- tabla: {nombre} -->\n).*?(<!-- fin -->)", re.DOTALL)
    if not marcas.search(texto):
        raise SinMarcas(nombre)
    return marcas.sub(lambda hallado: f"{hallado[1]}{tabla}\n{hallado[2]}", texto, count=1)


def markdown(cabeza: Fila, filas: Sequence[Fila]) -> str:
    """Return a table; figures are written the Colombian way."""
    lineas = [[decir(celda) for celda in fila] for fila in (cabeza, ["---"] * len(cabeza), *filas)]
    return "\n".join(f"| {' | '.join(fila)} |" for fila in lineas)


def decir(valor: object) -> str:
    """Return a cell: 1234.5 is "1.234,5", what was not measured is "–"."""
    if valor is None:
        return "–"
    if isinstance(valor, bool) or not isinstance(valor, (int, float)):
        return str(valor).replace("|", "\\|")
    if float(valor).is_integer():
        return f"{int(valor):,}".replace(",", ".")
    decimales = 0 if abs(valor) >= 100 else 1 if abs(valor) >= 10 else 2
    return f"{valor:,.{decimales}f}".translate(str.maketrans(",.", ".,"))


def razon(arriba: float | None, abajo: float | None) -> str | None:
    """Return how many times one figure is another."""
    return f"{decir(round(arriba / abajo, 1))}×" if arriba and abajo else None


def maquina(r: Resultados) -> str:
    m = r.get("maquina", {})
    dichas = {
        "Procesador": f"{m.get('procesador')}, {m.get('nucleos')} núcleos",
        "Memoria": f"{decir(m.get('memoria_gb'))} GB",
        "Sistema": f"{m.get('sistema')}, Python {m.get('python')}",
        "Cuándo": m.get("fecha"),
        "Carga de la máquina antes de empezar (1, 5 y 15 minutos)": ", ".join(
            map(decir, m.get("carga_1_5_15_min", []))
        ),
    }
    return markdown(("", ""), list(dichas.items()))


def metas(r: Resultados) -> str:
    filas = [(m["meta"], m["limite"].replace(".", ","), m["medido"], SIGNO[m["cumple"]]) for m in r.get("metas", [])]
    return markdown(("Meta", "Límite", "Medido", ""), filas)


def mezcla(r: Resultados) -> str:
    filas = [(t["conversación"], t["clase"], t["mensaje"], t["debe contener"]) for t in r.get("mezcla", [])]
    return markdown(("Conversación", "Clase", "Mensaje", "La respuesta debe contener"), filas)


def acuse(r: Resultados) -> str:
    medidas = [(ritmo, s, f"acuse.{s}.{ritmo}") for ritmo in _claves(r, "acuse.nuestro") for s in ("nuestro", "stock")]
    if (nuevos := buscar(r, "acuse.nuestro.de_nuevos.ritmo")) is not None:
        medidas.append((f"{nuevos:.0f}, de quien nunca había escrito", "nuestro", "acuse.nuestro.de_nuevos"))
    filas = [_acuse(r, *medida) for medida in medidas]
    return markdown(("Por segundo", "Sistema", "Ofrecidos", "p50 ms", "p95", "p99", "máx.", "> 1 s", "Errores",
                     "Turnos mientras", "Atraso del generador, p99"), filas)  # fmt: skip


def _acuse(r: Resultados, ritmo: str, sistema: str, de: str) -> Fila:
    errores = _dict(r, f"{de}.errores")
    return (
        ritmo, _NOMBRE[sistema], buscar(r, f"{de}.ofrecidos"), *_ms(r, f"{de}.ms", "p50", "p95", "p99", "max"),
        buscar(r, f"{de}.por_encima_de_1_s"), sum(errores.values()) if errores is not None else None,
        buscar(r, f"{de}.turnos_mientras"), buscar(r, f"{de}.generador.atraso_ms.p99"),
    )  # fmt: skip


def turnos(r: Resultados) -> str:
    filas: list[Fila] = []
    for clientes in _claves(r, "turnos.nuestro"):
        n, s = f"turnos.nuestro.{clientes}", f"turnos.stock.{clientes}"
        for nombre, de in (("nuestro", n), ("stock", s)):
            filas.append(
                (clientes, _NOMBRE[nombre], buscar(r, f"{de}.por_s"), buscar(r, f"{de}.por_s_de_cpu"),
                 *_ms(r, f"{de}.ms", "p50", "p95", "p99"), buscar(r, f"{de}.cpu_ms_por_turno.rasa"),
                 buscar(r, f"{de}.cpu_ms_por_turno.actions"), buscar(r, f"{de}.cpu_ms_por_turno.postgres"))
            )  # fmt: skip
        filas.append(
            (clientes, "**nuestro / de fábrica**", *(razon(buscar(r, f"{n}.{k}"), buscar(r, f"{s}.{k}"))
             for k in ("por_s", "por_s_de_cpu", "ms.p50", "ms.p95", "ms.p99", "cpu_ms_por_turno.rasa",
                       "cpu_ms_por_turno.actions", "cpu_ms_por_turno.postgres")))
        )  # fmt: skip
    return markdown(("Clientes a la vez", "Sistema", "Turnos/s", "Turnos por s de CPU", "p50 ms", "p95", "p99",
                     "CPU Rasa, ms/turno", "CPU acciones", "CPU PostgreSQL"), filas)  # fmt: skip


def extremo(r: Resultados) -> str:
    filas = []
    for clave, dicho in (("en_reposo", "en reposo"), ("sostenido", "5 mensajes por segundo")):
        for sistema in ("nuestro", "stock"):
            de = f"extremo.{sistema}.{clave}"
            filas.append((dicho, _NOMBRE[sistema], *_ms(r, f"{de}.ms", "p50", "p95", "p99", "max"),
                          buscar(r, f"{de}.sin_respuesta")))  # fmt: skip
    return markdown(("", "Sistema", "p50 ms", "p95", "p99", "máx.", "Sin respuesta"), filas)


def crecimiento(r: Resultados) -> str:
    filas: list[Fila] = []
    primero = (_claves(r, "crecimiento.nuestro") or ("10",))[0]
    for eventos in _claves(r, "crecimiento.nuestro"):
        celdas: list[object] = [decir(int(eventos))]
        for sistema in ("nuestro", "stock"):
            de, base = f"crecimiento.{sistema}.{eventos}", f"crecimiento.{sistema}.{primero}"
            for cifra in ("ms.p50", "cpu_ms_por_turno"):
                valor = buscar(r, f"{de}.{cifra}")
                celdas += [valor, razon(valor, buscar(r, f"{base}.{cifra}"))]
        filas.append(celdas)
    return markdown(("Eventos", "Nuestro: mediana ms", "contra 10", "CPU ms", "contra 10", "De fábrica: mediana ms",
                     "contra 10", "CPU ms", "contra 10"), filas)  # fmt: skip


def replicas(r: Resultados) -> str:
    filas: list[Fila] = []
    for n in _claves(r, "replicas.directo"):
        d, w = f"replicas.directo.{n}", f"replicas.por_webhook.{n}"
        filas.append((f"{n} de cada uno, los núcleos libres", buscar(r, f"{d}.por_s"), buscar(r, f"{d}.por_s_de_cpu"),
                      buscar(r, f"{d}.ms.p50"), buscar(r, f"{d}.maquina_ocupada"), buscar(r, f"{w}.por_s"),
                      buscar(r, f"{w}.mal")))  # fmt: skip
    for clave, dicho in (("un_nucleo", "1 de cada uno, todo atado a un núcleo"),
                         ("dos_nucleos", "2 de cada uno, todo en dos núcleos")):  # fmt: skip
        d = f"replicas.{clave}"
        filas.append((dicho, buscar(r, f"{d}.por_s"), buscar(r, f"{d}.por_s_de_cpu"), buscar(r, f"{d}.ms.p50"),
                      buscar(r, f"{d}.maquina_ocupada"), None, None))  # fmt: skip
    return markdown(("Procesos", "Turnos/s", "Por s de CPU", "p50 ms", "Máquina ocupada", "Mensajes/s por webhook",
                     "Mal atendidos"), filas)  # fmt: skip


def memoria(r: Resultados) -> str:
    filas = []
    for parte, dicho in _PARTES.items():
        celdas = [buscar(r, f"memoria.{s}.{parte}.{c}") for s in ("nuestro", "stock") for c in ("rss", "pss")]
        filas.append((dicho, *celdas))
    return markdown(("Parte", "Nuestro: residente MB", "proporcional MB", "De fábrica: residente MB",
                     "proporcional MB"), filas)  # fmt: skip


def arranque(r: Resultados) -> str:
    filas = [
        ("Primer arranque, con el modelo ya entrenado (crea la base y la migra)",
         buscar(r, "arranque.nuestro.en_frio_s"), buscar(r, "arranque.stock.en_frio_s")),
        ("`make up`, tibio", buscar(r, "arranque.nuestro.tibio_s"), None),
        ("Entrenar el modelo desde cero", buscar(r, "entrenamiento.s"), "el mismo modelo"),
        ("CPU de entrenar", buscar(r, "entrenamiento.cpu_s"), ""),
    ]  # fmt: skip
    return markdown(("", "Nuestro, s", "De fábrica, s"), filas)


def otras(r: Resultados) -> str:
    paz, casos = "paz_y_salvo_ms_del_toque_al_documento", "pagina_de_casos_ms_con_200_y_20_asesores"
    filas = [
        ("Paz y salvo: del toque al documento", *_ms(r, paz, "p50", "p95", "max")),
        ("Mesa: página de casos, con 200 casos y 20 asesores", *_ms(r, casos, "p50", "p95", "max")),
        ("Archivos buenos: veredicto", *_ms(r, "archivos.buenos.veredicto_ms", "p50", "p95", "max")),
        ("Archivos hostiles: veredicto", *_ms(r, "archivos.hostiles.veredicto_ms", "p50", "p95", "max")),
    ]
    return markdown(("", "p50 ms", "p95", "máx."), filas)


_NOMBRE = {"nuestro": "nuestro", "stock": "Rasa de fábrica"}
_PARTES = {
    "rasa": "Rasa", "actions": "acciones", "worker": "worker", "canal": "canal", "mesa": "mesa", "launcher": "launcher",
    "los_demas": "**todos menos Rasa y PostgreSQL**", "postgres": "PostgreSQL",
}  # fmt: skip
TABLAS: dict[str, Callable[[Resultados], str]] = {
    f.__name__: f for f in (maquina, metas, mezcla, acuse, turnos, extremo, crecimiento, replicas, memoria, arranque,
                            otras)
}  # fmt: skip


def _ms(r: Resultados, donde: str, *cuales: str) -> list[float | None]:
    return [buscar(r, f"{donde}.{cual}") for cual in cuales]


def _dict(r: Resultados, donde: str) -> dict[str, Any] | None:
    valor: Any = r
    for clave in donde.split("."):
        valor = valor.get(clave) if isinstance(valor, dict) else None
    return valor if isinstance(valor, dict) else None


def _claves(r: Resultados, donde: str) -> list[str]:
    """Return the numbers under which something was measured, in order."""
    return sorted((clave for clave in _dict(r, donde) or {} if clave.isdecimal()), key=int)
