"""How long it took: from a kill until somebody who wrote after it was acknowledged, and was answered."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import Any

from caos.foto import Foto
from caos.historia import Evento

LIMITE = 45.0  # seconds after a kill within which somebody who writes is answered
LIMITE_MENU = 5.0
GOLPES = ("muerte", "congelado")
SIN_QUIEN_LO_OFREZCA = ("worker", "postgres", "postgres_sesion", "maquina")
SE_NOTA, DESPUES = 30.0, 8.0  # seconds that such a blow may be felt, and how soon after a message it still delays it


def recuperaciones(eventos: list[Evento]) -> dict[str, Any]:
    """Return, for each part that was killed, how often and how long until the next acknowledgement and answer."""
    enviados = [e for e in eventos if e["tipo"] == "enviado"]
    momentos = [float(e["t"]) for e in enviados]
    acuses = _primeros(eventos, "confirmado")
    respuestas = _primeros(eventos, "visto")
    por_parte: dict[str, dict[str, list[float]]] = defaultdict(lambda: {"acuse": [], "respuesta": []})
    for muerte in (e for e in eventos if e["tipo"] == "muerte"):
        t = float(muerte["t"])
        despues = enviados[bisect_left(momentos, t) :]
        for nombre, vistos in (("acuse", acuses), ("respuesta", respuestas)):
            hasta = min((vistos[e["wamid"]] for e in despues if e["wamid"] in vistos), default=None)
            if hasta is not None:
                por_parte[muerte["parte"]][nombre].append(hasta - t)
    muertes = Counter(e["parte"] for e in eventos if e["tipo"] == "muerte")
    return {
        parte: {"muertes": muertes[parte]} | {f"{que}_s": resumen(valores) for que, valores in medidas.items()}
        for parte, medidas in sorted(por_parte.items())
    }


def esperas(eventos: list[Evento]) -> dict[str, float]:
    """Return how long customers waited for the answer to an acknowledged message."""
    acuses, respuestas = _primeros(eventos, "confirmado"), _primeros(eventos, "visto")
    return resumen([respuestas[w] - acuses[w] for w in respuestas if w in acuses])


def primera_palabra(eventos: list[Evento]) -> dict[str, float]:
    """Return how long after its acknowledgement a message got the first word of any kind.

    Only of messages that did not stand behind another one: who waits in line has been told.
    """
    salidas: dict[str, list[float]] = defaultdict(list)
    for e in eventos:
        if e["tipo"] == "salida":
            salidas[e["para"]].append(float(e["t"]))
    medidas = []
    for e, t in _al_frente(eventos):
        oido = next((s for s in salidas[e["para"]] if s >= t - 0.05), None)
        medidas.append((eventos[-1]["t"] if oido is None else oido) - t)
    return resumen(medidas)


def menu_fijo(eventos: list[Evento], foto: Foto, con_todo: bool = False) -> dict[str, float]:
    """Return how long after its acknowledgement a message got the fixed menu.

    Not if it stood behind another one, whose sender was told and is told once. Only while Rasa or its actions were all
    that failed, unless `con_todo`: without a worker or a database nobody can offer it.
    """
    acuses = {e["wamid"]: t for e, t in _al_frente(eventos)}
    origen = {str(f["id"]): f["wamid_origen"] for f in foto.salientes if f["clase"] == "menu_fijo" and not f["ordinal"]}
    tomados = [(origen[e["cb"]], float(e["t"])) for e in eventos if e["tipo"] == "salida" and e["cb"] in origen]
    ajenas = [float(e["t"]) for e in eventos if e["tipo"] in GOLPES and e["parte"] in SIN_QUIEN_LO_OFREZCA]
    return resumen(
        [
            t - acuses[wamid]
            for wamid, t in tomados
            if wamid in acuses and (con_todo or not any(-DESPUES < acuses[wamid] - g < SE_NOTA for g in ajenas))
        ]
    )


def resumen(valores: list[float]) -> dict[str, float]:
    """Return count, median, 95th percentile and worst."""
    if not valores:
        return {"n": 0}
    orden = sorted(valores)
    lugares = {"p50": len(orden) // 2, "p95": int(0.95 * len(orden)), "max": len(orden) - 1}
    return {"n": len(orden)} | {nombre: round(orden[lugar], 2) for nombre, lugar in lugares.items()}


def _al_frente(eventos: list[Evento]) -> list[tuple[Evento, float]]:
    """Return the acknowledged messages whose sender was waiting for no other answer, each with its acknowledgement."""
    acuses, respuestas = _primeros(eventos, "confirmado"), _primeros(eventos, "visto")
    esperando: dict[str, float] = defaultdict(float)  # until when the contact's last question was open
    hallados = []
    for e in (e for e in eventos if e["tipo"] == "enviado" and e["wamid"] in acuses):
        t, para = acuses[e["wamid"]], e["para"]
        if t >= esperando[para]:
            hallados.append((e, t))
        esperando[para] = max(esperando[para], respuestas.get(e["wamid"], float("inf")))
    return hallados


def _primeros(eventos: list[Evento], tipo: str) -> dict[str, float]:
    primeros: dict[str, float] = {}
    for e in eventos:
        if e["tipo"] == tipo:
            primeros.setdefault(e["wamid"], float(e["t"]))
    return primeros
