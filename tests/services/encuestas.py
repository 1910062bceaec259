"""A survey, from its plan to its answer."""

from proalto.services.medicion import encuestas
from proalto.services.medicion.envio_de_encuestas import enviar_pendientes


def programar(app, contacto, gestion="consultar_saldo", clave=""):
    with app.db.transaction() as tx:
        clave = clave or f"turno:{contacto.id}:{app.now().timestamp()}"
        return encuestas.programar_por_gestion(tx, contacto.id, gestion, clave, app.now())


def cerrar_caso(encuestado, tipo="queja", programa=True):
    """Close a case as the desk does; return its id."""
    ((caso_id,),) = encuestado.sql(
        "INSERT INTO casos (folio, contacto_id, tipo, estado, transcripcion, prometido_para, wamid_origen, creado_en,"
        " cerrado_en, causa) VALUES ('A-' || gen_random_uuid(), %s, %s, 'cerrado', '', now(), gen_random_uuid(),"
        " %s, %s, 'resuelto') RETURNING id", encuestado.contacto.id, tipo, encuestado.app.now(), encuestado.app.now()
    )  # fmt: skip
    with encuestado.app.db.transaction() as tx:
        quedo = encuestas.programar_por_caso(tx, caso_id, encuestado.app.now())
    assert quedo is programa
    return caso_id


def ronda(app):
    return enviar_pendientes(app.db, app.cipher, app.now())


def filas(encuestado):
    return encuestado.sql("SELECT id, estado FROM encuestas WHERE contacto_id = %s ORDER BY id", encuestado.contacto.id)
