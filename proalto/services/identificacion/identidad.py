"""Who is asking: cédula, then its date of issue, then a code to the registered mobile (docs/decisiones/0003).

An unknown cédula, a wrong date, a locked customer and one without a mobile get a decoy challenge: the same words,
the same tries, the same end. What the customer types proves nothing until `verificar_codigo` says so, but for one
case: the registered number itself, with the right date, is enough for level N1 (`entrar_con_numero`).
"""

from __future__ import annotations

from datetime import date, datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion import desafios, intentos, presupuesto, senales
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.senales import NINGUNO, EnEnfriamiento, huella_celular
from proalto.services.identificacion.sesiones import (
    CEDULA,
    Alcance,
    FaltaIdentidad,
    Nivel,
    abrir_sesion,
    cerrar_sesion,
    exigir_identidad,
)


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
            tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
            intentos.anotar(tx, contacto, huella, "cedula", True, now)
            _contar_chats(tx, cipher, contacto, cedula, huella, now)
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
        suyo, celular_hmac = _es_su_numero(cliente, contacto, fecha_expedicion, now), _su_celular(cipher, cliente)
        libre = intentos.libre(tx, contacto, huella, contacto.address.phone, now)
        senales.mirar_celular(tx, cipher, huella, contacto.address.phone if suyo else None, now)
        enfria = senales.enfria_hasta(tx, contacto.id, celular_hmac, huella, now)
        if presupuesto.agotado(tx, now) or enfria or not (suyo and libre):
            return False
        intentos.anotar(tx, contacto, huella, "numero", True, now)
        sellada = cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
        alcance = Alcance(celular_hmac, compartida=bool(cliente and cliente["compartido"]))
        abrir_sesion(tx, contacto.id, sellada, huella, Nivel.N1, now, alcance)
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

    False when there is no such session. Raises intentos.DemasiadosIntentos when the contact must wait, and
    senales.EnEnfriamiento when no code would help.
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
            hasta = senales.enfria_hasta(tx, contacto.id, _su_celular(cipher, cliente), huella, now)
            if hasta is not None:
                raise EnEnfriamiento(hasta)
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
    senales.mirar_celular(tx, cipher, huella, celular, now)
    libre = intentos.libre(tx, contacto, huella, celular, now)
    compartido = cliente is not None and bool(cliente["compartido"])
    persona = desafios.Persona(sellada, huella, celular if libre else None, compartido)
    desafios.abrir(tx, cipher, envio, contacto, persona, now)
    intentos.anotar(tx, contacto, huella, "envio", persona.celular is not None, now)


def _cliente(nucleo: Database, cedula: str) -> Row | None:
    """Return the customer, with whether another has the same mobile; who is no customer costs the same two looks."""
    with nucleo.transaction() as tx:
        cliente = tx.first("nucleo.clientes.por_cedula", cedula=cedula)
        celular = (cliente or {}).get("celular") or NINGUNO
        varios = tx.one("nucleo.clientes.comparten", celular=celular)["varios"]
    return None if cliente is None else {**cliente, "compartido": varios}


def _contar_chats(
    tx: Transaction, cipher: Cipher, contacto: Contacto, cedula: str, huella: bytes, now: datetime
) -> None:
    """Let the registered mobile be told when too many chats present this cédula, whether or not anybody has it."""
    tx.run(
        "asistente.seguridad.avisar_de_muchos",
        clave=f"muchos_chats:{contacto.wamid}",
        contacto_id=contacto.id,
        cedula=cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id),
        cedula_hmac=huella,
        maximo=LIMITES.contactos_por_cedula_24h,
        now=now,
    )


def _su_celular(cipher: Cipher, cliente: Row | None) -> bytes:
    return huella_celular(cipher, None if cliente is None else cliente["celular"])


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
    return confirmado is not None and now.date() - confirmado <= LIMITES.celular_confirmado
