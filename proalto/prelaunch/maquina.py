"""This machine: its clock, its antivirus, its model, and whether the world reaches it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

import requests
from psycopg2 import Error

from proalto.db.database import DatabaseAway
from proalto.gateways.antivirus import AntivirusAway
from proalto.gateways.archivos.motivos import ArchivoRechazado
from proalto.gateways.archivos.signatures import TEST_VIRUS
from proalto.gateways.hora import SinHora, hora_de
from proalto.prelaunch.hallazgos import Contexto, Problema, sin_comprobar

DESFASE = timedelta(seconds=30)  # a code of the desk's second factor lasts that long
MODELO = "asistente"
RUTA = "/webhooks/whatsapp"
ESPERA = (3.05, 10)


def antivirus(contexto: Contexto) -> Iterator[Problema]:
    """There is an antivirus, it answers, and it knows a virus when it sees one."""
    clamd = contexto.producto.antivirus
    if clamd is None:
        yield Problema("Los archivos de los clientes no pasan por antivirus", "Pon ANTIVIRUS_URL: docs/operacion.md.")
        return
    try:
        clamd.revisar(b"nada malo")
        clamd.revisar(TEST_VIRUS)
    except AntivirusAway:
        yield sin_comprobar("El antivirus no responde", "Arranca clamd y revisa ANTIVIRUS_URL.")
    except ArchivoRechazado:
        return  # the harmless virus was found
    else:
        yield Problema("El antivirus dejó pasar el virus de prueba", "Le faltan las firmas: freshclam.")


def reloj(contexto: Contexto) -> Iterator[Problema]:
    """This clock, the database's and Meta's agree: signatures, codes and legal terms depend on it."""
    try:
        with contexto.producto.db.transaction() as tx:
            yield from _comparar(contexto.now, tx.one("asistente.preparativos.ahora")["ahora"], "la base de datos")
    except (DatabaseAway, Error):
        yield sin_comprobar("No se pudo comparar el reloj con el de la base", "Revisa DATABASE_URL.")
    try:
        yield from _comparar(contexto.now, hora_de(contexto.ajustes.whatsapp.api_url), "Meta")
    except SinHora:
        yield sin_comprobar("No se pudo comparar el reloj con el de Meta", "Revisa la red de este computador.")


def modelo(contexto: Contexto) -> Iterator[Problema]:
    """There is a model, and it is the one that was trained here."""
    archivo = contexto.raiz / "models" / f"{MODELO}.tar.gz"
    if not archivo.exists() or not archivo.with_suffix(".huella").exists():
        yield Problema("No hay modelo entrenado", "make modelo")
        return
    fijado = archivo.with_suffix(".sha256")
    if not fijado.exists():
        yield Problema("El modelo no está fijado por su huella", "make modelo lo entrena y lo fija.")
    elif fijado.read_text().split()[:1] != [hashlib.sha256(archivo.read_bytes()).hexdigest()]:
        yield Problema("El modelo no es el que se fijó: alguien lo cambió", "make modelo, y averigua quién.")


def webhook(contexto: Contexto) -> Iterator[Problema]:
    """Our public address answers to Meta's question, and only with our token."""
    ajustes, reto = contexto.ajustes, secrets.token_hex(8)
    try:
        bien = _preguntar(f"{ajustes.public_url}{RUTA}", ajustes.whatsapp.verify_token, reto)
        mal = _preguntar(f"{ajustes.public_url}{RUTA}", secrets.token_hex(16), reto)
    except requests.RequestException as error:
        yield sin_comprobar(
            f"{ajustes.public_url}{RUTA} no contesta desde aquí ({type(error).__name__})",
            "Arranca el asistente y su proxy HTTPS; si desde este computador no se puede, pruébalo desde otro.",
        )
        return
    if bien.status_code != requests.codes.ok or bien.text != reto:
        yield Problema("El webhook no contesta lo que Meta espera", "docs/operacion.md, «Meta, paso a paso», 6.")
    if mal.status_code == requests.codes.ok:
        yield Problema("El webhook acepta cualquier token", "Revisa a dónde lleva el proxy.")


def _comparar(nuestro: datetime, suyo: datetime, de_quien: str) -> Iterator[Problema]:
    desfase = abs(nuestro - suyo)
    if desfase > DESFASE:
        yield Problema(f"El reloj difiere del de {de_quien} en {desfase.total_seconds():.0f} s", "Enciende NTP.")


def _preguntar(url: str, token: str, reto: str) -> requests.Response:
    datos = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": reto}
    return requests.get(url, params=datos, timeout=ESPERA, allow_redirects=False)
