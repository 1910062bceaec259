"""Which changes of state are steps forward. What is not here is a step back, and the judge says so."""

from __future__ import annotations

FINALES = frozenset({"atendido", "a_persona", "ignorado", "limitado", "fallido"})
SALIDOS = frozenset({"aceptado", "entregado", "leido"})
NACE = None

_ENVIADO = {"aceptado", "entregado", "leido", "fallido"}
# table -> state before -> the states that may follow. `NACE`: the states in which a row may be born.
PERMITIDAS: dict[str, dict[str | None, set[str]]] = {
    "mensajes_entrantes": {NACE: {"pendiente", "ignorado"}, "pendiente": set(FINALES)},
    "mensajes_salientes": {
        NACE: {"pendiente"},
        "pendiente": {"enviando", *_ENVIADO},  # a status may come before the answer to the send
        "enviando": {"pendiente", "incierto", *_ENVIADO},  # pendiente: Meta refused it, so it did not leave
        "incierto": {"enviando", *_ENVIADO},
        "aceptado": {"entregado", "leido", "fallido"},
        "entregado": {"leido"},
    },
    "casos": {
        NACE: {"abierto"},
        "abierto": {"en_atencion", "en_pausa", "cerrado"},
        "en_atencion": {"abierto", "en_pausa", "cerrado"},
        "en_pausa": {"abierto", "en_atencion", "cerrado"},
        "cerrado": {"abierto", "en_atencion"},  # reopened by a person
    },
    "tramites": {NACE: {"abierto"}, "abierto": {"radicado", "abandonado"}},
    "documentos": {
        NACE: {"en_espera", "por_revisar"},
        "en_espera": {"por_revisar", "rechazado"},
        "por_revisar": {"aceptado", "rechazado", "repetido"},
        "aceptado": {"reemplazado"},
    },
    "desafios": {NACE: {"vivo"}, "vivo": {"usado", "muerto", "anulado"}, "muerto": {"anulado"}},
    "certificados": {NACE: {"vigente"}, "vigente": {"revocado"}},
    "encuestas": {
        NACE: {"programada", "omitida"},
        "programada": {"enviada", "omitida", "vencida"},
        "enviada": {"respondida", "vencida"},
    },
}


def permitida(tabla: str, antes: str | None, despues: str | None) -> bool:
    """Tell whether this change is a step forward (or none at all); a row that disappears never is."""
    if despues is None:
        return False
    if antes == despues:
        return True
    if tabla == "sesiones":  # `cerrada_en`: what is closed stays closed
        return antes in (None, "-")
    if tabla == "turnos":  # the number of a stored turn
        return antes is None
    return despues in PERMITIDAS[tabla].get(antes, set())
