"""Asking how it was, at a good moment: in the chat within the service window, by template outside it, once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import Evento, decision
from proalto.services.contacto import ventana
from proalto.services.conversacion import conversaciones, opciones
from proalto.services.conversacion.opciones import Opcion
from proalto.services.identificacion.contactos import Contacto
from proalto.services.medicion.encuestas import DELICADOS
from proalto.services.medicion.eventos import anotar
from proalto.services.medicion.reglas_de_encuestas import Momento, Que, decidir, reglas
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import CARPETA
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address

PLANTILLA = "calificacion"
CLASE = "plantilla"


def enviar_pendientes(db: Database, cipher: Cipher, now: datetime) -> int:
    """Ask whoever it is time to ask; return how many were asked. Safe to repeat, and for several workers at once."""
    with db.transaction() as tx:
        tx.run("asistente.encuestas.vencer", antes_de=now - reglas().vida)
        tx.run("asistente.encuestas.rescatar", enviar_en=now + reglas().silencio)
        pendientes = tx.all("asistente.encuestas.pendientes", now=now)
    return sum(_enviar(db, cipher, row["id"], row["contacto_id"], now) for row in pendientes)


def _enviar(db: Database, cipher: Cipher, encuesta_id: int, contacto_id: int, now: datetime) -> bool:
    autorizado = decision(db, Contacto(contacto_id, Address())) is Evento.ACEPTADA
    with db.transaction() as tx:
        habla = conversaciones.bloquear(tx, contacto_id)  # comes before any case's lock, and so before a survey's
        row = tx.first("asistente.encuestas.tomar", id=encuesta_id, now=now)
        if row is None:
            return False
        que = decidir(_momento(tx, cipher, row, autorizado, habla.de_persona, now), reglas(), now)
        if que is Que.OMITIR:
            tx.run("asistente.encuestas.omitir", id=encuesta_id)
        elif que is Que.ESPERAR:
            tx.run("asistente.encuestas.reprogramar", id=encuesta_id, contacto_id=contacto_id,
                   enviar_en=now + reglas().silencio)  # fmt: skip
        else:
            _preguntar(tx, cipher, row, que, now)
    return que in (Que.PREGUNTAR, Que.PLANTILLA)


def _momento(tx: Transaction, cipher: Cipher, row: Row, autorizado: bool, persona: bool, now: datetime) -> Momento:
    contacto_id = row["contacto_id"]
    visto = tx.one(
        "asistente.encuestas.momento",
        contacto_id=contacto_id,
        id=row["id"],
        delicados=list(DELICADOS),
        delicado_desde=now - timedelta(days=reglas().dias_tras_caso_delicado),
        preguntado_desde=now - timedelta(days=reglas().dias_entre_encuestas),
    )
    ocupado = persona or visto["por_contestar"] or _en_formulario(tx, cipher, contacto_id)
    return Momento(
        de_caso=row["caso_id"] is not None,
        programada_en=row["creada_en"],
        autorizado=autorizado,
        delicado=visto["delicado"],
        preguntado=visto["preguntado"],
        ocupado=bool(ocupado),
        ventana=ventana.abierta(tx, contacto_id, now),
    )


def _en_formulario(tx: Transaction, cipher: Cipher, contacto_id: int) -> bool:
    turnos = tx.all("asistente.turnos.ultimos", contacto_id=contacto_id, cuantos=1)
    return bool(turnos and cipher.unseal(turnos[0]["estado"], "turnos.estado")["form"])


def _preguntar(tx: Transaction, cipher: Cipher, row: Row, que: Que, now: datetime) -> None:
    encuesta_id, contacto_id = row["id"], row["contacto_id"]
    tx.run("asistente.encuestas.enviar", id=encuesta_id, now=now)
    anotar(tx, "encuesta_enviada", f"encuesta_enviada:{encuesta_id}", now, contacto_id=contacto_id,
           caso_id=row["caso_id"], usuario_id=row["usuario_id"], gestion=row["gestion"],
           datos={"por": que.value})  # fmt: skip
    clave = f"encuesta:{encuesta_id}:{int(now.timestamp())}"  # asked again, if its moment passed in the meantime
    if que is Que.PREGUNTAR:
        orden = f'/pedir_calificacion{{"encuesta": "{encuesta_id}"}}'
        bandeja_entrada.encolar_interno(tx, cipher, contacto_id, clave, orden)
        return
    ids = opciones.guardar(tx, cipher, contacto_id, clave, _opciones(encuesta_id))
    cuerpo = payloads.template(PLANTILLA, _plantilla()["language"], [row["folio"]], replies=ids)
    bandeja_salida.encolar(tx, cipher, contacto_id, clave, cuerpo, clase=CLASE)
    trabajos.despertar_envio(tx, contacto_id)


def _opciones(encuesta_id: int) -> list[Opcion]:
    """Return the template's buttons, which Meta keeps, with what each of them means here."""
    botones = next(parte["buttons"] for parte in _plantilla()["components"] if parte["type"] == "BUTTONS")
    return [
        Opcion(boton["text"], f'/calificar{{"encuesta": "{encuesta_id}", "puntaje": "{puntaje}"}}')
        for puntaje, boton in enumerate(botones, start=1)
    ]


@cache
def _plantilla() -> dict[str, Any]:
    plantilla: dict[str, Any] = json.loads((CARPETA / "plantillas" / f"{PLANTILLA}.json").read_text(encoding="utf-8"))
    return plantilla
