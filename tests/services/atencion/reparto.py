"""One round of the routing, and what people do with what it gave them."""

from __future__ import annotations

from proalto.services.atencion import gestion_casos
from proalto.services.atencion.enrutamiento import enrutar
from tests.services.gente import sql, ver


def ronda(app):
    return enrutar(app.db, app.cipher, app.now())


def dueno(app, suyo):
    return ver(app, suyo.folio).usuario_id


def cerrar(app, suyo, quien):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, suyo.folio, quien, app.now(), causa="otra")


def responder(app, suyo, quien):
    with app.db.transaction() as tx:
        gestion_casos.registrar_respuesta(tx, suyo.id, quien.id, app.now())


def alertas(app, suyo):
    return [c for (c,) in sql(app, "SELECT clase FROM asistente.alertas WHERE caso_id = %s ORDER BY id", suyo.id)]
