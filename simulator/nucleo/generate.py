"""Put the demo's rows together: the named customers first, then the random ones."""

from __future__ import annotations

import random
from datetime import date, timedelta

from simulator.nucleo import azar, catalogo
from simulator.nucleo.personas import PERSONAS, Persona, correo
from simulator.nucleo.planes import credito, oferta, solicitud
from simulator.nucleo.rows import Cliente, Credito, Dataset

CLIENTES_AL_AZAR = 640


def build(today: date, seed: int = 2026) -> Dataset:
    """Return all rows as of `today` in Bogotá; the same day and seed give the same rows."""
    rng = random.Random(seed)
    expedientes = [_named(persona, today) for persona in PERSONAS]
    expedientes += [azar.expediente(rng, number, today) for number in range(CLIENTES_AL_AZAR)]
    return Dataset(
        pagadurias=catalogo.PAGADURIAS,
        clientes=tuple(one.cliente for one in expedientes),
        creditos=tuple(row for one in expedientes for row in _creditos(one, today)),
        solicitudes=tuple(
            solicitud(plan, one.cliente.cedula, today) for one in expedientes for plan in one.solicitudes
        ),
        ofertas_renovacion=tuple(oferta(plan, today) for one in expedientes for plan in one.ofertas),
    )


def _creditos(one: azar.Expediente, today: date) -> list[Credito]:
    cedula, pagaduria_id = one.cliente.cedula, one.cliente.pagaduria_id
    dia = catalogo.dia_descuento(pagaduria_id)
    return [credito(plan, cedula, pagaduria_id, dia, today) for plan in one.creditos]


def _named(persona: Persona, today: date) -> azar.Expediente:
    cliente = Cliente(
        cedula=persona.cedula,
        nombres=persona.nombres,
        apellidos=persona.apellidos,
        celular=persona.celular,
        correo=correo(persona.nombres, persona.apellidos),
        municipio=persona.municipio,
        departamento=persona.departamento,
        segmento=persona.segmento,
        pagaduria_id=persona.pagaduria_id,
        fecha_nacimiento=persona.fecha_nacimiento,
        fecha_expedicion=persona.fecha_expedicion,
        celular_confirmado_en=today - timedelta(days=persona.confirmado_hace) if persona.celular else None,
    )
    return azar.Expediente(cliente, persona.creditos, persona.solicitudes, persona.ofertas)
