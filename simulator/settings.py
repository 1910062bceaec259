"""The only reader of the environment of this process."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REQUIRED = ("WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_VERIFY_TOKEN")


class SettingsMissing(Exception):
    """Variables that must be set and are not; the message names them."""


@dataclass(frozen=True)
class Settings:
    """What the simulator needs to know before it starts."""

    webhook_url: str
    app_secret: str
    access_token: str
    phone_number_id: str
    verify_token: str
    host: str = "127.0.0.1"
    port: int = 8080
    twilio_sid: str = ""
    twilio_token: str = ""
    waba_id: str = "102290129340398"
    business_number: str = "576015550100"
    clientes: Path | None = None
    plantillas: Path | None = None


def read_settings(env: Mapping[str, str]) -> Settings:
    """Build Settings from environment variables; raise SettingsMissing naming every absent one."""
    missing = [name for name in REQUIRED if not env.get(name)]
    if missing:
        raise SettingsMissing(", ".join(missing))
    canal = env.get("CANAL_PORT") or "8000"
    return Settings(
        webhook_url=env.get("SIMULADOR_WEBHOOK_URL") or f"http://127.0.0.1:{canal}/webhooks/whatsapp",
        app_secret=env["WHATSAPP_APP_SECRET"],
        access_token=env["WHATSAPP_ACCESS_TOKEN"],
        phone_number_id=env["WHATSAPP_PHONE_NUMBER_ID"],
        verify_token=env["WHATSAPP_VERIFY_TOKEN"],
        host=env.get("SIMULADOR_HOST") or "127.0.0.1",
        port=int(env.get("SIMULADOR_PORT") or "8080"),
        twilio_sid=env.get("TWILIO_ACCOUNT_SID", ""),
        twilio_token=env.get("TWILIO_AUTH_TOKEN", ""),
        clientes=_path(env, "SIMULADOR_CLIENTES"),
        plantillas=_path(env, "SIMULADOR_PLANTILLAS"),
    )


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name)
    return Path(value) if value else None
