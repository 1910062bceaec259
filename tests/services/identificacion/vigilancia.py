"""What is watched of identity: wrong codes, the notices that leave because of them, and the cases of a lock."""

from __future__ import annotations

from datetime import timedelta

from proalto.services.atencion import gestion_casos
from proalto.services.identificacion import avisos_de_seguridad
from proalto.services.mensajeria import bandeja_salida
from tests.conftest import conectar, nuevo_wamid
from tests.services.pasos import BIEN, malo


def pedir(pasos, cedula):
    assert pasos.da_fecha(cedula) == BIEN
    return pasos.recibe()


def gastar_diez(pasos, cedula, reloj):
    """Type ten wrong codes, in two chats, over hours."""
    for chat, intentos in ((pasos, 3), (pasos.otro(), 3), (pasos, 3), (pasos.otro(), 1)):
        codigo = pedir(chat, cedula)
        assert codigo is not None
        for _ in range(intentos):
            chat.prueba(malo(codigo))
        reloj.pasa(minutes=31)


def llenar_de_errados(pasos, cuantos, hace=timedelta()):
    """Let the system have seen so many wrong codes, of nobody in particular."""
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO asistente.intentos_identidad"
            " (contacto_id, cedula_hmac, paso, bien, wamid_origen, ocurrido_en)"
            " SELECT %s, 'x', 'codigo', false, %s || n, %s FROM generate_series(1, %s) AS n",
            (pasos.contacto.id, nuevo_wamid(), pasos.app.now() - hace, cuantos),
        )


def avisar(app):
    return avisos_de_seguridad.avisar(app.db, app.nucleo, app.cipher, app.envio, app.now())


def avisados(app, telefono):
    """Return the words of the notices that left for this phone, in order."""
    avisar(app)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT cuerpo, destino FROM asistente.mensajes_salientes WHERE clase = 'seguridad' ORDER BY id")
        filas = cursor.fetchall()
    abiertas = [
        (app.cipher.unseal(cuerpo, bandeja_salida.CUERPO)["texto"], app.cipher.decrypt(destino, bandeja_salida.DESTINO))
        for cuerpo, destino in filas
    ]
    return [texto for texto, destino in abiertas if destino.decode() == telefono]


def cambiar_celular(pasos, cedula, celular):
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET celular = %s WHERE cedula = %s", (celular, cedula))


def casos(app):
    """Return the cases of a lock: (folio, contact, whose)."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT caso.folio, contacto.telefono, caso.cedula_hmac FROM asistente.casos AS caso"
            " JOIN asistente.contactos AS contacto ON contacto.id = caso.contacto_id"
            " WHERE caso.tipo = 'bloqueo' AND caso.estado <> 'cerrado' ORDER BY caso.id"
        )
        return cursor.fetchall()


def cerrar(app, folio, usuario, causa):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, usuario, app.now(), causa=causa)
