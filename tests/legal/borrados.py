"""Somebody erased, and what is left of them."""

from proalto.services.supresion import borrado
from tests.legal import rastros
from tests.services.gente import sql

MOTIVO = "supresion"


QUEDA = {  # that the authorization was shown, arrived and was answered (L-05): Meta writes the number into its ids
    ("autorizaciones", "wamid_origen"),
    ("mensajes_salientes", "wamid_origen"),
    ("mensajes_salientes", "wamid"),
    ("estados_entrega", "wamid"),
}


def huella_de(cliente):
    return cliente.app.cipher.keyed_hash("cedula", cliente.cedula)


def borrar(cliente):
    app = cliente.app
    return borrado.borrar(app.db, app.nucleo, app.cipher, cliente.contacto, huella_de(cliente), MOTIVO, app.now())


def quedan(cliente):
    return rastros.en_la_base(cliente.app, cliente.canarios)


def cuantas(cliente, tabla):
    sentencia = f"SELECT count(*) FROM asistente.{tabla} WHERE contacto_id = %s"  # noqa: S608
    return sql(cliente.app, sentencia, cliente.contacto.id)[0][0]
