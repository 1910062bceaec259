"""What tests of the law of contact share: moments of Bogotá, a template of each class, somebody who may be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from proalto.services import plantillas
from proalto.services.acuerdos_de_contacto import Canal, autorizar_canal
from proalto.services.plantillas import Clase
from proalto.whatsapp import payloads

BOGOTA = ZoneInfo("America/Bogota")
COBRANZA, PUBLICIDAD = payloads.template("cobranza", "es", []), payloads.template("publicidad", "es", [])


def bogota(ano, mes, dia, hora=0, minuto=0, segundo=0):
    return datetime(ano, mes, dia, hora, minuto, segundo, tzinfo=BOGOTA)


def de_cada_clase(monkeypatch):
    """Meta has approved one template of each class, by its name."""
    una = plantillas.registradas()["retomar_caso"]
    inventadas = {cual.value: replace(una, nombre=cual.value, clase=cual) for cual in Clase}
    monkeypatch.setattr(plantillas, "registradas", lambda: plantillas_reales | inventadas)


plantillas_reales = dict(plantillas.registradas())


def autoriza(app, contacto, huella, canal=Canal.WHATSAPP, cuando=None):
    """Let the person authorise a channel, long ago."""
    cuando = cuando or app.now() - timedelta(days=30)
    with app.db.transaction() as tx:
        autorizar_canal(tx, contacto.id, huella, canal, "pagare-1, clausula 9", cuando - timedelta(days=1), cuando)


def pascua(ano):
    """Easter Sunday, by Gauss as Lichtenberg mended him: not the algorithm of any library of the product."""
    k = ano // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = ano % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (ano + ano // 4 + s) % 7
    oe = 7 - (og - sz) % 7
    return date(ano, 3, 1) + timedelta(days=og + oe - 1)


def festivos(ano):
    """The 18 holidays of Ley 51 de 1983: six on their day, seven on the next Monday, five by Easter."""
    fijos = [(1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)]
    trasladados = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)]
    dias = {date(ano, *uno) for uno in fijos}
    for uno in trasladados:
        dia = date(ano, *uno)
        dias.add(dia + timedelta(days=-dia.weekday() % 7))
    domingo = pascua(ano)
    return dias | {domingo + timedelta(days=n) for n in (-3, -2, 43, 64, 71)}
