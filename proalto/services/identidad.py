"""Who is asking: cédula, then its date of issue, then a code to the registered mobile (docs/decisiones/0003).

An unknown cédula, a wrong date, a locked customer and one without a mobile get a decoy challenge: the same words,
the same tries, the same end. What the customer types proves nothing until `verificar_codigo` says so.
"""

from __future__ import annotations

from datetime import date, datetime

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services import desafios
from proalto.services.contactos import Contacto
from proalto.services.limites import LIMITES
from proalto.services.sesiones import CEDULA, cerrar_sesion


class DemasiadosIntentos(ProAltoError):
    """This contact has tried too much; only time or a person helps. Says nothing about any cédula."""


def presentar_cedula(db: Database, cipher: Cipher, contacto: Contacto, cedula: str, now: datetime) -> None:
    """Take note that the contact claims to be this person; ends the session of whoever was identified before.

    Raises DemasiadosIntentos after too many persons; the session has ended all the same.
    """
    huella = _huella(cipher, cedula)
    with db.transaction() as tx:
        cerrar_sesion(tx, contacto.id, now)
        cuentas = _cuentas_contacto(tx, contacto, huella, now)
        demasiadas = (
            cuentas["otras_cedulas_24h"] >= LIMITES.cedulas_por_contacto_24h
            or cuentas["otras_cedulas_30d"] >= LIMITES.cedulas_por_contacto_30d
        )
        if not demasiadas:
            _anotar(tx, contacto, huella, "cedula", True, now)
    if demasiadas:  # raised after the commit: the session must stay ended
        raise DemasiadosIntentos("cedulas")


def verificar_dato(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    envio: desafios.Envio,
    contacto: Contacto,
    cedula: str,
    fecha_expedicion: date,
    now: datetime,
) -> None:
    """Open a challenge; a code leaves for the registered mobile only if everything is right.

    Returns the same, whether it is or not. Raises DemasiadosIntentos when the contact must wait.
    """
    huella = _huella(cipher, cedula)
    with nucleo.transaction() as tx:
        cliente = tx.first("nucleo.clientes.por_cedula", cedula=cedula)
    with db.transaction() as tx:
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is not None:
            return
        _exigir_paciencia(_cuentas_contacto(tx, contacto, huella, now))
        tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
        coincide = cliente is not None and cliente["fecha_expedicion"] == fecha_expedicion
        _anotar(tx, contacto, huella, "dato", coincide, now)
        celular = _celular_util(cliente, contacto, now) if coincide and cliente is not None else None
        libre = _libre(tx, contacto, huella, celular, now)
        sellada = cipher.encrypt(cedula.encode(), CEDULA)
        persona = desafios.Persona(sellada, huella, celular if libre else None)
        desafios.abrir(tx, cipher, envio, contacto, persona, now)
        _anotar(tx, contacto, huella, "envio", persona.celular is not None, now)


def reenviar_codigo(
    db: Database, nucleo: Database, cipher: Cipher, envio: desafios.Envio, contacto: Contacto, now: datetime
) -> None:
    """Open a new challenge for the same person as the last one.

    Raises desafios.EsperaReenvio(segundos), desafios.SinDesafio, or DemasiadosIntentos.
    """
    with db.transaction() as tx:
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is not None:
            return
        ultimo = desafios.exigir_espera(tx, contacto, now)
    cedula = cipher.decrypt(ultimo["cedula"], CEDULA).decode()
    huella = bytes(ultimo["cedula_hmac"])
    with nucleo.transaction() as tx:
        cliente = tx.first("nucleo.clientes.por_cedula", cedula=cedula)
    with db.transaction() as tx:
        _exigir_paciencia(_cuentas_contacto(tx, contacto, huella, now))
        tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
        celular = _celular_util(cliente, contacto, now) if cliente is not None and not ultimo["senuelo"] else None
        libre = _libre(tx, contacto, huella, celular, now)
        persona = desafios.Persona(bytes(ultimo["cedula"]), huella, celular if libre else None)
        desafios.abrir(tx, cipher, envio, contacto, persona, now)
        _anotar(tx, contacto, huella, "envio", persona.celular is not None, now)


def _huella(cipher: Cipher, cedula: str) -> bytes:
    return cipher.keyed_hash("cedula", cedula)


def _anotar(tx: Transaction, contacto: Contacto, huella: bytes, paso: str, bien: bool, now: datetime) -> None:
    tx.run(
        "asistente.identidad.anotar",
        contacto_id=contacto.id,
        cedula_hmac=huella,
        paso=paso,
        bien=bien,
        senuelo=False,
        wamid=contacto.wamid,
        now=now,
    )


def _cuentas_contacto(tx: Transaction, contacto: Contacto, huella: bytes, now: datetime) -> Row:
    return tx.one(
        "asistente.identidad.cuentas_contacto",
        contacto_id=contacto.id,
        cedula_hmac=huella,
        now=now,
        pausa=LIMITES.datos_pausa,
    )


def _exigir_paciencia(cuentas: Row) -> None:
    if (
        cuentas["datos_malos_pausa"] >= LIMITES.datos_malos_por_contacto
        or cuentas["datos_malos_24h"] >= LIMITES.datos_malos_por_contacto_24h
        or cuentas["envios_24h"] >= LIMITES.codigos_por_contacto_24h
    ):
        raise DemasiadosIntentos("datos")


def _libre(tx: Transaction, contacto: Contacto, huella: bytes, celular: str | None, now: datetime) -> bool:
    """Tell whether a code may leave for this customer; a locked one looks like an unknown one.

    Strangers who present a cédula must not shut its owner out: the registered number itself is never one too many.
    """
    propio = celular is not None and celular == contacto.address.phone
    cuentas = tx.one("asistente.identidad.cuentas_cedula", contacto_id=contacto.id, cedula_hmac=huella, now=now)
    return bool(
        cuentas["envios_30min"] < LIMITES.codigos_por_cliente_30min
        and cuentas["envios_24h"] < LIMITES.codigos_por_cliente_24h
        and (propio or cuentas["otros_contactos_24h"] < LIMITES.contactos_por_cedula_24h)
        and cuentas["codigos_malos_seguidos"] < LIMITES.codigos_malos_seguidos_bloquean
    )


def _celular_util(cliente: Row, contacto: Contacto, now: datetime) -> str | None:
    """Return the mobile that a code may go to.

    Numbers are recycled: one that nobody confirmed for long serves only the chat of that very number.
    """
    celular, confirmado = cliente["celular"], cliente["celular_confirmado_en"]
    if not celular:
        return None
    reciente = confirmado is None or now.date() - confirmado <= LIMITES.celular_confirmado
    return str(celular) if reciente or celular == contacto.address.phone else None
