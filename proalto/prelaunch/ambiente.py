"""The environment: mode, secrets, addresses, and who may read the files that hold them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from psycopg2.extensions import parse_dsn

from proalto.prelaunch.hallazgos import Contexto, Problema
from proalto.settings import EXAMPLE_MARK

META = "https://graph.facebook.com"
LARGO_DE_LLAVE, LETRAS_DISTINTAS = 32, 16
LARGO_DE_TOKEN = 24
LOCALES = ("localhost", "127.0.0.1", "::1", "")
RESERVADOS = (".example", ".test", ".invalid", ".localhost", ".local")
SSL_QUE_COMPRUEBA = ("verify-full", "verify-ca")


def modo(contexto: Contexto) -> Iterator[Problema]:
    """Production, without the demonstration's people or the simulated Meta."""
    ajustes = contexto.ajustes
    if not ajustes.produccion:
        yield Problema("PROALTO_ENV no dice produccion", "Pon PROALTO_ENV=produccion en .env.")
    if ajustes.demo:
        yield Problema("DEMO=1: hay clientes y asesores inventados", "Quita DEMO de .env.")
    if ajustes.whatsapp.api_url != META:
        yield Problema(f"WHATSAPP_API_URL no es Meta ({ajustes.whatsapp.api_url})", "Quita WHATSAPP_API_URL de .env.")


def secretos(contexto: Contexto) -> Iterator[Problema]:
    """Long enough not to be guessed, different from one another, and none from the example."""
    ajustes = contexto.ajustes
    for n, llave in enumerate(ajustes.data_keys, start=1):
        if len(llave) < LARGO_DE_LLAVE or len(set(llave)) < LETRAS_DISTINTAS:
            yield Problema(f"DATA_KEYS: la llave n.º {n} es débil", "Cámbiala (docs/operacion.md, «Llaves»).")
    tokens = {
        "WHATSAPP_APP_SECRET": ajustes.whatsapp.app_secret,
        "WHATSAPP_VERIFY_TOKEN": ajustes.whatsapp.verify_token,
        "MESA_SECRET_KEY": ajustes.mesa_secret_key,
        "AVISOS_SECRET": ajustes.avisos_secret,
    }
    for nombre, valor in tokens.items():
        if valor is not None and (len(valor) < LARGO_DE_TOKEN or EXAMPLE_MARK in valor):
            yield Problema(f"{nombre} es corto o es el del ejemplo", "Haz otro: openssl rand -hex 32.")
    puestos = [*ajustes.data_keys, *(valor for valor in tokens.values() if valor)]
    if len(set(puestos)) < len(puestos):
        yield Problema("El mismo secreto está en dos variables", "Cada uno debe ser distinto: openssl rand -hex 32.")


def direcciones(contexto: Contexto) -> Iterator[Problema]:
    """What is public is behind HTTPS; what is not, on this machine alone."""
    ajustes = contexto.ajustes
    publica = urlsplit(ajustes.public_url)
    if publica.scheme != "https" or not _es_publico(publica.hostname or ""):
        yield Problema(
            f"PUBLIC_URL no es una dirección https pública ({ajustes.public_url})",
            "Pon la que lleva a tu proxy HTTPS: queda impresa en los certificados.",
        )
    if ajustes.proxies < 1:
        yield Problema("PROXIES=0: no se sabe quién consulta", "Pon PROXIES=1 si hay un proxy HTTPS delante.")
    if not _es_interno(ajustes.mesa_host):
        yield Problema(f"MESA_HOST={ajustes.mesa_host} abre la mesa", "Pon MESA_HOST=127.0.0.1 detrás de HTTPS.")
    for url in (*ajustes.rasa_urls, *ajustes.actions_urls):
        if not _es_interno(urlsplit(url).hostname or ""):
            yield Problema(f"{url} no es de la red interna", "Ni Rasa ni las acciones deben verse desde fuera.")


def bases(contexto: Contexto) -> Iterator[Problema]:
    """Our own PostgreSQL, the lender's by a reader of its own, and encrypted lines to whatever is not here."""
    ajustes = contexto.ajustes
    if ajustes.database_url is None or "/.run/" in ajustes.database_url:
        yield Problema("La base es la embebida en .run", "Pon DATABASE_URL con un PostgreSQL que tenga copias.")
    if ajustes.nucleo_database_url is None:
        yield Problema("NUCLEO_DATABASE_URL no está", "Pon la base del prestamista, con un usuario que solo lee.")
    for nombre, dsn in (("DATABASE_URL", ajustes.database_url), ("NUCLEO_DATABASE_URL", ajustes.nucleo_database_url)):
        if dsn is not None and not _linea_segura(dsn):
            yield Problema(f"{nombre} va por la red sin comprobar el servidor", "Agrégale ?sslmode=verify-full.")
        if dsn is not None and EXAMPLE_MARK in dsn:
            yield Problema(f"{nombre} tiene la contraseña del ejemplo", "Pon la tuya.")


def archivos(contexto: Contexto) -> Iterator[Problema]:
    """What holds secrets is read by its owner alone."""
    ajustes = contexto.ajustes
    secretos = [contexto.raiz / ".env", ajustes.run_dir / "claves.env", ajustes.certificado_p12, ajustes.run_dir]
    for archivo in secretos:
        if archivo is not None and archivo.exists() and _lo_leen_otros(archivo):
            yield Problema(f"{archivo} lo puede leer cualquiera", f"chmod go-rwx {archivo}")


def _es_publico(nombre: str) -> bool:
    return "." in nombre and not nombre.endswith(RESERVADOS) and not _es_interno(nombre)


def _es_interno(nombre: str) -> bool:
    """Tell whether an address cannot be reached from outside: this machine, a private network, a container's name."""
    if nombre in LOCALES:
        return True
    try:
        direccion = ip_address(nombre)
    except ValueError:
        return "." not in nombre
    return (direccion.is_private or direccion.is_loopback) and not direccion.is_unspecified


def _linea_segura(dsn: str) -> bool:
    partes = {clave: str(valor) for clave, valor in parse_dsn(dsn).items()}
    servidor = partes.get("host", "") or parse_qs(urlsplit(dsn).query).get("host", [""])[0]
    return servidor in LOCALES or servidor.startswith("/") or partes.get("sslmode") in SSL_QUE_COMPRUEBA


def _lo_leen_otros(archivo: Path) -> bool:
    return bool(archivo.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP))
