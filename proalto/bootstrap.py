"""The only place that constructs clients and pools. Nothing connects until it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache

from proalto import puntos
from proalto import settings as settings_module
from proalto.db import embedded, permisos
from proalto.db.database import Database
from proalto.gateways.antivirus import Antivirus, Clamd
from proalto.gateways.cipher import Cipher
from proalto.gateways.imprenta import Imprenta, ImprentaFirmada
from proalto.gateways.rne import Rne, RneEnArchivo
from proalto.gateways.sms import SmsGateway, TwilioSms
from proalto.services.atencion import causas, prioridades, tipos_de_caso
from proalto.services.conversacion import esperas, frases_fijas, menu_fijo
from proalto.services.credito import asignacion, etapas, requisitos
from proalto.services.identificacion.desafios import Envio
from proalto.services.medicion import reglas_de_encuestas
from proalto.services.mensajeria import limites_de_uso, plantillas, reglas_de_envio
from proalto.services.mesa import equipos, horarios
from proalto.services.operacion import parametros
from proalto.services.operacion.llaves_guardadas import LlavesEnTabla
from proalto.services.operacion.textos import partes, texto
from proalto.services.supresion import reglas_de_retencion
from proalto.settings import Settings
from proalto.whatsapp import payloads
from proalto.whatsapp.client import WhatsAppClient

TABLAS: tuple[Callable[[], object], ...] = (
    parametros.vigentes,
    etapas.vigentes,
    requisitos.tabla,
    asignacion.asesores,
    horarios.vigentes,
    equipos.vigentes,
    esperas.vigentes,
    prioridades.vigentes,
    tipos_de_caso.vigentes,
    causas.vigentes,
    reglas_de_encuestas.reglas,
    reglas_de_envio.vigentes,
    reglas_de_retencion.vigentes,
    limites_de_uso.vigentes,
    frases_fijas.vigentes,
    menu_fijo.filas,
)


@dataclass(frozen=True)
class App:
    """What a process needs; tests build their own with in-memory twins and a frozen clock."""

    settings: Settings
    db: Database
    nucleo: Database
    cipher: Cipher
    whatsapp: WhatsAppClient
    sms: SmsGateway | None
    envio: Envio
    imprenta: Imprenta
    antivirus: Antivirus | None
    rne: Rne | None
    now: Callable[[], datetime]


@lru_cache(maxsize=1)
def app() -> App:
    """Return this process's App, built from the environment at the first call."""
    return build(settings_module.from_environ())


def build(settings: Settings, now: Callable[[], datetime] | None = None) -> App:
    """Construct every client and pool of a process; raise TablaInvalida if the lender's parameters are wrong."""
    for tabla in TABLAS:
        tabla()
    plantillas.exigir_clase([settings.avisos_template, *([settings.otp_template] if settings.twilio is None else [])])
    puntos.activar(settings.puntos_de_falla)
    dsn = database_url(settings)
    wa = settings.whatsapp
    return App(
        settings=settings,
        db=Database(dsn, name="asistente", role=papel(settings)),
        nucleo=Database(
            nucleo_url(settings),
            name="asistente-nucleo",
            size=4,
            read_only=True,
            role=None if settings.nucleo_database_url else papel(settings),
        ),
        cipher=cipher(settings, dsn),
        whatsapp=WhatsAppClient(wa.api_url, wa.api_version, wa.phone_number_id, wa.access_token),
        sms=TwilioSms(settings.twilio) if settings.twilio else None,
        envio=code_delivery(settings),
        imprenta=ImprentaFirmada(
            partes("paz_y_salvo"),
            settings.public_url,
            settings.certificado_p12,
            settings.certificado_p12_clave,
            settings.run_dir,
        ),
        antivirus=Clamd(settings.antivirus_url) if settings.antivirus_url else None,
        rne=RneEnArchivo(settings.rne_archivo) if settings.rne_archivo else None,
        now=now or (lambda: datetime.now(timezone.utc)),
    )


def database_url(settings: Settings) -> str:
    """Return the DSN of the assistant's database; without one in the environment, of the embedded server."""
    return settings.database_url or embedded.start(settings.run_dir / "postgres")


def papel(settings: Settings) -> str | None:
    """Return the PostgreSQL role of this process; a command that an operator types works as whoever owns the tables."""
    return permisos.rol(settings.proceso) if settings.proceso and not settings.sin_papeles else None


def papeles_en_nucleo(settings: Settings) -> bool:
    """Tell whether each process reads `nucleo` with a role of its own; otherwise all do with one user's privileges."""
    return not settings.nucleo_database_url and not settings.sin_papeles


def opciones(settings: Settings) -> str:
    """Return what a connection other than `Database`'s must ask of PostgreSQL for the same: our schema, our role."""
    papel_propio = papel(settings)
    return "-c search_path=asistente" + (f" -c role={papel_propio}" if papel_propio else "")


def nucleo_url(settings: Settings) -> str:
    """Return the DSN of the lender's database."""
    return settings.nucleo_database_url or database_url(settings)


def cipher(settings: Settings, dsn: str) -> Cipher:
    """Return what encrypts and reads everything that is kept, with the data keys of this database."""
    llaves = Database(dsn, name="asistente-llaves", size=4, role=papel(settings), at_once=False)
    return Cipher(settings.data_keys, LlavesEnTabla(llaves))


def code_delivery(settings: Settings) -> Envio:
    """Return how one-time codes leave: by SMS, or by Meta's authentication template."""
    if settings.otp_channel == "sms":
        return Envio(
            "sms",
            lambda codigo: {"texto": texto("sms_codigo").format(codigo=codigo)},
            lambda clase: {"texto": partes("seguridad")[clase]},
        )
    return Envio(
        "whatsapp",
        lambda codigo: payloads.template(
            settings.otp_template, settings.otp_template_language, [codigo], otp_code=codigo
        ),
        lambda clase: plantillas.rellenar(plantillas.registradas()[f"seguridad_{clase}"], []),
    )
