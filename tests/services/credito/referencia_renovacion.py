"""Who may renew, written again from docs/parametros.md and apart from the product: sets and dates, no shared helper."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

SIN_CREDITO, TODO_PAGADO, CON_ASESOR = "sin credito", "todo pagado", "con asesor"


def evaluar(caso: dict[str, Any]) -> Any:
    """Return what should come out: a word when no crédito is live, or a list of what is said of each one.

    Each is ("no", codes in the lender's order) or ("si", offer or None, set of codes to be verified); the offer is
    (amount, term, instalment, least amount, least term, longest term).
    """
    activos = [credito for credito in caso["creditos"] if credito["estado"] in {"vigente", "en_mora"}]
    if not activos:
        estados = {credito["estado"] for credito in caso["creditos"]}
        return {frozenset(): SIN_CREDITO, frozenset({"cancelado"}): TODO_PAGADO}.get(frozenset(estados), CON_ASESOR)
    return [_de_un_credito(caso, credito, activos) for credito in activos]


def _de_un_credito(caso: dict[str, Any], credito: dict[str, Any], activos: list[dict[str, Any]]) -> tuple[Any, ...]:
    segmento = caso["cliente"]["segmento"]
    if segmento not in caso["reglas"]:
        return "no", ["segmento"]
    reglas, limites = caso["reglas"][segmento], caso["limites"][segmento]
    oferta = credito if _sirve(credito, caso["hoy"], caso["maxima"]) else None
    plazo = oferta["oferta_plazo"] if oferta else limites["plazo_minimo"]
    contra, dudas = set(), set()
    for codigo, respuesta in {
        "segmento": not reglas["segmento"],
        "castigo": reglas["castigo"]
        and _hay([c["estado"] for c in caso["creditos"]], "castigado", "vigente en_mora cancelado"),
        "mora": _mora(activos) > reglas["mora"],
        "pagado": _poco_pagado(credito, reglas["pagado"]),
        "antiguedad": _no_ha_llegado(credito["fecha_desembolso"], reglas["antiguedad"], caso["hoy"]),
        "solicitud": reglas["solicitud"]
        and _hay(caso["etapas"], "recepcion estudio aprobacion", "desembolso negada desistida"),
        "edad": _pasa_de_edad(caso["cliente"]["fecha_nacimiento"], plazo, reglas["edad"], caso["hoy"]),
        "capacidad": _no_alcanza(caso["ingreso"], oferta, credito, activos, reglas["capacidad"]),
    }.items():
        (contra if respuesta else dudas if respuesta is None else set()).add(codigo)
    if contra:
        return "no", [codigo for codigo in caso["orden"] if codigo in contra]
    return "si", oferta and _oferta(oferta, caso, limites, reglas["edad"]), dudas


def _hay(dichos: list[str | None], malos: str, buenos: str) -> bool | None:
    if set(dichos) & set(malos.split()):
        return True
    return None if set(dichos) - set(buenos.split()) else False


def _mora(activos: list[dict[str, Any]]) -> int:
    dias = [1 for credito in activos if credito["estado"] == "en_mora"]
    return max([0, *dias, *(credito["dias_mora"] for credito in activos if credito["dias_mora"] is not None)])


def _poco_pagado(credito: dict[str, Any], porcentaje: int) -> bool | None:
    if credito["cuotas_pagadas"] is None or credito["cuotas_totales"] in (None, 0):
        return None
    return Fraction(credito["cuotas_pagadas"], credito["cuotas_totales"]) < Fraction(porcentaje, 100)


def mas_meses(dia: date, meses: int) -> date:
    """Return the same day so many months later; where that month is too short, the first of the next one."""
    ano, mes = divmod(dia.year * 12 + dia.month - 1 + meses, 12)
    for n in range(3):
        try:
            return date(ano, mes + 1, dia.day - n) + timedelta(days=min(n, 1))
        except ValueError:
            continue
    return date(ano, mes + 1, 28) + timedelta(days=1)


def _no_ha_llegado(desde: date | None, meses: int, hoy: date) -> bool | None:
    return None if desde is None else mas_meses(desde, meses) > hoy


def _pasa_de_edad(nacio: date | None, plazo: int, anos: int, hoy: date) -> bool | None:
    """Tell whether, counting `plazo` back from the birthday that may not be passed, today is already too late."""
    if nacio is None:
        return None
    return mas_meses(nacio, anos * 12 - plazo + 1) <= hoy


def _no_alcanza(
    ingreso: tuple[int, int] | None,
    oferta: dict[str, Any] | None,
    credito: dict[str, Any],
    activos: list[dict[str, Any]],
    porcentaje: int,
) -> bool | None:
    otras = [otro["valor_cuota"] for otro in activos if otro is not credito]
    if ingreso is None or oferta is None or None in otras:
        return None
    neto, descuentos = ingreso
    debe_quedar = neto - Fraction(neto * porcentaje, 100)
    return neto - descuentos - sum(map(int, otras)) - int(oferta["oferta_cuota"]) < debe_quedar


def _sirve(credito: dict[str, Any], hoy: date, maxima: Fraction | None) -> bool:
    columnas = ("monto", "plazo", "tasa", "cuota", "vence_en")
    if credito["saldo"] is None or any(credito[f"oferta_{columna}"] is None for columna in columnas):
        return False
    if credito["oferta_vence_en"] < hoy or credito["oferta_monto"] <= credito["saldo"]:
        return False
    en_el_ano = (1 + Fraction(credito["oferta_tasa"]) / 100) ** 12 - 1
    return maxima is None or int(en_el_ano * 10_000 + Fraction(1, 2)) <= maxima * 10_000


def _oferta(oferta: dict[str, Any], caso: dict[str, Any], limites: dict[str, int], anos: int) -> tuple[Any, ...]:
    plazo, nacio = oferta["oferta_plazo"], caso["cliente"]["fecha_nacimiento"]
    plazos = range(limites["plazo_minimo"], limites["plazo_maximo"] + 1)
    posibles = [n for n in plazos if not _pasa_de_edad(nacio, n, anos, caso["hoy"])] + [plazo]
    sobre_el_saldo = int(oferta["saldo"]) - int(oferta["saldo"]) % 1000 + 1000
    minimo = min(int(oferta["oferta_monto"]), max(limites["monto_minimo"], sobre_el_saldo))
    return (
        int(oferta["oferta_monto"]), plazo, int(oferta["oferta_cuota"]), minimo,
        min(plazo, limites["plazo_minimo"]), max(posibles),
    )  # fmt: skip
