"""Random customers. No draw depends on the day: later the same customers appear, with newer dates."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from simulator.nucleo import catalogo
from simulator.nucleo.personas import correo
from simulator.nucleo.planes import PlanCredito, PlanOferta, PlanSolicitud
from simulator.nucleo.rows import Cliente

SEGMENTOS = ("empleado", "pensionado", "preferente")
ESTADOS = ("vigente", "en_mora", "cancelado", "castigado")
ETAPAS = ("recepcion", "estudio", "aprobacion", "desembolso", "negada", "desistida")
PRODUCTOS = ("Crédito de libranza", "Renovación de libranza", "Compra de cartera")


@dataclass(frozen=True)
class Expediente:
    """A random customer with what was granted and asked for."""

    cliente: Cliente
    creditos: tuple[PlanCredito, ...]
    solicitudes: tuple[PlanSolicitud, ...]
    ofertas: tuple[PlanOferta, ...]


def expediente(rng: random.Random, number: int, today: date) -> Expediente:
    """Draw customer `number` (0 to 8999, which makes cédula, mobile and credit numbers unique)."""
    cliente = _cliente(rng, number, today)
    cuantos = rng.choice((0, 1, 1, 1, 1, 2, 2, 3))
    creditos = tuple(_credito(rng, 100_001 + 10 * number + i) for i in range(cuantos))
    solicitudes = (_solicitud(rng, 100_001 + number),) if not creditos or rng.random() < 0.2 else ()
    al_dia = all(plan.atrasadas == 0 for plan in creditos)
    renovables = [plan for plan in creditos if al_dia and _renovable(plan)]
    ofertas = tuple(_oferta(rng, plan) for plan in renovables if rng.random() < 0.4)
    return Expediente(cliente, creditos, solicitudes, ofertas)


def _cliente(rng: random.Random, number: int, today: date) -> Cliente:
    segmento = rng.choices(SEGMENTOS, weights=(50, 42, 8))[0]
    en_pension = segmento == "pensionado" or (segmento == "preferente" and rng.random() < 0.4)
    # Births are fixed years, not ages: the second identity datum must not change from one day to the next.
    nacimiento = date(rng.randint(1940, 1963) if en_pension else rng.randint(1966, 1994), 1, 1)
    nacimiento += timedelta(days=rng.randint(0, 364))
    mayoria = nacimiento.replace(year=nacimiento.year + (21 if nacimiento.year < 1957 else 18), day=1)
    nombres, apellidos = rng.choice(catalogo.NOMBRES), " ".join(rng.sample(catalogo.APELLIDOS, 2))
    municipio, departamento = rng.choice(catalogo.MUNICIPIOS)
    con_celular, con_correo = rng.random() < 0.97, rng.random() < 0.7
    confirmado = rng.randint(1, 160) if rng.random() < 0.85 else rng.randint(181, 1200)
    digitos = (1_900_000_000 if nacimiento.year >= 1985 else 99_000_000) + 97 * number + rng.randint(0, 96)
    return Cliente(
        cedula=str(digitos),
        nombres=nombres,
        apellidos=apellidos,
        celular=f"57300555{1000 + number}" if con_celular else None,
        correo=correo(nombres, apellidos, str(number)) if con_correo else None,
        municipio=municipio,
        departamento=departamento,
        segmento=segmento,
        pagaduria_id=rng.choice(catalogo.PAGADURIAS_PENSION if en_pension else catalogo.PAGADURIAS_NOMINA),
        fecha_nacimiento=nacimiento,
        fecha_expedicion=mayoria + timedelta(days=rng.randint(31, 900)),
        celular_confirmado_en=today - timedelta(days=confirmado) if con_celular else None,
    )


def _credito(rng: random.Random, number: int) -> PlanCredito:
    estado = rng.choices(ESTADOS, weights=(62, 9, 25, 4))[0]
    plazo = rng.choice((24, 36, 48, 60, 72) if estado == "cancelado" else (24, 36, 48, 60, 72, 84, 96, 120))
    atrasadas = {"en_mora": rng.randint(2, 4), "castigado": rng.randint(8, 14)}.get(estado, 0)
    return PlanCredito(
        numero=f"LB-{number}",
        monto=rng.randrange(2_000_000, 80_000_001, 100_000),
        plazo=plazo,
        tasa_mensual=Decimal(rng.randint(120, 188)) / 100,
        pagadas=plazo if estado == "cancelado" else rng.randint(0, min(plazo, 72) - 15),
        estado=estado,
        atrasadas=atrasadas,
        meses_desde_cancelacion=rng.randint(1, 24),
        dia_desembolso=rng.randint(1, 27),
    )


def _solicitud(rng: random.Random, number: int) -> PlanSolicitud:
    dias = rng.randint(1, 45)
    return PlanSolicitud(
        radicado=f"SOL-{number}",
        etapa=rng.choice(ETAPAS),
        monto=rng.randrange(2_000_000, 60_000_001, 100_000),
        plazo=rng.choice((24, 36, 48, 60, 72, 84)),
        dias=dias,
        dias_sin_cambio=rng.randint(1, dias),
        producto=rng.choice(PRODUCTOS),
    )


def _renovable(plan: PlanCredito) -> bool:
    return plan.estado == "vigente" and plan.pagadas * 5 >= plan.plazo * 2


def _oferta(rng: random.Random, plan: PlanCredito) -> PlanOferta:
    monto = plan.monto + rng.randrange(1_000_000, 10_000_001, 500_000)
    tasa = Decimal(rng.randint(120, 170)) / 100
    return PlanOferta(plan.numero, monto, rng.choice((48, 60, 72)), tasa, rng.randint(5, 60))
