"""Loading what customers agreed about being written to: all the lines of a file, or none (Ley 2300 de 2023 art. 2, 3).

Each line names a customer of ProAlto and the mobile that is registered as theirs: nobody else's chat is authorised for
what concerns that person, by a slip of who typed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.contacto import acuerdos_de_contacto
from proalto.services.contacto.lineas_de_acuerdos import CANALES, HORARIOS, Falla, Linea, leer
from proalto.services.identificacion import contactos
from proalto.services.mesa.auditoria import anotar
from proalto.services.mesa.usuarios import Usuario
from proalto.whatsapp.address import Address

COLUMNAS: Mapping[str, Sequence[str]] = {"canales": CANALES, "horarios": HORARIOS}
NUEVO, TERMINADO, IGUAL = "nuevo", "terminado", "igual"


class LineasInvalidas(ProAltoError):
    """Nothing was loaded: `fallas` says why, by line."""

    def __init__(self, fallas: Sequence[Falla]) -> None:
        super().__init__(f"{len(fallas)} complaints")
        self.fallas = sorted(fallas, key=lambda falla: falla.linea)


def cargar(
    db: Database, nucleo: Database, cipher: Cipher, clase: str, contenido: bytes, usuario: Usuario, now: datetime
) -> Counter[str]:
    """Record every line, and return how many were `nuevo`, `terminado` or `igual` (as it was before).

    Raise ArchivoIlegible or LineasInvalidas, with nothing recorded; DatabaseAway when it cannot be known whose it is.
    """
    lineas, fallas = leer(COLUMNAS[clase], contenido, now)
    fallas += _ajenas(nucleo, lineas)
    if fallas:
        raise LineasInvalidas(fallas)
    with db.transaction() as tx:
        hechas = [(linea, _hacer(tx, cipher, linea, usuario, now)) for linea in lineas]
        sin_que = [Falla(linea.numero, "accion", "sin_acuerdo") for linea, hecho in hechas if hecho is None]
        if sin_que:
            raise LineasInvalidas(sin_que)
        cuentas = Counter(hecho for _, hecho in hechas if hecho is not None)
        anotar(tx, usuario.id, "acuerdos_cargados", f"acuerdos:{clase}", now, dict(cuentas))
    return cuentas


def _ajenas(nucleo: Database, lineas: Sequence[Linea]) -> list[Falla]:
    """Return the lines of whoever is no customer, or whose registered mobile is another. What ends needs neither."""
    nuevas = [linea for linea in lineas if not linea.termina]
    with nucleo.transaction() as tx:
        filas = tx.all("nucleo.clientes.celulares", cedulas=sorted({linea.cedula for linea in nuevas}))
    registrados = {fila["cedula"]: fila["celular"] for fila in filas}
    fallas = []
    for linea in nuevas:
        if linea.cedula not in registrados:
            fallas.append(Falla(linea.numero, "cedula", "no_es_cliente", linea.cedula))
        elif registrados[linea.cedula] != linea.celular:
            fallas.append(Falla(linea.numero, "celular", "otro_celular", linea.celular))
    return fallas


def _hacer(tx: Transaction, cipher: Cipher, linea: Linea, usuario: Usuario, now: datetime) -> str | None:
    """Record one agreement and return what became of it; None when there was nothing to end."""
    if linea.termina:
        return TERMINADO if _terminar(tx, cipher, linea, usuario, now) else None
    contacto_id = contactos.identificar(tx, cipher, Address(phone=linea.celular))
    huella = cipher.keyed_hash("cedula", linea.cedula)
    if linea.instrumento is not None:
        hubo = acuerdos_de_contacto.pactar_horario(tx, contacto_id, huella, linea.instrumento, now, por=usuario.id)
        return NUEVO if hubo else IGUAL
    assert linea.canal is not None and linea.informado_en is not None
    hubo = acuerdos_de_contacto.autorizar_canal(
        tx, contacto_id, huella, linea.canal, linea.documento, linea.informado_en, now, por=usuario.id
    )
    return NUEVO if hubo else IGUAL


def _terminar(tx: Transaction, cipher: Cipher, linea: Linea, usuario: Usuario, now: datetime) -> bool:
    contacto = tx.first("asistente.contactos.por_telefono", telefono=linea.celular)
    if contacto is None:
        return False
    huella = cipher.keyed_hash("cedula", linea.cedula)
    if linea.canal is None:
        return acuerdos_de_contacto.terminar_horario(tx, contacto["id"], huella, now, por=usuario.id)
    return acuerdos_de_contacto.terminar_canal(tx, contacto["id"], huella, linea.canal, now, por=usuario.id)
