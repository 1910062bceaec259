"""The judge: reads the history and the database, nothing else, and decides the five invariants.

I1 every acknowledged message ends in one final state, and is answered; I2 what a turn says is sent once, twice only
where the sending was uncertain; I3 each contact is answered in the order of arrival; I4 what a message does is done
once; I5 no state goes back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from caos import pasos
from caos.foto import Fila, Foto
from caos.historia import Evento
from caos.transiciones import FINALES, SALIDOS, permitida

SIN_TURNO = ("ignorado", "limitado", "a_persona")
INCIERTOS_MAXIMO = 0.001  # of all sends: how many may arrive twice
CODIGO_VIVE = 290.0


@dataclass(frozen=True)
class Violacion:
    invariante: str
    que: str
    clave: str


@dataclass
class Juicio:
    violaciones: list[Violacion] = field(default_factory=list)
    cifras: dict[str, Any] = field(default_factory=dict)

    @property
    def cumple(self) -> bool:
        return not self.violaciones


def responde(fila: Fila) -> bool:
    """Tell whether an outbound row is an answer, and not a notice: the offer of the fixed menu is its ordinal 0."""
    return fila["clase"] == "respuesta" or (fila["clase"] == "menu_fijo" and int(fila["ordinal"]) > 0)


def juzgar(eventos: list[Evento], foto: Foto) -> Juicio:
    """Return every violation and the figures of a run."""
    caso = _Expediente(eventos, foto)
    juicio = Juicio()
    for examen in (_i1, _i2, _i3, _i4, _i5):
        juicio.violaciones += examen(caso)
    juicio.cifras = _cifras(caso)
    return juicio


class _Expediente:
    """History and database, with the indexes that the examinations need."""

    def __init__(self, eventos: list[Evento], foto: Foto) -> None:
        self.foto = foto
        self.enviados = {e["wamid"]: e for e in eventos if e["tipo"] == "enviado"}
        self.confirmados: dict[str, float] = {}
        for e in eventos:
            if e["tipo"] == "confirmado":
                self.confirmados.setdefault(e["wamid"], float(e["t"]))
        self.salidas = [e for e in eventos if e["tipo"] == "salida"]  # in the order in which Meta took them
        self.entrantes = {fila["wamid"]: fila for fila in foto.entrantes}
        self.salientes = {int(fila["id"]): fila for fila in foto.salientes}
        self.de_origen: dict[str, list[Fila]] = defaultdict(list)
        for fila in foto.salientes:
            self.de_origen[fila["wamid_origen"]].append(fila)
        self.tomadas: dict[int, list[Evento]] = defaultdict(list)
        for salida in self.salidas:
            if str(salida["cb"] or "").isdecimal():
                self.tomadas[int(salida["cb"])].append(salida)

    def cabeza(self, wamid: str) -> str:
        """Return the message whose answer this one shares."""
        return str(self.entrantes[wamid]["unido_a"] or wamid)

    def dicho(self, wamid: str) -> str:
        """Return all that Meta took as the answer to a message; the fixed menu answers what needs no model."""
        filas = [fila for fila in self.de_origen[self.cabeza(wamid)] if responde(fila)]
        return "\n".join(self.tomadas[fila["id"]][0]["texto"] for fila in filas if self.tomadas[fila["id"]])

    def dudosos(self) -> set[int]:
        """Return the rows that were uncertain once: marked so, or left in `enviando` by a crash and taken again."""
        dudosos: set[int] = set()
        enviando: set[int] = set()
        for t in self.foto.transiciones:
            if t["tabla"] != "mensajes_salientes":
                continue
            id = int(t["clave"])
            if t["despues"] == "incierto" or (t["despues"] == "enviando" and id in enviando):
                dudosos.add(id)
            (enviando.add if t["despues"] == "enviando" else enviando.discard)(id)
        return dudosos


def _i1(caso: _Expediente) -> Iterator[Violacion]:
    for wamid in caso.confirmados:
        fila = caso.entrantes.get(wamid)
        if fila is None:
            yield Violacion("I1", "acknowledged and not stored", wamid)
        elif fila["estado"] not in FINALES:
            yield Violacion("I1", f"acknowledged and still {fila['estado']}", wamid)
        elif fila["estado"] == "fallido":
            yield Violacion("I1", "acknowledged and given up", wamid)
        elif fila["estado"] not in SIN_TURNO:
            yield from _respuesta(caso, wamid)
    for wamid, fila in caso.entrantes.items():
        if wamid not in caso.enviados and fila["tipo"] != "interno" and not fila["reintenta_a"]:
            yield Violacion("I1", "stored and never sent", wamid)
    for fila in caso.foto.salientes:
        if fila["estado"] not in (*SALIDOS, "fallido"):
            yield Violacion("I1", f"outbound still {fila['estado']}", str(fila["id"]))


def _respuesta(caso: _Expediente, wamid: str) -> Iterator[Violacion]:
    """Look at what the customer was told: something, and the right thing."""
    enviado, dicho = caso.enviados.get(wamid), caso.dicho(wamid)
    if not dicho:
        yield Violacion("I1", "answered with silence", wamid)
    elif enviado and enviado["dice"] and not any(frase in dicho for frase in enviado["dice"]):
        if pasos.CODIGO_VENCIDO in dicho and caso.salidas[-1]["t"] - enviado["t"] > CODIGO_VIVE:
            return
        que = "an apology for a fault" if pasos.DISCULPA in dicho else "another answer than the right one"
        yield Violacion("I1", f"{que} ({enviado['clase']})", wamid)


def _i2(caso: _Expediente) -> Iterator[Violacion]:
    dudosos, dobles = caso.dudosos(), 0
    for id, tomadas in caso.tomadas.items():
        fila = caso.salientes.get(id)
        if fila is None:
            yield Violacion("I2", "Meta took what is in no outbox", str(id))
        elif len(tomadas) > 2 or (len(tomadas) == 2 and id not in dudosos):
            yield Violacion("I2", f"sent {len(tomadas)} times", str(id))
        dobles += len(tomadas) == 2 and id in dudosos
    for fila in caso.foto.salientes:
        veces = len(caso.tomadas[int(fila["id"])])
        if fila["canal"] == "whatsapp" and fila["estado"] in SALIDOS and not veces:
            yield Violacion("I2", f"{fila['estado']} and never sent", str(fila["id"]))
        if fila["estado"] == "fallido" and fila["clase"] == "respuesta" and not veces:
            yield Violacion("I2", "an answer that was never sent", str(fila["id"]))
    if dobles > max(1, INCIERTOS_MAXIMO * len(caso.salidas)):
        yield Violacion("I2", f"{dobles} uncertain sends arrived twice, of {len(caso.salidas)}", "")
    yield from _dos_veces(caso)


def _dos_veces(caso: _Expediente) -> Iterator[Violacion]:
    """The same words again for the same message, whatever rows they came from."""
    for wamid, filas in caso.de_origen.items():
        textos = Counter(
            caso.tomadas[fila["id"]][0]["texto"] for fila in filas
            if fila["clase"] != "codigo" and caso.tomadas[fila["id"]]
        )  # fmt: skip
        for texto, veces in textos.items():
            if veces > 1 and texto:
                yield Violacion("I2", f"the same answer from {veces} rows", wamid)
    for (contacto, n), veces in Counter((t["contacto_id"], t["n"]) for t in caso.foto.turnos).items():
        if veces > 1:
            yield Violacion("I2", f"{veces} turns {n} of one contact", str(contacto))


def _i3(caso: _Expediente) -> Iterator[Violacion]:
    ultimo: dict[str, tuple[int, int]] = {}
    vistas: set[int] = set()
    for salida in caso.salidas:
        fila = caso.salientes.get(int(salida["cb"])) if str(salida["cb"] or "").isdecimal() else None
        if fila is None or fila["clase"] != "respuesta" or fila["id"] in vistas:
            continue
        vistas.add(fila["id"])  # the repetition of an uncertain one may come later
        origen = caso.entrantes.get(fila["wamid_origen"])
        if origen is None:
            yield Violacion("I3", "an answer to nobody", str(fila["id"]))
            continue
        lugar = (int(origen["orden"]), int(fila["ordinal"]))
        if lugar < ultimo.get(salida["para"], (0, 0)):
            yield Violacion("I3", "answered out of order", fila["wamid_origen"])
        ultimo[salida["para"]] = max(lugar, ultimo.get(salida["para"], (0, 0)))
    yield from _llegada(caso)


def _llegada(caso: _Expediente) -> Iterator[Violacion]:
    """What was acknowledged before another one of the same contact was sent stands before it in the inbox."""
    de_quien: dict[str, list[Evento]] = defaultdict(list)
    for wamid, enviado in caso.enviados.items():
        if wamid in caso.confirmados and wamid in caso.entrantes:
            de_quien[enviado["para"]].append(enviado)
    for enviados in de_quien.values():
        for antes, despues in pairwise(enviados):
            lugares = [caso.entrantes[e["wamid"]]["orden"] for e in (antes, despues)]
            if caso.confirmados[antes["wamid"]] < despues["t"] and lugares[0] > lugares[1]:
                yield Violacion("I3", "stored out of order", despues["wamid"])


def _i4(caso: _Expediente) -> Iterator[Violacion]:
    veces = Counter((fila["wamid_origen"], fila["clase"]) for fila in caso.foto.efectos)
    for (wamid, clase), cuantas in veces.items():
        if cuantas > 1:
            yield Violacion("I4", f"{cuantas} x {clase}", wamid)
        elif clase == "falla":
            yield Violacion("I4", "a case for a fault of ours", wamid)
        elif wamid in caso.enviados and caso.enviados[wamid]["efecto"] != clase:
            yield Violacion("I4", f"{clase} that nobody asked for", wamid)
    for wamid in caso.confirmados:
        enviado = caso.enviados.get(wamid)
        atendido = caso.entrantes.get(wamid, {}).get("estado") == "atendido"
        if atendido and enviado and enviado["efecto"] and not veces[wamid, enviado["efecto"]]:
            yield Violacion("I4", f"no {enviado['efecto']}", wamid)
    for wamid, filas in caso.de_origen.items():
        codigos = [caso.tomadas[fila["id"]] for fila in filas if fila["clase"] == "codigo"]
        if len(codigos) > 1:
            yield Violacion("I4", f"{len(codigos)} codes sent", wamid)


def _i5(caso: _Expediente) -> Iterator[Violacion]:
    for t in caso.foto.transiciones:
        if not permitida(t["tabla"], t["antes"], t["despues"]):
            yield Violacion("I5", f"{t['tabla']}: {t['antes']} -> {t['despues']}", str(t["clave"]))
    esperado: Counter[int] = Counter()
    for turno in caso.foto.turnos:
        esperado[turno["contacto_id"]] += 1
        if turno["n"] != esperado[turno["contacto_id"]]:
            yield Violacion("I5", f"turn {turno['n']} where {esperado[turno['contacto_id']]} was due", turno["wamid"])


def _cifras(caso: _Expediente) -> dict[str, Any]:
    dudosos = caso.dudosos()
    dobles = sum(len(tomadas) == 2 and id in dudosos for id, tomadas in caso.tomadas.items())
    estados = Counter(caso.entrantes[w]["estado"] for w in caso.confirmados if w in caso.entrantes)
    return {
        "escritos": len(caso.enviados),
        "confirmados": len(caso.confirmados),
        "estados": dict(sorted(estados.items())),
        "enviados_por_meta": len(caso.salidas),
        "inciertos": len(dudosos),
        "inciertos_que_llegaron_dos_veces": dobles,
        "avisos": dict(Counter(f["clase"] for f in caso.foto.salientes if f["clase"] not in ("respuesta", "codigo"))),
        "efectos": dict(Counter(fila["clase"] for fila in caso.foto.efectos)),
        "transiciones": len(caso.foto.transiciones),
    }
