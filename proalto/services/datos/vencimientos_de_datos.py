"""The law's clocks as they run: alarms, extensions that count once their notice was sent, claims left incomplete,
favourable silence, and erasures that were authorized.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas, casos, relojes
from proalto.services.atencion.casos import Fila
from proalto.services.datos import derechos, gestion_de_datos, plazos_legales, solicitudes_de_datos
from proalto.services.datos.derecho_pedido import Estado, Solicitud, de_fila
from proalto.services.datos.plazos_legales import Marca, Tramite
from proalto.services.identificacion.contactos import Contacto, direccion
from proalto.services.mesa import auditoria

POR_RONDA = 100
MIRAR_DE_NUEVO = timedelta(minutes=1)  # what waits for somebody else: a message to leave, the person to write
SALIO = ("aceptado", "entregado", "leido")
LEY, PRORROGA = "ley", "prorroga"
CAUSA = "datos_supresion"  # of parametros/causas.csv
ANTES_DE_BORRAR, PACIENCIA = timedelta(minutes=2), timedelta(hours=1)  # the answer leaves first, if it ever will
SUPERVISAN = (Marca.ULTIMO_DIA,)


def revisar(db: Database, cipher: Cipher, now: datetime) -> int:
    """Do what the clocks ask for now; return how many requests were looked at."""
    with db.transaction() as tx:
        rows = tx.all("asistente.solicitudes_de_datos.por_revisar", now=now, cuantas=POR_RONDA)
        for row in rows:
            solicitud = de_fila(row)
            siguiente = _revisar(tx, cipher, solicitud, now)
            tx.run("asistente.solicitudes_de_datos.revisar_luego", id=solicitud.id, revisar_en=siguiente)
    return len(rows)


def borrar_autorizados(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> int:
    """Erase what was authorized, once nothing is left to be sent; return how many."""
    with db.transaction() as tx:
        rows = tx.all("asistente.solicitudes_de_datos.por_borrar", antes_de=now - ANTES_DE_BORRAR,
                      paciencia=now - PACIENCIA)  # fmt: skip
        contactos = {row["id"]: Contacto(row["contacto_id"], direccion(tx, row["contacto_id"])) for row in rows}
    for row in rows:
        _cerrar_caso(db, row, now)  # an open claim would be a reason to keep what is to go
        hecho = derechos.borrar(db, nucleo, cipher, contactos[row["id"]], row["cedula_hmac"], row["folio"], now)
        with db.transaction() as tx:
            tx.run("asistente.solicitudes_de_datos.borrada", id=row["id"], borrado_folio=hecho.folio)
            auditoria.anotar(tx, None, "datos_borrados", f"solicitud:{row['folio']}", now, {"prueba": hecho.folio})
    return len(rows)


def _cerrar_caso(db: Database, row: Row, now: datetime) -> None:
    if row["caso_id"] is None:
        return
    with db.transaction() as tx:
        caso = casos.bloquear(tx, row["caso_id"])
        if caso.cerrado:
            return
        tx.run("asistente.casos.cerrar", caso_id=caso.id, usuario_id=row["autorizada_por"], causa=CAUSA, now=now)
        for nombre in relojes.RELOJES:
            relojes.cumplir(tx, caso.id, nombre, now)
        casos.anotar(tx, "caso_cerrado", caso, now, usuario_id=row["autorizada_por"], causa=CAUSA)


def _revisar(tx: Transaction, cipher: Cipher, solicitud: Solicitud, now: datetime) -> datetime:
    """Look at one request, and return when to look again."""
    caso = casos.ver(tx, solicitud.caso_id)
    if solicitud.estado is Estado.INCOMPLETA:
        return _incompleta(tx, caso, solicitud, now)
    solicitud = _confirmar_prorroga(tx, caso, solicitud, now)
    plazo = solicitud.plazo
    for marca in plazo.alcanzadas(now):
        _alarmar(tx, cipher, caso, solicitud, marca, now)
    _marca_que_falta(tx, caso, solicitud, now)
    if plazo.vencido(now):
        return _vencer(tx, cipher, caso, solicitud, now)
    if solicitud.prorroga_id is not None and solicitud.prorrogada_en is None:
        return min(now + MIRAR_DE_NUEVO, plazo.fin)
    por_venir = [plazos_legales.comienzo(dia) for dia in plazo.marcas.values()]
    if solicitud.tramite is Tramite.RECLAMO and solicitud.marcada_en is None:
        por_venir.append(plazos_legales.comienzo(plazos_legales.marcar_antes_de(solicitud.completa_en)))
    return min([cuando for cuando in por_venir if cuando > now] + [plazo.fin])


def _alarmar(tx: Transaction, cipher: Cipher, caso: Fila, solicitud: Solicitud, marca: Marca, now: datetime) -> None:
    cual = PRORROGA if solicitud.prorrogada_en else LEY
    clase = f"datos_{marca.value}:{cual}"
    de = None if marca in SUPERVISAN else caso.usuario_id
    if alertas.alertar(tx, caso.id, clase, now, de):
        casos.anotar(tx, "datos_aviso", caso, now, clave=f"datos_aviso:{caso.id}:{clase}", marca=marca.value)
        if marca in SUPERVISAN:
            alertas.avisar_supervisores(tx, cipher, caso, clase, solicitud.plazo.fin, now)


def _marca_que_falta(tx: Transaction, caso: Fila, solicitud: Solicitud, now: datetime) -> None:
    desde = plazos_legales.comienzo(plazos_legales.marcar_antes_de(solicitud.completa_en))
    if solicitud.tramite is Tramite.RECLAMO and solicitud.marcada_en is None and now >= desde:
        alertas.alertar(tx, caso.id, "datos_sin_marcar", now, caso.usuario_id)


def _vencer(tx: Transaction, cipher: Cipher, caso: Fila, solicitud: Solicitud, now: datetime) -> datetime:
    """The time is up: a credit claim is decided in the person's favour by itself; any is the first of the queue."""
    a_favor = solicitud.silencio_favorece
    clase = "datos_silencio" if a_favor else "datos_vencida"
    tx.run("asistente.solicitudes_de_datos.urgir", caso_id=caso.id)
    if a_favor:
        tx.run("asistente.solicitudes_de_datos.silencio", id=solicitud.id)
    if alertas.alertar(tx, caso.id, clase, now):
        casos.anotar(tx, clase, caso, now, clave=f"{clase}:{caso.id}")
        alertas.avisar_supervisores(tx, cipher, caso, clase, solicitud.plazo.fin, now)
        auditoria.anotar(tx, None, clase, f"caso:{caso.folio}", now)
    return now + timedelta(days=1)


def _confirmar_prorroga(tx: Transaction, caso: Fila, solicitud: Solicitud, now: datetime) -> Solicitud:
    """Let the extension count if its notice left before the time was up (art. 14 and 15)."""
    if solicitud.prorroga_id is None or solicitud.prorrogada_en is not None:
        return solicitud
    salida = tx.one("asistente.solicitudes_de_datos.salida", id=solicitud.prorroga_id)
    if salida["estado"] not in SALIO or salida["salio_en"] >= solicitud.plazo.fin:
        return solicitud
    hasta = plazos_legales.plazo(solicitud.tramite, solicitud.completa_en, prorrogado=True).vence
    tx.run("asistente.solicitudes_de_datos.prorrogar", id=solicitud.id, salio_en=salida["salio_en"], vence_el=hasta)
    casos.anotar(tx, "datos_prorrogada", caso, now, clave=f"datos_prorrogada:{caso.id}")
    ahora = solicitudes_de_datos.de_caso(tx, caso.id)
    assert ahora is not None
    return ahora


def _incompleta(tx: Transaction, caso: Fila, solicitud: Solicitud, now: datetime) -> datetime:
    """What the person wrote since makes it complete, from then on; with nothing, it counts as withdrawn one day."""
    assert solicitud.falta_pedida_en is not None and solicitud.desiste_el is not None
    if gestion_de_datos.falta_sin_decir(tx, solicitud):  # first: what they write now completes nothing
        tx.run("asistente.solicitudes_de_datos.seguir", id=solicitud.id)
        alertas.alertar(tx, caso.id, "datos_falta_sin_decir", now, caso.usuario_id)
        return now
    params = {"contacto_id": solicitud.contacto_id, "desde": solicitud.falta_pedida_en}
    escrito = tx.one("asistente.solicitudes_de_datos.escrito_desde", **params)["cuando"]
    if escrito is not None:
        vence_el = plazos_legales.plazo(solicitud.tramite, escrito).vence
        tx.run("asistente.solicitudes_de_datos.completar", id=solicitud.id, completa_en=escrito, vence_el=vence_el)
        return now
    limite = plazos_legales.comienzo(solicitud.desiste_el)
    if now >= limite:
        tx.run("asistente.solicitudes_de_datos.desistir", id=solicitud.id)
        alertas.alertar(tx, caso.id, "datos_desistida", now, caso.usuario_id)
        casos.anotar(tx, "datos_desistida", caso, now, clave=f"datos_desistida:{caso.id}")
        return now
    return min(now + MIRAR_DE_NUEVO, limite)
