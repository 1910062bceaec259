"""The named customers as README and the simulator's phones show them."""

from __future__ import annotations

import json

from simulator.nucleo.personas import PERSONAS, Persona

ENCABEZADO = (
    "| Cliente | Cédula | Expedición | Escribe desde | Municipio | Qué probar |",
    "| --- | --- | --- | --- | --- | --- |",
)


def markdown() -> str:
    """Return the table for README; dates as the customer would type them (day/month/year)."""
    return "\n".join((*ENCABEZADO, *(_line(persona) for persona in PERSONAS)))


def clientes_json() -> str:
    """Return the JSON list for the simulator's phones; `fecha_expedicion` is YYYY-MM-DD."""
    return json.dumps([_item(persona) for persona in PERSONAS], ensure_ascii=False, indent=2)


def _line(persona: Persona) -> str:
    place = f"{persona.municipio}, {persona.departamento}"
    cells = (
        persona.nombre,
        f"`{persona.cedula}`",
        f"{persona.fecha_expedicion:%d/%m/%Y}",
        f"`{persona.chat}`",
        place,
        persona.prueba,
    )
    return f"| {' | '.join(cells)} |"


def _item(persona: Persona) -> dict[str, str]:
    return {
        "nombre": persona.nombre,
        "celular": persona.chat,
        "descripcion": persona.prueba,
        "cedula": persona.cedula,
        "fecha_expedicion": persona.fecha_expedicion.isoformat(),
    }
