"""A product that could go live tomorrow: each test spoils one thing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2.extensions
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from proalto.bootstrap import App
from proalto.db.database import Database
from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo
from proalto.gateways.archivos.signatures import is_test_virus
from proalto.prelaunch import base, maquina
from proalto.prelaunch.hallazgos import Contexto
from proalto.services.mesa.usuarios import EQUIPOS
from proalto.settings import ROOT, from_environ
from proalto.whatsapp.memory import MemoryWhatsApp
from tests.conftest import ENTORNO, conectar
from tests.services.gente import persona

CUENTA, CLAVE = "102290129340398", "clave del p12"
LECTOR = "lector_de_prueba"
BUENO = {
    "PROALTO_ENV": "produccion",
    "WHATSAPP_API_URL": "https://graph.facebook.com",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": CUENTA,
    "WHATSAPP_APP_SECRET": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "WHATSAPP_VERIFY_TOKEN": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    "DATA_KEYS": "q7Zk2mVx9TtLh4Rb8NwYc3Jd6Fs1Gp5A",
    "MESA_SECRET_KEY": "Hb3Vn8Kq2Xr7Wz5Td9Lm4Pc6Yf1Js0Ga",
    "PUBLIC_URL": "https://asistente.proalto.co",
    "PROXIES": "1",
    "ANTIVIRUS_URL": "tcp://127.0.0.1:3310",
    "CERTIFICADO_P12_CLAVE": CLAVE,
}


class MemoryAntivirus:
    """Finds the harmless test virus, unless its signatures are missing."""

    def __init__(self, *, firmas: bool = True) -> None:
        self._firmas = firmas

    def revisar(self, contenido: bytes) -> None:
        if self._firmas and is_test_virus(contenido):
            raise ArchivoRechazado(Motivo.virus)


def en_meta(**cambios: Any) -> dict[str, Any]:
    """Return our templates as Meta lists them, approved."""
    registradas = [json.loads(archivo.read_text()) for archivo in sorted((ROOT / "textos/plantillas").glob("*.json"))]
    return {"data": [una | {"status": "APPROVED", "id": "1"} | cambios.get(una["name"], {}) for una in registradas]}


def llave(archivo: Path, now: datetime, *, dias: int = 365, propia: bool = False) -> Path:
    """Write a signing key that another entity vouches for, unless it is `propia`."""
    secreta = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    sujeto, emisor = (_nombre(quien) for quien in ("ProAlto", "ProAlto" if propia else "Entidad acreditada"))
    certificado = (
        x509.CertificateBuilder()
        .subject_name(sujeto)
        .issuer_name(emisor)
        .public_key(secreta.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=dias))
        .sign(secreta, hashes.SHA256())
    )
    cifrado = BestAvailableEncryption(CLAVE.encode())
    archivo.write_bytes(pkcs12.serialize_key_and_certificates(b"firma", secreta, certificado, None, cifrado))
    archivo.chmod(0o400)
    return archivo


def _nombre(quien: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, quien)])


@pytest.fixture
def raiz(tmp_path: Path, reloj: Any) -> Path:
    """A copy of the project's papers, filled in by ProAlto."""
    carpeta = tmp_path / "proyecto"
    for nombre in ("textos", "parametros"):
        shutil.copytree(ROOT / nombre, carpeta / nombre)
    (carpeta / "domain.yml").write_text("responses: {}\n")
    parametros = carpeta / "parametros"
    (parametros / "datos_de_ejemplo.csv").write_text("valor,que_es\nCalle Falsa 123,la dirección\n")
    (parametros / "tasa_maxima.csv").write_text(
        "desde,hasta,efectiva_anual,fuente\n2026-11-01,2026-11-30,25.02,la de noviembre\n"
    )
    (parametros / "rnbd.csv").write_text("ano,uvt,activos_totales,inscrito\n2026,52374,4000000000,no\n")
    declarado = (parametros / "declaraciones.csv").read_text().replace(",,\n", ",Ana Ruiz (gerente),2026-11-02\n")
    (parametros / "declaraciones.csv").write_text(declarado)
    modelos = carpeta / "models"
    modelos.mkdir()
    (modelos / "asistente.tar.gz").write_bytes(b"modelo")
    (modelos / "asistente.tar.huella").write_text("x")
    (modelos / "asistente.tar.sha256").write_text("8cce676e2f83bf17677057a2ed35e199bb465755e22987c1cff8c9e8bcd1e480")
    return carpeta


@pytest.fixture
def lector(dsn: str) -> str:
    """Return the lender's database as a user who only reads it."""
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN CREATE ROLE {LECTOR} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
            f"GRANT USAGE ON SCHEMA nucleo TO {LECTOR}; GRANT SELECT ON ALL TABLES IN SCHEMA nucleo TO {LECTOR}"
        )
    return psycopg2.extensions.make_dsn(dsn, user=LECTOR)


@pytest.fixture
def listo(app: App, raiz: Path, lector: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contexto]:
    """A context in which every check is content."""
    p12 = llave(tmp_path / "firma.p12", app.now())
    run_dir = tmp_path / "run"
    run_dir.mkdir(mode=0o700)
    lugares = {"CERTIFICADO_P12": str(p12), "RUN_DIR": str(run_dir), "NUCLEO_DATABASE_URL": lector}
    ajustes = from_environ(ENTORNO | BUENO | lugares | {"DATABASE_URL": str(app.settings.database_url)})
    whatsapp = MemoryWhatsApp()
    whatsapp.objects = {
        "": {"verified_name": "ProAlto", "quality_rating": "GREEN"},
        f"{CUENTA}/subscribed_apps": {"data": [{"whatsapp_business_api_data": {"id": "1"}}]},
        f"{CUENTA}/message_templates": en_meta(),
    }
    nucleo = Database(lector, name="lector", read_only=True)
    monkeypatch.setattr(maquina, "hora_de", lambda url: app.now())
    monkeypatch.setattr(maquina, "DESFASE", timedelta(days=3650))  # the clock of tests stands still
    monkeypatch.setattr(maquina, "_preguntar", _como_se_debe(ajustes.whatsapp.verify_token))
    monkeypatch.setattr(base, "ROLES", _roles(str(app.settings.database_url)))
    persona(app, "supervisor", EQUIPOS, clave_temporal=False, totp_paso=1)
    producto = replace(app, settings=ajustes, whatsapp=whatsapp, nucleo=nucleo, antivirus=MemoryAntivirus())
    yield Contexto(app.now(), producto, raiz)
    nucleo.close()


def _roles(dsn: str) -> tuple[str, ...]:
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        for rol in base.ROLES:
            cursor.execute(f"DO $$ BEGIN CREATE ROLE {rol}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    return base.ROLES


class Respuesta:
    """What a web server answers."""

    def __init__(self, status_code: int, text: str) -> None:
        self.status_code, self.text = status_code, text


def _como_se_debe(bueno: str) -> Any:
    return lambda url, token, reto: Respuesta(200, reto) if token == bueno else Respuesta(403, "")
