"""Customers for the bench, put straight into the database: who they are, what they accepted, what they owe."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from psycopg2.extras import execute_values

from proalto import bootstrap
from proalto import settings as settings_module
from proalto.bootstrap import App
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento
from proalto.services.identificacion.contactos import Contacto, de_sender, identificar
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.whatsapp.address import Address
from tests.conftest import ENTORNO, conectar

_serie = itertools.count(1)
EXPEDICION = date(1998, 5, 3)


@dataclass(frozen=True)
class Persona:
    """One customer; `sender` is the conversation's key in Rasa."""

    sender: str
    telefono: str
    cedula: str
    identificada: bool


def app(dsn: str, claves: Mapping[str, str]) -> App:
    """Return an App on the measured system's database, with its keys."""
    return bootstrap.build(settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn} | dict(claves)))


def personas(app: App, cuantas: int, *, por_whatsapp: bool, identificadas: float = 0.5) -> list[Persona]:
    """Add customers who have accepted; this share of them has a live session. Those by WhatsApp have a phone."""
    numeros = [next(_serie) for _ in range(cuantas)]
    _nucleo(app, numeros)
    return [_persona(app, n, por_whatsapp, (i * identificadas) % 1 < identificadas) for i, n in enumerate(numeros)]


def conocer(app: App, telefonos: Sequence[str]) -> None:
    """Add a contact for each phone, with its data key, as the first message from it does."""
    for telefono in telefonos:
        with app.db.transaction() as tx:
            contacto_id = identificar(tx, app.cipher, Address(telefono, None))
        app.cipher.seal({}, "mensajes_entrantes", de=contacto_id)


def _cedula(n: int) -> str:
    return str(52_000_000 + n)


def _telefono(n: int) -> str:
    return f"57301{n:07d}"


def _persona(app: App, n: int, por_whatsapp: bool, identificada: bool) -> Persona:
    ahora = datetime.now(timezone.utc)
    if por_whatsapp:
        with app.db.transaction() as tx:
            sender = str(identificar(tx, app.cipher, Address(_telefono(n), None)))
    else:
        sender = f"banco-{n}"  # as `rasa shell` writes: a key that is no contact's id
    de_este = de_sender(app.db, sender, "")
    contacto = Contacto(de_este.id, de_este.address, f"banco.{n}")
    autorizacion.mostrar(app.db, app.cipher, contacto, ahora)
    autorizacion.responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "Acepto", ahora)
    if identificada:
        huella = app.cipher.keyed_hash(CEDULA, _cedula(n))
        with app.db.transaction() as tx:
            sellada = app.cipher.encrypt(_cedula(n).encode(), CEDULA, de=contacto.id)
            abrir_sesion(tx, contacto.id, sellada, huella, Nivel.N2, ahora)
    return Persona(sender, _telefono(n), _cedula(n), identificada)


def _nucleo(app: App, numeros: list[int]) -> None:
    """What the lender knows of them: a live crédito each, and an application in study."""
    ahora = datetime.now(timezone.utc)
    clientes = [(_cedula(n), "Ana", "Prueba", _telefono(n), "empleado", EXPEDICION, date(2026, 10, 1)) for n in numeros]
    creditos = [
        (f"B-{n:06d}", _cedula(n), "vigente", 10_000_000, 7_654_321, 60, 14, 234_567, date(2025, 1, 10),
         date(2026, 11, 30), 0)
        for n in numeros
    ]  # fmt: skip
    solicitudes = [
        (f"BS-{n:06d}", _cedula(n), "Crédito de libranza", 14_000_000, 60, "estudio", ahora - timedelta(days=3),
         ahora - timedelta(hours=20))
        for n in numeros
    ]  # fmt: skip
    with conectar(app.settings.database_url or "") as connection, connection.cursor() as cursor:
        execute_values(
            cursor,
            "INSERT INTO nucleo.clientes (cedula, nombres, apellidos, celular, segmento, fecha_expedicion, "
            "celular_confirmado_en) VALUES %s",
            clientes,
        )
        execute_values(
            cursor,
            "INSERT INTO nucleo.creditos (numero, cedula, estado, monto, saldo, cuotas_totales, cuotas_pagadas, "
            "valor_cuota, fecha_desembolso, proximo_descuento, dias_mora) VALUES %s",
            creditos,
        )
        execute_values(
            cursor,
            "INSERT INTO nucleo.solicitudes (radicado, cedula, producto, monto, plazo, etapa, radicada_en, "
            "actualizada_en) VALUES %s",
            solicitudes,
        )
