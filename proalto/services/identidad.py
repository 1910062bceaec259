"""Who is asking: cédula, then its date of issue, then a code to the registered mobile (docs/decisiones/0003).

An unknown cédula, a wrong date, a locked customer and one without a mobile get a decoy challenge: the same words,
the same tries, the same end. What the customer types proves nothing until `verificar_codigo` says so, but for one
case: the registered number itself, with the right date, is enough for level N1 (`entrar_con_numero`).
"""

from __future__ import annotations

from datetime import date, datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services import desafios, intentos
from proalto.services.contactos import Contacto
from proalto.services.limites import LIMITES
from proalto.services.sesiones import CEDULA, FaltaIdentidad, Nivel, abrir_sesion, cerrar_sesion, exigir_identidad


def presentar_cedula(db: Database, cipher: Cipher, contacto: Contacto, cedula: str, now: datetime) -> None:
    """Take note that the contact claims to be this person; ends the session of whoever was identified before.

    Raises intentos.DemasiadosIntentos after too many persons; the session has ended all the same.
    """
    huella = _huella(cipher, cedula)
    with db.transaction() as tx:
        cerrar_sesion(tx, contacto.id, now)
        cuentas = intentos.cuentas_contacto(tx, contacto, huella, now)
        demasiadas = (
            cuentas["otras_cedulas_24h"] >= LIMITES.cedulas_por_contacto_24h
            or cuentas["otras_cedulas_30d"] >= LIMITES.cedulas_por_contacto_30d
        )
        if not demasiadas:
            intentos.anotar(tx, contacto, huella, "cedula", True, now)
    if demasiadas:  # raised after the commit: the session must stay ended
        raise intentos.DemasiadosIntentos("cedulas")


def entrar_con_numero(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    contacto: Contacto,
    cedula: str,
    fecha_expedicion: date,
    now: datetime,
) -> bool:
    """Open an N1 session if the registered number itself writes, with the right date; tell whether it did.

    False tells nothing of the cédula: the caller goes on with `verificar_dato`, which looks the same for all, and
    counts the try. Raises intentos.DemasiadosIntentos when the contact must wait.
    """
    huella, cliente = _huella(cipher, cedula), _cliente(nucleo, cedula)
    with db.transaction() as tx:
        if tx.first("asistente.identidad.anotado", wamid=contacto.wamid, paso="numero") is not None:
            return True
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is not None:
            return False
        intentos.exigir_paciencia(tx, contacto, huella, now)
        tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
        if not _es_su_numero(cliente, contacto, fecha_expedicion, now):
            return False
        if not intentos.libre(tx, contacto, huella, contacto.address.phone, now):
            return False
        intentos.anotar(tx, contacto, huella, "numero", True, now)
        abrir_sesion(tx, contacto.id, cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id), huella, Nivel.N1, now)
    return True


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

    Returns the same, whether it is or not. Raises intentos.DemasiadosIntentos when the contact must wait.
    """
    huella, cliente = _huella(cipher, cedula), _cliente(nucleo, cedula)
    with db.transaction() as tx:
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is not None:
            return
        intentos.exigir_paciencia(tx, contacto, huella, now)
        tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
        coincide = cliente is not None and cliente["fecha_expedicion"] == fecha_expedicion
        intentos.anotar(tx, contacto, huella, "dato", coincide, now)
        sellada = cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
        _desafiar(tx, cipher, envio, contacto, sellada, huella, cliente if coincide else None, now)


def pedir_codigo(
    db: Database, nucleo: Database, cipher: Cipher, envio: desafios.Envio, contacto: Contacto, now: datetime
) -> bool:
    """Open a challenge for the person of the contact's N1 session, who has given cédula and date already.

    False when there is no such session. Raises intentos.DemasiadosIntentos when the contact must wait.
    """
    try:
        cedula = exigir_identidad(db, cipher, contacto, Nivel.N1, now).cedula
    except FaltaIdentidad:
        return False
    huella, cliente = _huella(cipher, cedula), _cliente(nucleo, cedula)
    with db.transaction() as tx:
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is None:
            intentos.exigir_paciencia(tx, contacto, huella, now)
            tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
            sellada = cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
            _desafiar(tx, cipher, envio, contacto, sellada, huella, cliente, now)
    return True


def reenviar_codigo(
    db: Database, nucleo: Database, cipher: Cipher, envio: desafios.Envio, contacto: Contacto, now: datetime
) -> None:
    """Open a new challenge for the same person as the last one.

    Raises desafios.EsperaReenvio(segundos), desafios.SinDesafio, or intentos.DemasiadosIntentos.
    """
    with db.transaction() as tx:
        if tx.first("asistente.identidad.desafio_de", wamid=contacto.wamid) is not None:
            return
        ultimo = desafios.exigir_espera(tx, contacto, now)
    huella = bytes(ultimo["cedula_hmac"])
    cliente = _cliente(nucleo, cipher.decrypt(ultimo["cedula"], CEDULA).decode())
    with db.transaction() as tx:
        intentos.exigir_paciencia(tx, contacto, huella, now)
        tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
        sellada = bytes(ultimo["cedula"])
        _desafiar(tx, cipher, envio, contacto, sellada, huella, None if ultimo["senuelo"] else cliente, now)


def _desafiar(
    tx: Transaction,
    cipher: Cipher,
    envio: desafios.Envio,
    contacto: Contacto,
    sellada: bytes,
    huella: bytes,
    cliente: Row | None,
    now: datetime,
) -> None:
    """Open a challenge; without a customer, or with one whom no code may reach, a decoy."""
    celular = None if cliente is None else _celular_util(cliente, contacto, now)
    libre = intentos.libre(tx, contacto, huella, celular, now)
    persona = desafios.Persona(sellada, huella, celular if libre else None)
    desafios.abrir(tx, cipher, envio, contacto, persona, now)
    intentos.anotar(tx, contacto, huella, "envio", persona.celular is not None, now)


def _cliente(nucleo: Database, cedula: str) -> Row | None:
    with nucleo.transaction() as tx:
        return tx.first("nucleo.clientes.por_cedula", cedula=cedula)


def _huella(cipher: Cipher, cedula: str) -> bytes:
    return cipher.keyed_hash("cedula", cedula)


def _es_su_numero(cliente: Row | None, contacto: Contacto, fecha_expedicion: date, now: datetime) -> bool:
    """Tell whether this customer's own mobile writes, with the right date; a number long unconfirmed may have passed
    into other hands, and then it proves nothing."""
    return (
        cliente is not None
        and cliente["fecha_expedicion"] == fecha_expedicion
        and bool(cliente["celular"])
        and cliente["celular"] == contacto.address.phone
        and _confirmado(cliente, now)
    )


def _celular_util(cliente: Row, contacto: Contacto, now: datetime) -> str | None:
    """Return the mobile that a code may go to.

    Numbers are recycled: one that nobody confirmed for long serves only the chat of that very number.
    """
    celular = cliente["celular"]
    if not celular:
        return None
    return str(celular) if _confirmado(cliente, now) or celular == contacto.address.phone else None


def _confirmado(cliente: Row, now: datetime) -> bool:
    confirmado = cliente["celular_confirmado_en"]
    return confirmado is None or now.date() - confirmado <= LIMITES.celular_confirmado
