"""What the environment says. The only reader of `os.environ`; every variable is in `.env.example`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from proalto.settings_reader import EXAMPLE_MARK, Reader, SettingsError

__all__ = [
    "EXAMPLE_MARK",
    "OTP_CHANNELS",
    "PROCESOS",
    "ROOT",
    "Settings",
    "SettingsError",
    "TwilioSettings",
    "WhatsAppSettings",
    "from_environ",
]

ROOT = Path(__file__).resolve().parent.parent
OTP_CHANNELS = ("whatsapp", "sms")
PROCESOS = ("canal", "worker", "rasa", "actions", "mesa")
MAX_PROXIES = 5
_ANTIVIRUS_URL = re.compile(r"tcp://[\w.-]+:[1-9]\d{0,4}|unix:///\S+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class WhatsAppSettings:
    api_url: str
    api_version: str
    phone_number_id: str
    business_account_id: str | None  # None: prelaunch cannot look at the templates
    access_token: str
    app_secret: str
    verify_token: str


@dataclass(frozen=True)
class TwilioSettings:
    api_url: str
    account_sid: str
    auth_token: str
    sender: str


@dataclass(frozen=True)
class Settings:
    database_url: str | None  # None: the embedded PostgreSQL under run_dir
    nucleo_database_url: str | None  # None: the same as database_url
    whatsapp: WhatsAppSettings
    otp_channel: str
    otp_template: str
    otp_template_language: str
    twilio: TwilioSettings | None
    avisos_template: str
    avisos_template_language: str
    avisos_secret: str | None  # None: the lender's system announces nothing by POST
    data_keys: tuple[str, ...]  # newest first
    certificado_p12: Path | None  # None: a development key under run_dir; never in produccion
    certificado_p12_clave: str
    public_url: str
    proxies: int  # how many stand between canal and the internet, each adding to X-Forwarded-For
    host: str
    canal_port: int
    rasa_port: int
    rasa_urls: tuple[str, ...]  # every address where a Rasa may be; some may have none
    actions_port: int
    actions_urls: tuple[str, ...]
    mesa_host: str  # where the desk listens, and where canal asks for its health
    mesa_port: int
    mesa_secret_key: str
    antivirus_url: str | None  # None: no antivirus
    rne_archivo: Path | None  # None: no advertising by SMS
    puntos_de_falla: Mapping[str, float]  # where a process may die, for `caos`; never in produccion
    produccion: bool
    demo: bool  # invented people with a published password; never in produccion
    run_dir: Path
    diario_dir: Path  # of the journal of erasures, which must outlive the machine that writes it
    proceso: str | None = None  # which one this is, and so its role in the database; None: an operator's command
    claves_de_la_base: str | None = None  # "canal=...,worker=...": what the migration lets each role enter with
    modelo_sha256: str | None = None  # the only model that Rasa may load; None: any, and in produccion none
    sin_papeles: bool = False  # the database has no roles, and all work as the owner of the tables; never in produccion

    @property
    def mesa_url(self) -> str:
        return f"http://{self.mesa_host}:{self.mesa_port}"


def from_environ(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the environment; raise SettingsError that names all that is missing at once."""
    reader = Reader(os.environ if environ is None else environ)
    otp_channel = reader.choice("OTP_CHANNEL", "whatsapp", OTP_CHANNELS)
    rasa_port, actions_port = reader.port("RASA_PORT", 5005), reader.port("ACTIONS_PORT", 5055)
    run_dir = reader.text("RUN_DIR", str(ROOT / ".run"))
    settings = Settings(
        database_url=reader.optional("DATABASE_URL"),
        nucleo_database_url=reader.optional("NUCLEO_DATABASE_URL"),
        whatsapp=_whatsapp(reader),
        otp_channel=otp_channel,
        otp_template=reader.text("OTP_TEMPLATE", "codigo_verificacion"),
        otp_template_language=reader.text("OTP_TEMPLATE_LANGUAGE", "es"),
        twilio=_twilio(reader) if otp_channel == "sms" else None,
        avisos_template=reader.text("AVISOS_TEMPLATE", "cambio_de_solicitud"),
        avisos_template_language=reader.text("AVISOS_TEMPLATE_LANGUAGE", "es_CO"),
        avisos_secret=reader.optional_secret("AVISOS_SECRET"),
        data_keys=reader.keys("DATA_KEYS"),
        certificado_p12=reader.file_in_production("CERTIFICADO_P12"),
        certificado_p12_clave=reader.example_refused("CERTIFICADO_P12_CLAVE"),
        public_url=reader.text("PUBLIC_URL", f"http://127.0.0.1:{reader.port('CANAL_PORT', 8000)}").rstrip("/"),
        proxies=reader.number("PROXIES", 0, MAX_PROXIES),
        host=reader.text("HOST", "0.0.0.0"),  # noqa: S104 - Meta must reach canal, and only canal
        canal_port=reader.port("CANAL_PORT", 8000),
        rasa_port=rasa_port,
        rasa_urls=reader.urls("RASA_URLS", f"http://{reader.text('RASA_HOST', '127.0.0.1')}:{rasa_port}"),
        actions_port=actions_port,
        actions_urls=reader.urls("ACTIONS_URLS", f"http://{reader.text('ACTIONS_HOST', '127.0.0.1')}:{actions_port}"),
        mesa_host=reader.text("MESA_HOST", "127.0.0.1"),
        mesa_port=reader.port("MESA_PORT", 8001),
        mesa_secret_key=reader.secret("MESA_SECRET_KEY"),
        antivirus_url=reader.matching("ANTIVIRUS_URL", _ANTIVIRUS_URL, "tcp://máquina:puerto o unix:///ruta"),
        rne_archivo=Path(rne) if (rne := reader.optional("RNE_ARCHIVO")) else None,
        puntos_de_falla=reader.fault_points("PUNTOS_DE_FALLA"),
        produccion=reader.produccion,
        demo=reader.only_in_development("DEMO"),
        run_dir=Path(run_dir),
        diario_dir=Path(reader.text("DIARIO_DIR", run_dir)),
        claves_de_la_base=reader.optional_secret("CLAVES_DE_LA_BASE"),
        modelo_sha256=reader.matching("MODELO_SHA256", _SHA256, "64 cifras hexadecimales"),
        sin_papeles=reader.only_in_development("PROALTO_SIN_PAPELES"),
        proceso=reader.choice("PROALTO_PROCESO", "", ("", *PROCESOS)) or None,
    )
    reader.complain()
    return settings


def _whatsapp(reader: Reader) -> WhatsAppSettings:
    return WhatsAppSettings(
        api_url=reader.text("WHATSAPP_API_URL", "https://graph.facebook.com").rstrip("/"),
        api_version=reader.text("WHATSAPP_API_VERSION", "v25.0"),
        phone_number_id=reader.secret("WHATSAPP_PHONE_NUMBER_ID"),
        business_account_id=reader.optional("WHATSAPP_BUSINESS_ACCOUNT_ID"),
        access_token=reader.secret("WHATSAPP_ACCESS_TOKEN"),
        app_secret=reader.secret("WHATSAPP_APP_SECRET"),
        verify_token=reader.secret("WHATSAPP_VERIFY_TOKEN"),
    )


def _twilio(reader: Reader) -> TwilioSettings:
    return TwilioSettings(
        api_url=reader.text("TWILIO_API_URL", "https://api.twilio.com").rstrip("/"),
        account_sid=reader.secret("TWILIO_ACCOUNT_SID"),
        auth_token=reader.secret("TWILIO_AUTH_TOKEN"),
        sender=reader.secret("TWILIO_FROM"),
    )
