"""The law of contact (Ley 2300 de 2023): the one gate for what a message is for. What nobody classed does not leave.

Asked when a message leaves, never when it is queued, and asked again just before it is handed over, when a try counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from proalto.db.database import Transaction
from proalto.formats.dias_habiles import Horario, atiende, proximo_momento_habil
from proalto.gateways.rne import Rne, RneAway
from proalto.services.consentimiento.autorizacion import Finalidad, autoriza
from proalto.services.contacto import acuerdos_de_contacto, bloqueos, intentos_de_contacto, ventana
from proalto.services.contacto.acuerdos_de_contacto import Canal, Preferencia
from proalto.services.contacto.intentos_de_contacto import Intento
from proalto.services.mensajeria.plantillas import Clase, clase
from proalto.services.mensajeria.salientes import Motivo, Saliente
from proalto.whatsapp.payloads import Payload

REGULADAS = (Clase.COBRANZA, Clase.PUBLICIDAD)
# Art. 3 and 5: Monday to Friday from 7 to 7, Saturdays from 8 to 3; Sundays and holidays, never.
LEGAL = Horario((*[((time(7), time(19)),)] * 5, ((time(8), time(15)),), ()))
MARGEN = timedelta(seconds=15)  # what leaves now may take so long to get there
CONVERSANDO = timedelta(minutes=30)  # who wrote so lately is in the middle of it: a notice wakes nobody
PASADO_TRAS = timedelta(days=3)  # what waited so long may not be true any more
OTRA_MIRADA = 600.0  # seconds, when the register of excluded numbers gives no answer
# What a message in the outbox is for, where neither a template nor its writer says it. A class that is not here cannot
# leave as free text.
DE_LA_BANDEJA = {
    "respuesta": Clase.RESPUESTA, "demora": Clase.RESPUESTA, "menu_fijo": Clase.RESPUESTA, "limite": Clase.RESPUESTA,
    "aviso": Clase.RESPUESTA, "asesor": Clase.RESPUESTA, "novedad": Clase.SOLICITADA, "codigo": Clase.SEGURIDAD,
    "seguridad": Clase.SEGURIDAD,
}  # fmt: skip


@dataclass(frozen=True)
class Retenido:
    """It may leave in so many seconds, not before; what comes after it need not wait."""

    segundos: float


Veredicto = Motivo | Retenido | None  # why it never leaves, for how long it does not, or nothing against it


def para_que(cuerpo: Payload, de_la_bandeja: str, proposito: str | None) -> Clase | None:
    """Return what a message is for, or None when nobody said.

    A template must be registered, and is for what its registration says; its writer may only make that stricter.
    """
    declarada = None if proposito is None else Clase(proposito)
    if cuerpo.get("type") != "template":
        return declarada or DE_LA_BANDEJA.get(de_la_bandeja)
    registrada = clase(str((cuerpo.get("template") or {}).get("name")))
    return declarada if registrada is not None and declarada in REGULADAS else registrada


def clase_de(saliente: Saliente) -> Clase | None:
    """Return what a message of the outbox is for, or None when nobody said."""
    return para_que(saliente.cuerpo or {}, saliente.clase, saliente.proposito)


def mirar(
    tx: Transaction, contacto_id: int, saliente: Saliente, telefono: str | None, rne: Rne | None, now: datetime
) -> Veredicto:
    """Tell whether a message may leave now; `telefono` is where it goes, if it is known."""
    cual = clase_de(saliente)
    if cual is None:
        return Motivo.SIN_CLASE
    if cual is Clase.SOLICITADA:
        return _si_no_despierta(tx, contacto_id, saliente, now)
    if cual not in REGULADAS:
        return None
    motivo = _prohibida(tx, contacto_id, saliente, cual, now)
    if motivo is not None:
        return motivo
    excluido = _excluido(saliente, cual, telefono, rne)
    return excluido if excluido is not None else _a_su_hora(tx, contacto_id, saliente, cual, now)


def salir(
    tx: Transaction, contacto_id: int, saliente: Saliente, telefono: str | None, rne: Rne | None, now: datetime
) -> Veredicto:
    """Look for the last time, and count the try if it is one that counts: from here on it has been made."""
    cual = clase_de(saliente)
    if cual not in REGULADAS:
        return mirar(tx, contacto_id, saliente, telefono, rne, now)
    intento = _intento(tx, contacto_id, saliente, cual)
    intentos_de_contacto.retener(tx, intento)
    veredicto = mirar(tx, contacto_id, saliente, telefono, rne, now)
    if veredicto is None:
        intentos_de_contacto.contar(tx, intento, now)
    return veredicto


def espera(horario: Horario, now: datetime) -> float:
    """Return the seconds until something may leave, so that it gets there within these hours; 0 when it may now."""
    for momento in (now, now + MARGEN):
        if not atiende(momento, horario):
            return (proximo_momento_habil(momento, horario) - now).total_seconds()
    return 0


def _si_no_despierta(tx: Transaction, contacto_id: int, saliente: Saliente, now: datetime) -> Veredicto:
    """What was asked for is legal at any hour (art. 8), and yet waits for a decent one unless they want it at once."""
    segundos = espera(LEGAL, now)
    if not segundos or saliente.dudoso:  # a second try follows the first
        return None
    cierre = ventana.cierra_en(tx, contacto_id)
    conversando = cierre is not None and now - (cierre - ventana.VENTANA) < CONVERSANDO
    if conversando or acuerdos_de_contacto.preferencia(tx, contacto_id) is Preferencia.CUALQUIERA:
        return None
    return Retenido(segundos)


def _prohibida(tx: Transaction, contacto_id: int, saliente: Saliente, cual: Clase, now: datetime) -> Motivo | None:
    de_quien = saliente.cedula_hmac
    if not bloqueos.puede_salir(tx, contacto_id, cual, de_quien):
        return Motivo.BLOQUEADO
    if saliente.dudoso:  # it may have been a contact: another try could be the second of the day
        return Motivo.INCIERTO
    if now - saliente.creado_en > PASADO_TRAS:
        return Motivo.PASADO
    if cual is Clase.PUBLICIDAD and not autoriza(tx, contacto_id, Finalidad.PUBLICIDAD):
        return Motivo.SIN_PERMISO
    # What collects names the debtor, and goes only where that very person said: not to family, employer or referees.
    sin_deudor = cual is Clase.COBRANZA and de_quien is None
    if sin_deudor or not acuerdos_de_contacto.canal_autorizado(tx, contacto_id, saliente.canal, now, de_quien):
        return Motivo.SIN_CANAL
    return None


def _excluido(saliente: Saliente, cual: Clase, telefono: str | None, rne: Rne | None) -> Veredicto:
    if cual is not Clase.PUBLICIDAD or saliente.canal not in (Canal.SMS.value, Canal.LLAMADA.value):
        return None
    if rne is None or telefono is None:
        return Motivo.EXCLUIDO
    try:
        return Motivo.EXCLUIDO if rne.excluido(telefono) else None
    except RneAway:
        return Retenido(OTRA_MIRADA)


def _a_su_hora(tx: Transaction, contacto_id: int, saliente: Saliente, cual: Clase, now: datetime) -> Veredicto:
    horario = acuerdos_de_contacto.horario_pactado(tx, contacto_id, saliente.cedula_hmac, now) or LEGAL
    segundos = espera(horario, now)
    if segundos:
        return Retenido(segundos)
    if intentos_de_contacto.cabe(tx, _intento(tx, contacto_id, saliente, cual), now):
        return None
    return Retenido((_manana(horario, now) - now).total_seconds())


def _manana(horario: Horario, now: datetime) -> datetime:
    """Return the first moment of these hours on another day."""
    return proximo_momento_habil(intentos_de_contacto.otro_dia(now), horario)


def _intento(tx: Transaction, contacto_id: int, saliente: Saliente, cual: Clase) -> Intento:
    personas = intentos_de_contacto.personas(tx, contacto_id, saliente.cedula_hmac)
    return Intento(personas, saliente.id, saliente.canal, cual)
