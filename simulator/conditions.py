"""The weather: everything a tester can make better or worse while the simulator runs."""

import threading
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

CHOICES: dict[str, tuple[str, ...]] = {
    "ventana": ("sincrono", "estado"),
    "limite_par": ("rafaga", "estricto", "apagado"),
    "lote": ("no", "mensajes", "cambios", "entradas"),
    "firma": ("correcta", "mala", "ausente"),
    "dialecto": ("actual", "clasico"),
}


class BadCondition(ValueError):
    """Unknown name or impossible value; the message is fit to show."""


@dataclass(frozen=True)
class Conditions:
    """One setting of every switch.

    ventana: how 131047 is told, in the answer or as a `failed` status.
    limite_par: `rafaga` lets 45 messages pass and then one each 6 s; `estricto` also makes a burst wait
    until it is paid back. limite_segundo: messages a second (0: no limit).
    retraso: seconds before each webhook. latencia: seconds before each answer of the Graph API.
    sin_whatsapp: numbers to which nothing can be delivered (131026).
    """

    ventana: str = "sincrono"
    limite_par: str = "rafaga"
    limite_segundo: int = 80
    lectura: bool = True
    saltar_entregado: bool = False
    desorden: bool = False
    duplicar: bool = False
    retraso: float = 0.0
    latencia: float = 0.0
    lote: str = "no"
    firma: str = "correcta"
    dialecto: str = "actual"
    reaccion_abre_ventana: bool = False
    sin_whatsapp: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """All switches, ready for JSON."""
        return {**asdict(self), "sin_whatsapp": list(self.sin_whatsapp)}


class Weather:
    """The conditions of this moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = Conditions()

    @property
    def now(self) -> Conditions:
        """The switches as they are."""
        return self._now

    def change(self, values: dict[str, Any]) -> Conditions:
        """Set some switches; raise BadCondition and change nothing if one of them is wrong."""
        checked = {name: _checked(name, value) for name, value in values.items()}
        with self._lock:
            self._now = replace(self._now, **checked)
            return self._now

    def reset(self) -> None:
        """Back to fair weather."""
        self._now = Conditions()


def _checked(name: str, value: Any) -> Any:
    known = {f.name: getattr(Conditions(), f.name) for f in fields(Conditions)}
    if name not in known:
        raise BadCondition(f"No existe la condición «{name}».")
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise BadCondition(f"«{name}» debe ser uno de: {', '.join(CHOICES[name])}.")
        return value
    if isinstance(known[name], bool):
        if not isinstance(value, bool):
            raise BadCondition(f"«{name}» debe ser verdadero o falso.")
        return value
    if isinstance(known[name], tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadCondition(f"«{name}» debe ser una lista de números.")
        return tuple(item.lstrip("+") for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 3600:
        raise BadCondition(f"«{name}» debe ser un número entre 0 y 3600.")
    return type(known[name])(value)
