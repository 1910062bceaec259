"""What customers say in the bench: two conversations of eight turns, half the customers hold each.

Every turn says which words its answer must contain: a turn that is quick because it did something else is no turn.
`docs/rendimiento.md` publishes this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.datos import Persona


@dataclass(frozen=True)
class Turno:
    """One message: its kind in the tables, its words ({cedula} is the customer's), and words of its answer."""

    clase: str
    texto: str
    espera: str


IDENTIFICADO = (
    Turno("menú", "menú", "En qué te puedo ayudar"),
    Turno("saldo", "¿cuánto debo?", "7.654.321"),
    Turno("pregunta", "¿cuáles son los requisitos?", "desprendibles"),
    Turno("solicitud", "¿en qué va mi solicitud?", "Etapa 2 de 4"),
    Turno("pregunta", "¿a qué hora abren las oficinas?", "Atendemos"),
    Turno("no entendido", "xkcd plof", "no te entendí"),
    Turno("saldo", "consultar mi saldo", "7.654.321"),
    Turno("gracias", "gracias", "Con mucho gusto"),
)
FORMULARIO = (
    Turno("menú", "hola", "En qué te puedo ayudar"),
    Turno("formulario", "quiero saber cuánto debo", "cédula"),
    Turno("formulario", "{cedula}", "fecha de expedición"),
    Turno("pregunta en el formulario", "¿cuáles son los requisitos?", "desprendibles"),
    Turno("formulario", "3 de mayo de 1998", "código"),
    Turno("cancelar", "cancelar", "dejé lo que"),
    Turno("pregunta", "¿qué tasas manejan?", "La tasa depende"),
    Turno("gracias", "gracias", "Con mucho gusto"),
)


def conversacion(persona: Persona) -> tuple[Turno, ...]:
    """Return what this customer says, in order."""
    turnos = IDENTIFICADO if persona.identificada else FORMULARIO
    return tuple(Turno(t.clase, t.texto.format(cedula=persona.cedula), t.espera) for t in turnos)


def publicada() -> list[dict[str, str]]:
    """Return the mix as the table of the documentation shows it."""
    return [
        {"conversación": nombre, "clase": turno.clase, "mensaje": turno.texto, "debe contener": turno.espera}
        for nombre, turnos in (("identificado", IDENTIFICADO), ("con formulario", FORMULARIO))
        for turno in turnos
    ]
