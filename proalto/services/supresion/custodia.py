"""What outlives an erasure because a law orders it: sealed anew under the key of custody before the other is destroyed,
and let go once the duty is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import CASA, Cipher, Undecipherable, en_custodia
from proalto.services.atencion import notas
from proalto.services.credito import evidencia
from proalto.services.credito.documentos import CONTENIDO, RAZON
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.supresion import conservacion
from proalto.services.supresion.conservacion import DATOS
from proalto.services.supresion.reglas_de_retencion import vigentes
from proalto.whatsapp.address import Address


def sellar(cipher: Cipher, sellado: bytes | None, contexto: str, contacto_id: int) -> bytes | None:
    """Return the same value under the key of custody; what nobody can read stays as it is."""
    if sellado is None:
        return None
    try:
        return cipher.encrypt(cipher.decrypt(sellado, contexto), contexto, de=en_custodia(contacto_id))
    except Undecipherable:
        return bytes(sellado)


def dejar_direccion(tx: Transaction, cipher: Cipher, casos: list[Row], suya: Address, now: datetime) -> None:
    """Note on each claim that goes on where its answer must be sent: the contact will not say it any more."""
    donde = {"telefono": suya.phone, "bsuid": suya.bsuid}
    texto = "; ".join(f"{clave}: {valor}" for clave, valor in donde.items() if valor)
    for caso in casos:
        contexto, linea = _de_caso(caso), {"de": "nota", "cuando": now.isoformat(), "texto": texto}
        try:
            lineas = cipher.unseal(caso["transcripcion"], contexto)
        except Undecipherable:
            lineas = []
        sellada = cipher.seal([*lineas, linea], contexto, de=en_custodia(caso["contacto_id"]))
        tx.run("asistente.borrado.guardar_caso", id=caso["id"], transcripcion=sellada, cedula=caso["cedula"])


def guardar_caso(tx: Transaction, cipher: Cipher, caso: Row) -> None:
    """Put a case and its notes under the key of custody."""
    suyo = caso["contacto_id"]
    transcripcion = sellar(cipher, caso["transcripcion"], _de_caso(caso), suyo)
    cedula = sellar(cipher, caso["cedula"], CEDULA, suyo)
    tx.run("asistente.borrado.guardar_caso", id=caso["id"], transcripcion=transcripcion, cedula=cedula)
    for nota in tx.all("asistente.borrado.notas", caso_id=caso["id"]):
        texto = sellar(cipher, nota["texto"], notas.contexto(caso["id"]), suyo)
        tx.run("asistente.borrado.guardar_nota", id=nota["id"], texto=texto)


def soltar_caso(tx: Transaction, cipher: Cipher, caso: Row, nadie: int, now: datetime) -> None:
    """Leave of a case what is counted, and nobody behind it."""
    vacia = cipher.seal([], _de_caso(caso), de=CASA)
    tx.run("asistente.borrado.borrar_notas", caso_id=caso["id"])
    tx.run("asistente.borrado.cumplir_relojes", id=caso["id"], now=now)
    tx.run("asistente.borrado.ver_alertas", id=caso["id"], now=now)
    tx.run("asistente.borrado.anonimizar_caso", id=caso["id"], nadie=nadie, transcripcion=vacia, now=now)


def guardar_tramite(tx: Transaction, cipher: Cipher, tramite: Row, contacto_id: int, *, con_datos: bool) -> None:
    """Keep a filed application's evidence; its answers and its files only while there is a debt."""
    datos = sellar(cipher, tramite["datos"], DATOS, contacto_id)
    if not con_datos:
        datos = cipher.seal({}, DATOS, de=en_custodia(contacto_id))
        tx.run("asistente.borrado.borrar_omitidos", id=tramite["id"])
    prueba = sellar(cipher, tramite["evidencia"], evidencia.EVIDENCIA, contacto_id)
    tx.run("asistente.borrado.guardar_tramite", id=tramite["id"], datos=datos, evidencia=prueba)
    for omitido in tx.all("asistente.borrado.omitidos", id=tramite["id"]):
        razon = sellar(cipher, omitido["razon"], RAZON, contacto_id)
        tx.run("asistente.borrado.guardar_omitido", id=tramite["id"], requisito=omitido["requisito"], razon=razon)


def guardar_documento(tx: Transaction, cipher: Cipher, documento: Row, contacto_id: int) -> None:
    """Put a file under the key of custody."""
    contenido = sellar(cipher, documento["contenido"], CONTENIDO, contacto_id)
    tx.run("asistente.borrado.guardar_documento", id=documento["id"], contenido=contenido)


def revisar(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> dict[str, int]:
    """Let go of what was kept of erased contacts and need be no longer; return how many of each."""
    with db.transaction() as tx:
        vivas = tx.all("asistente.custodia.vivas")
    soltado: dict[str, int] = {}
    for viva in vivas:
        for tabla, cuantos in _revisar(db, nucleo, cipher, viva, now).items():
            soltado[tabla] = soltado.get(tabla, 0) + cuantos
    return soltado


def _revisar(db: Database, nucleo: Database, cipher: Cipher, viva: Row, now: datetime) -> dict[str, int]:
    """Look at one erased contact; the lender's database is asked before anything is held."""
    quien: dict[str, Any] = {"contacto_id": viva["contacto_id"]}
    with db.transaction() as tx:
        radicados = tx.all("asistente.conservacion.radicados", **quien)
    cedulas = {cedula for row in radicados if (cedula := conservacion.documento_de(cipher, row["datos"]))}
    deudor = any(conservacion.debe(nucleo, cedula) for cedula in cedulas)
    with db.transaction() as tx:
        tx.one("asistente.borrado.permitir")
        casos = tx.all("asistente.borrado.casos", cedula_hmac=None, **quien)
        quedan = [caso for caso in casos if _obliga(caso, now)]
        nadie = int(tx.one("asistente.borrado.nadie")["id"]) if len(quedan) < len(casos) else 0
        for caso in [caso for caso in casos if caso not in quedan]:
            soltar_caso(tx, cipher, caso, nadie, now)
        documentos = 0
        if not deudor:
            documentos = _soltar_documentos(tx, cipher, viva["contacto_id"], con_reclamo=bool(quedan))
        if not deudor and not quedan:
            tx.run("asistente.custodia.terminada", folio=viva["folio"])
    return {"casos": len(casos) - len(quedan), "documentos": documentos}


def _soltar_documentos(tx: Transaction, cipher: Cipher, contacto_id: int, *, con_reclamo: bool) -> int:
    for tramite in tx.all("asistente.borrado.tramites", contacto_id=contacto_id):
        guardar_tramite(tx, cipher, tramite, contacto_id, con_datos=False)
    sobran = [
        documento
        for documento in tx.all("asistente.borrado.documentos", contacto_id=contacto_id)
        if documento["tramite_id"] is not None or not con_reclamo
    ]
    return sum(tx.run("asistente.borrado.borrar_documento", id=documento["id"]) for documento in sobran)


def _obliga(caso: Row, now: datetime) -> bool:
    if not conservacion.es_reclamo_vivo(caso):
        return False
    return caso["estado"] != "cerrado" or bool(caso["cerrado_en"] > vigentes()["reclamos"].corte(now))


def _de_caso(caso: Row) -> str:
    return f"casos:{caso['folio']}"
