"""What tests of the law of contact share: moments of Bogotá, a template of each class, somebody who may be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from proalto.services.contacto.acuerdos_de_contacto import Canal, autorizar_canal
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import Clase
from proalto.whatsapp import payloads
from proalto.worker.enviar import vaciar

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


HUELLA, VICTIMA = b"huella-de-quien-debe", b"huella-de-la-victima"


def cobra(deudor, huella=HUELLA, **como):
    deudor.encola(COBRANZA, clase="plantilla", cedula_hmac=huella, **como)


def sale(app, deudor):
    """Do what one wake-up call does; return (state, reason) of the newest message."""
    vaciar(app, deudor.contacto.id)
    ultimo = deudor.salientes()[-1]
    return ultimo["estado"], ultimo["motivo"]


def recien(app, deudor):
    """Let what waits be queued just now, by the clock that stands still."""
    deudor.sql("UPDATE asistente.mensajes_salientes SET creado_en = %s WHERE estado = 'pendiente'", app.now())


SALE, ESPERA = ("aceptado", None), ("pendiente", None)


def no(motivo):
    return "fallido", motivo.value


def pasa(app, deudor, momento):
    """Let the time come: the clock of Python, and what PostgreSQL was told to wait."""
    antes = momento - app.now()
    app.now.ahora = momento
    deudor.pasa(seconds=antes.total_seconds())
    deudor.sql("UPDATE asistente.mensajes_salientes SET retenido_hasta = retenido_hasta - %s", antes)
