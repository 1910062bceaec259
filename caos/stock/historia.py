"""What was sent and what came back, and what may be said of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

MALOS = ("perdidos", "silencios", "sin_acuse", "dobles", "olvidados", "reinicios")


@dataclass
class Mensaje:
    """One message of one customer. `acusado`: some attempt got a 200; `respuestas`: all that ever came back."""

    ref: str
    contacto: str
    enviado: float
    intentos: int = 0
    acusado: bool = False
    termino: float = 0.0
    respuestas: list[str] = field(default_factory=list)
    fallas: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Veredicto:
    """What happened to the messages of an experiment.

    perdidos: acknowledged, but neither answered nor in memory. silencios: acknowledged and never answered, though in
    memory. sin_acuse: never acknowledged, so whoever sent them knows. dobles: the side effect happened more than once.
    olvidados: answered, but absent from memory. reinicios: conversations whose count went back.
    """

    enviados: int
    acusados: int
    perdidos: int
    silencios: int
    sin_acuse: int
    reenviados: int
    dobles: int
    olvidados: int
    reinicios: int
    espera_maxima_s: float

    @property
    def limpio(self) -> bool:
        return not sum(getattr(self, malo) for malo in MALOS)


def juzgar(mensajes: Sequence[Mensaje], efectos: Iterable[str], recordados: Mapping[str, int]) -> Veredicto:
    """Decide from the history, the side effects (a line each), and how often memory holds each message."""
    veces = Counter(efectos)
    acusados = [m for m in mensajes if m.acusado]
    callados = [m for m in acusados if not m.respuestas]
    return Veredicto(
        enviados=len(mensajes),
        acusados=len(acusados),
        perdidos=sum(not recordados.get(m.ref) for m in callados),
        silencios=sum(bool(recordados.get(m.ref)) for m in callados),
        sin_acuse=len(mensajes) - len(acusados),
        reenviados=sum(bool(m.fallas) for m in acusados),
        dobles=sum(veces[m.ref] > 1 or len(m.respuestas) > 1 for m in mensajes),
        olvidados=sum(bool(m.respuestas) and not recordados.get(m.ref) for m in mensajes),
        reinicios=_reinicios(mensajes),
        espera_maxima_s=round(max((m.termino - m.enviado for m in acusados), default=0.0), 1),
    )


def _reinicios(mensajes: Sequence[Mensaje]) -> int:
    """Count conversations in which a number was said for two different messages: what was between is forgotten."""
    dichos: dict[str, Counter[str]] = {}
    for mensaje in mensajes:
        numeros = {respuesta.split()[1] for respuesta in mensaje.respuestas if respuesta.startswith("nota ")}
        dichos.setdefault(mensaje.contacto, Counter()).update(numeros)
    return sum(any(veces > 1 for veces in numeros.values()) for numeros in dichos.values())


def como_lineas(mensajes: Sequence[Mensaje]) -> list[dict[str, Any]]:
    return [asdict(mensaje) for mensaje in mensajes]
