"""Fault points kill where they are told to, do nothing otherwise, and no production has them."""

from __future__ import annotations

import subprocess
import sys
from signal import SIGKILL

import pytest

from proalto import puntos, settings
from proalto.settings import ROOT, SettingsError
from tests.test_settings import DE_PRODUCCION, NECESARIAS

UNO = "from proalto import puntos; puntos.activar({dict}); puntos.punto('enviar.tomado'); print('vivo')"


def correr(probabilidades: str) -> subprocess.CompletedProcess[str]:
    codigo = UNO.format(dict=probabilidades)
    return subprocess.run([sys.executable, "-c", codigo], cwd=ROOT, capture_output=True, text=True)


def test_un_punto_mata_solo_donde_se_dijo() -> None:
    assert correr("{'enviar.tomado': 1.0}").returncode == -SIGKILL
    assert correr("{'enviar.tras_enviar': 1.0}").stdout == "vivo\n"
    assert correr("{}").stdout == "vivo\n"


def test_el_ambiente_los_nombra() -> None:
    leido = settings.from_environ(NECESARIAS | {"PUNTOS_DE_FALLA": "enviar.tomado=0.05, canal.tras_guardar=1"})
    assert leido.puntos_de_falla == {"enviar.tomado": 0.05, "canal.tras_guardar": 1.0}
    assert settings.from_environ(NECESARIAS).puntos_de_falla == {}


@pytest.mark.parametrize("malo", ["enviar=0.5", "enviar.tomado", "enviar.tomado=2", "enviar.tomado=-1"])
def test_lo_mal_escrito_se_dice(malo: str) -> None:
    with pytest.raises(SettingsError, match="PUNTOS_DE_FALLA"):
        settings.from_environ(NECESARIAS | {"PUNTOS_DE_FALLA": malo})


def test_en_produccion_no_hay() -> None:
    with pytest.raises(SettingsError, match="PUNTOS_DE_FALLA"):
        settings.from_environ(NECESARIAS | DE_PRODUCCION | {"PUNTOS_DE_FALLA": "enviar.tomado=0.1"})


def test_cada_nombre_esta_en_el_producto_una_vez() -> None:
    fuentes = "".join(p.read_text() for carpeta in ("proalto", "actions") for p in (ROOT / carpeta).rglob("*.py"))
    assert {nombre: fuentes.count(f'punto("{nombre}")') for nombre in puntos.NOMBRES} == dict.fromkeys(
        puntos.NOMBRES, 1
    )
