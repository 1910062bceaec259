"""One-time codes: made, sent, and tried at most three times. A decoy is a challenge that no code answers."""

from __future__ import annotations

import hmac
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion import entrada, presupuesto
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.senales import CELULAR, NINGUNO, EnEnfriamiento, huella_celular
from proalto.services.mensajeria import bandeja_salida

ACABADOS = ("usado", "anulado")  # what is not sent again without proving anew who asks


class SinDesafio(ProAltoError):
    """There is no living challenge: none was made, or it expired, was used, or ran out of tries."""


class CodigoErrado(ProAltoError):
    """The code is wrong; `quedan` tries are left (0: the challenge is dead)."""

    def __init__(self, quedan: int) -> None:
        super().__init__(str(quedan))
        self.quedan = quedan


class EsperaReenvio(ProAltoError):
    """The last code is too young to send another one."""

    def __init__(self, segundos: int) -> None:
        super().__init__(str(segundos))
        self.segundos = segundos


@dataclass(frozen=True)
class Persona:
    """Who is being verified: the encrypted cédula, its keyed hash, and the mobile, or None for a decoy.

    `compartido`: another customer has the same mobile.
    """

    cedula: bytes
    huella: bytes
    celular: str | None
    compartido: bool = False


@dataclass(frozen=True)
class Envio:
    """How codes and notices leave: the outbox channel (`sms` or `whatsapp`) and what makes the message body of a code,
    and of a notice by its class."""

    canal: str
    cuerpo: Callable[[str], dict[str, object]]
    aviso: Callable[[str], dict[str, object]]


def abrir(tx: Transaction, cipher: Cipher, envio: Envio, contacto: Contacto, persona: Persona, now: datetime) -> None:
    """Open the only living challenge of the contact and queue its code, if it is no decoy; a decoy costs the same.

    The code waits for the words that announce it (`soltar_codigo`), or a while if they never come.
    """
    tx.run("asistente.identidad.matar_desafios", contacto_id=contacto.id)
    celular, digitos = persona.celular or NINGUNO, presupuesto.digitos(tx, now)
    row = tx.one(
        "asistente.identidad.crear_desafio",
        contacto_id=contacto.id,
        cedula=persona.cedula,
        cedula_hmac=persona.huella,
        senuelo=persona.celular is None,
        now=now,
        expira_en=now + LIMITES.codigo_vigencia,
        wamid=contacto.wamid,
        celular=cipher.encrypt(celular.encode(), CELULAR, de=contacto.id),
        celular_hmac=huella_celular(cipher, persona.celular),
        digitos=digitos,
        propio=celular == contacto.address.phone,
        compartido=persona.compartido,
    )
    codigo = f"{secrets.randbelow(10**digitos):0{digitos}d}"
    tx.run("asistente.identidad.poner_hmac", id=row["id"], hmac=_hmac(cipher, row["id"], codigo))
    bandeja_salida.encolar(
        tx,
        cipher,
        contacto.id,
        contacto.wamid,
        envio.cuerpo(codigo),
        clase="codigo",
        canal=envio.canal,
        destino=celular,
        segundos=LIMITES.codigo_rescate.total_seconds(),
        de_veras=persona.celular is not None,
    )


def exigir_espera(tx: Transaction, contacto: Contacto, now: datetime) -> Row:
    """Return the contact's last challenge if another code may be sent; raise EsperaReenvio or SinDesafio."""
    ultimo = _reenviable(tx, contacto, now)
    if ultimo is None:
        raise SinDesafio("nothing to send again")
    esperas = LIMITES.codigo_reenvio_esperas
    espera = esperas[min(max(ultimo["recientes"], 1), len(esperas)) - 1]
    faltan = (ultimo["creado_en"] + espera - now).total_seconds()
    if faltan > 0:
        raise EsperaReenvio(math.ceil(faltan))
    return ultimo


def se_puede_reenviar(db: Database, contacto: Contacto, now: datetime) -> bool:
    """Tell whether another code may be sent, now or in a while, without showing anew who is asking."""
    with db.transaction() as tx:
        return _reenviable(tx, contacto, now) is not None


def digitos(db: Database, contacto: Contacto, now: datetime) -> int:
    """Return how many digits the code has that this contact may be writing."""
    with db.transaction() as tx:
        ultimo = tx.first("asistente.identidad.ultimo_desafio", contacto_id=contacto.id, now=now)
    return LIMITES.codigo_digitos if ultimo is None else int(ultimo["digitos"])


def verificar_codigo(db: Database, cipher: Cipher, contacto: Contacto, codigo: str, now: datetime) -> None:
    """Open an N2 session if the code answers the contact's living challenge.

    Raises CodigoErrado or SinDesafio; EnEnfriamiento when the code was right and a sign of other hands is too young:
    then the session is N1. A try is spent before the code is compared, so parallel guesses spend one each; a repeated
    message (same wamid) spends none and gets the outcome that it had.
    """
    with db.transaction() as tx:
        ya = tx.first("asistente.identidad.anotado", wamid=contacto.wamid, paso="codigo")
        desafio = _gastar(tx, contacto, now) if ya is None else None
        if desafio is None and not (ya and ya["bien"]):
            raise _fracaso(tx, contacto, now, repetido=ya is not None)
        if desafio is None:  # it was right, and said so already
            desafio = tx.one("asistente.identidad.usado", contacto_id=contacto.id)
            bueno, hasta = True, entrada.enfria(tx, contacto, desafio, now)
        else:
            bueno = not desafio["senuelo"] and hmac.compare_digest(
                bytes(desafio["hmac"]), _hmac(cipher, desafio["id"], codigo)
            )
            _anotar(tx, contacto, desafio, bueno, now)
            hasta = (entrada.abrir if bueno else entrada.negar)(tx, contacto, desafio, now)
    if not bueno:  # raised after the commit: a wrong try must stay counted
        raise CodigoErrado(LIMITES.codigo_intentos - desafio["intentos"])
    if hasta is not None:
        raise EnEnfriamiento(hasta)


def _reenviable(tx: Transaction, contacto: Contacto, now: datetime) -> Row | None:
    ultimo = tx.first("asistente.identidad.ultimo_desafio", contacto_id=contacto.id, now=now)
    if ultimo is None or ultimo["estado"] in ACABADOS or now - ultimo["creado_en"] > LIMITES.reenvio_hasta:
        return None
    return ultimo


def _gastar(tx: Transaction, contacto: Contacto, now: datetime) -> Row | None:
    tx.all("asistente.identidad.bloquear_desafio", contacto_id=contacto.id)
    return tx.first(
        "asistente.identidad.gastar_intento", contacto_id=contacto.id, now=now, maximo=LIMITES.codigo_intentos
    )


def _fracaso(tx: Transaction, contacto: Contacto, now: datetime, *, repetido: bool) -> ProAltoError:
    ultimo = tx.first("asistente.identidad.ultimo_desafio", contacto_id=contacto.id, now=now)
    if repetido and ultimo is not None:
        return CodigoErrado(max(0, LIMITES.codigo_intentos - ultimo["intentos"]))
    return SinDesafio("no living challenge")


def _anotar(tx: Transaction, contacto: Contacto, desafio: Row, bien: bool, now: datetime) -> None:
    tx.run(
        "asistente.identidad.anotar",
        contacto_id=contacto.id,
        cedula_hmac=bytes(desafio["cedula_hmac"]),
        paso="codigo",
        bien=bien,
        senuelo=desafio["senuelo"],
        wamid=contacto.wamid,
        now=now,
    )


def _hmac(cipher: Cipher, desafio_id: int, codigo: str) -> bytes:
    return cipher.keyed_hash("otp", f"{desafio_id}:{codigo}")
