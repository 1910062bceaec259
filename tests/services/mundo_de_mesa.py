"""Cases, clocks, messages, notes and files as the desk finds them, put there without the services that make them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from proalto.bootstrap import App
from proalto.services.atencion.notas import poner
from proalto.services.credito.documentos import CONTENIDO
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.whatsapp import payloads
from tests.conftest import conectar, nuevo_contacto, nuevo_wamid

DOS_HORAS = timedelta(hours=2)


def insertar(app: App, tabla: str, **columnas: Any) -> int:
    """Add a row to a table of the assistant's and return its id, if it has one."""
    nombres, lugares = ", ".join(columnas), ", ".join(["%s"] * len(columnas))
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        sentencia = f"INSERT INTO asistente.{tabla} AS nueva ({nombres}) VALUES ({lugares})"  # noqa: S608
        cursor.execute(f"{sentencia} RETURNING to_jsonb(nueva) ->> 'id'", list(columnas.values()))
        valor = cursor.fetchone()[0]
    connection.close()
    return int(valor) if valor and valor.isdecimal() else 0


def cambiar(app: App, tabla: str, donde: str, **columnas: Any) -> None:
    """Change rows behind the product's back."""
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cambios = ", ".join(f"{columna} = %s" for columna in columnas)
        cursor.execute(f"UPDATE asistente.{tabla} SET {cambios} WHERE {donde}", [*columnas.values()])  # noqa: S608
    connection.close()


def caso(app: App, contacto: Contacto | None = None, cedula: str | None = None, **columnas: Any) -> str:
    """Add an open case of `servicio` and return its folio."""
    contacto = contacto or nuevo_contacto(app)
    folio = columnas.pop("folio", f"A-{uuid.uuid4().hex[:7].upper()}")
    nota = columnas.pop("dejado", None)
    lineas = [{"de": "nota", "cuando": app.now().isoformat(), "texto": nota}] if nota else []
    fila = {
        "folio": folio, "contacto_id": contacto.id, "tipo": "asesor", "equipo": "servicio", "prioridad": 3,
        "transcripcion": app.cipher.seal(lineas, f"casos:{folio}", de=contacto.id),
        "prometido_para": app.now() + DOS_HORAS,
        "wamid_origen": nuevo_wamid(), "creado_en": app.now(),
    }  # fmt: skip
    if cedula:
        fila |= {"cedula": app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id), "nivel": 2,
                 "cedula_hmac": app.cipher.keyed_hash("cedula", cedula)}  # fmt: skip
    if columnas.get("usuario_id"):
        fila["asignado_en"] = app.now()
    insertar(app, "casos", **(fila | columnas))
    return folio


def caso_id(app: App, folio: str) -> int:
    with app.db.transaction() as tx:
        return int(tx.one("asistente.ficha.caso", folio=folio)["id"])


def reloj_de(app: App, folio: str, reloj: str, desde: datetime, minutos: int = 120, **columnas: Any) -> None:
    """Add a running clock; its deadlines as if time were all business time."""
    fila = {
        "caso_id": caso_id(app, folio), "reloj": reloj, "minutos": minutos, "turno": "general", "corre_desde": desde,
        "avisa_50_en": desde + timedelta(minutes=minutos / 2), "avisa_80_en": desde + timedelta(minutes=minutos * 0.8),
        "vence_en": desde + timedelta(minutes=minutos),
    }  # fmt: skip
    insertar(app, "relojes", **(fila | columnas))


def recibido(app: App, contacto: Contacto, texto: str = "", cuando: datetime | None = None, **otros: Any) -> str:
    """Add a message of the customer's and return its wamid; `otros`: tipo, opcion_titulo, leyenda, archivo, estado."""
    cuerpo = {"texto": texto, "opcion_id": "", "opcion_titulo": "", "media_id": "", "leyenda": "", "archivo": ""}
    wamid, cuando = nuevo_wamid(), cuando or app.now()
    columnas = {"tipo": otros.pop("tipo", "text"), "estado": otros.pop("estado", "atendido")}
    cuerpo |= otros
    insertar(app, "mensajes_entrantes", wamid=wamid, contacto_id=contacto.id, recibido_en=cuando, enviado_en=cuando,
             cuerpo=app.cipher.seal(cuerpo, "mensajes_entrantes", de=contacto.id), **columnas)  # fmt: skip
    return wamid


def enviado(app: App, contacto: Contacto, cuerpo: Any, cuando: datetime | None = None, **columnas: Any) -> int:
    """Add a message to the customer: words, or a Graph payload."""
    payload = payloads.text(cuerpo) if isinstance(cuerpo, str) else cuerpo
    fila = {
        "contacto_id": contacto.id, "wamid_origen": nuevo_wamid(), "clase": "respuesta", "ordinal": 0,
        "canal": "whatsapp", "cuerpo": None if payload is None else app.cipher.seal(payload, CUERPO, de=contacto.id),
        "estado": "leido", "creado_en": cuando or app.now(), "actualizado_en": cuando or app.now(),
    }  # fmt: skip
    return insertar(app, "mensajes_salientes", **(fila | columnas))


def documento(app: App, contacto: Contacto, contenido: bytes, formato: str = "pdf", **cuerpo: Any) -> int:
    """Add an accepted file of the customer's and return its id."""
    tipo = "document" if formato == "pdf" else "image"
    wamid = recibido(app, contacto, tipo=tipo, media_id="123", **cuerpo)
    return insertar(
        app, "documentos", contacto_id=contacto.id, wamid_origen=wamid, grupo=wamid, requisito="cedula",
        estado="aceptado", formato=formato, paginas=1, bytes=len(contenido), sha256="0" * 64,
        contenido=app.cipher.encrypt(contenido, CONTENIDO, de=contacto.id), creado_en=app.now(), revisado_en=app.now(),
    )  # fmt: skip


def suceso(app: App, folio: str, tipo: str, cuando: datetime | None = None, usuario_id: int | None = None) -> None:
    """Add a fact to the log."""
    with app.db.transaction() as tx:
        row = tx.one("asistente.ficha.caso", folio=folio)
    insertar(app, "eventos", clave=f"{tipo}:{uuid.uuid4().hex}", tipo=tipo, ocurrido_en=cuando or app.now(),
             contacto_id=row["contacto_id"], caso_id=row["id"], usuario_id=usuario_id)  # fmt: skip


def nota(app: App, folio: str, usuario_id: int, texto: str, cuando: datetime | None = None) -> None:
    """Add a colleague's note."""
    with app.db.transaction() as tx:
        row = tx.one("asistente.ficha.caso", folio=folio)
        poner(tx, app.cipher, row["id"], row["contacto_id"], usuario_id, texto, cuando or app.now())


def usuario(app: App, usuario: str, **columnas: Any) -> int:
    """Add somebody of the desk without a password and return the id."""
    fila = {"usuario": usuario, "nombre": usuario.title(), "rol": "asesor", "equipos": ["servicio"],
            "creado_en": app.now()}  # fmt: skip
    return insertar(app, "usuarios", **(fila | columnas))


def en_manos_de(app: App, folio: str, usuario_id: int, espera: str = "asesor") -> None:
    """Let a person have the conversation of a case."""
    with app.db.transaction() as tx:
        row = tx.one("asistente.ficha.caso", folio=folio)
    insertar(app, "conversaciones", contacto_id=row["contacto_id"], habla="persona", caso_id=row["id"],
             usuario_id=usuario_id, espera=espera, desde=app.now(), vence_en=app.now() + DOS_HORAS)  # fmt: skip
