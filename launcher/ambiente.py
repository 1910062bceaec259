"""The environment of the processes: `.env`, then what development may leave out."""

from __future__ import annotations

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from dotenv import dotenv_values

from proalto.settings import ROOT

# A laptop needs no keys by hand: they are made once and kept, so that what was encrypted can be read tomorrow.
DE_DESARROLLO = ("DATA_KEYS", "MESA_SECRET_KEY")
DE_DEMO = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_ACCESS_TOKEN": "",
    "WHATSAPP_APP_SECRET": "",
    "WHATSAPP_VERIFY_TOKEN": "",
    "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
    "TWILIO_AUTH_TOKEN": "",
    "TWILIO_FROM": "+573000000000",
    "OTP_CHANNEL": "sms",
    "PROALTO_ENV": "desarrollo",
    "DEMO": "1",
}


def cargar(*, demo: bool) -> dict[str, str]:
    """Return the environment for every process; what the shell says wins over `.env`."""
    # The demo never writes to the real database of a `.env`, nor sends its waiting messages to the simulator.
    archivo = {} if demo else {key: value for key, value in dotenv_values(ROOT / ".env").items() if value}
    ambiente = archivo | dict(os.environ)
    claves = _claves(Path(ambiente.get("RUN_DIR") or ROOT / ".run") / "claves.env")
    if ambiente.get("PROALTO_ENV") != "produccion":
        for nombre in DE_DESARROLLO:
            _si_falta(ambiente, nombre, claves[nombre])
    if demo:
        puerto = ambiente.setdefault("SIMULADOR_PORT", "8080")
        # Nor does it talk to the outside, whatever the shell holds.
        ambiente |= {"WHATSAPP_API_URL": f"http://127.0.0.1:{puerto}", "TWILIO_API_URL": f"http://127.0.0.1:{puerto}"}
        for nombre, valor in DE_DEMO.items():
            ambiente[nombre] = valor or claves[nombre]
        ambiente |= {"CERTIFICADO_P12": "", "PROXIES": "0"}  # invented debts are not certified with a real key
        _si_falta(ambiente, "HOST", "127.0.0.1")
        ambiente["MESA_HOST"] = "127.0.0.1"  # its people have a published password
    ambiente |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",  # of Rasa's old libraries, by the screenful
        "RASA_TELEMETRY_ENABLED": "false",
        "TICKET_LOCK_LIFETIME": "300",  # Rasa drops messages that wait for a lock longer than its lifetime
        "SANIC_WORKERS": "1",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    return ambiente


def _claves(archivo: Path) -> dict[str, str]:
    """Return the keys of this folder, made at the first start."""
    claves = {key: value or "" for key, value in dotenv_values(archivo).items()}
    nombres = [*DE_DESARROLLO, *(nombre for nombre, valor in DE_DEMO.items() if not valor)]
    nuevas = {nombre: secrets.token_urlsafe(32) for nombre in nombres if nombre not in claves}
    if nuevas:
        archivo.parent.mkdir(parents=True, exist_ok=True)
        archivo.touch(mode=0o600)
        with archivo.open("a") as salida:
            salida.writelines(f"{nombre}={valor}\n" for nombre, valor in nuevas.items())
    return claves | nuevas


def _si_falta(ambiente: MutableMapping[str, str], nombre: str, valor: str) -> None:
    if not ambiente.get(nombre):
        ambiente[nombre] = valor
