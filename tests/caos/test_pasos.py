"""What the walk expects to read is what the assistant says, and no two steps expect the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from caos import pasos
from caos.pasos import ABIERTOS, Paso
from proalto.settings import ROOT

FIJOS = (
    *ABIERTOS, pasos.MENU, pasos.PEDIR_SALDO, pasos.ACEPTAR, pasos.CASO, pasos.CASO_OTRA_VEZ,
    pasos.CERTIFICADO_OTRA_VEZ,
    Paso("fecha", "", pasos.PIDE_FECHA), Paso("codigo", "", pasos.PIDE_CODIGO), Paso("archivo", "", pasos.ARCHIVO),
    Paso("certificado", "", pasos.CERTIFICADO), Paso("vencido", "", (pasos.CODIGO_VENCIDO,)),
    Paso("falla", "", (pasos.DISCULPA,)),
)  # fmt: skip


@pytest.fixture(scope="module")
def dichos() -> list[str]:
    """Return every text that a customer may read."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    respuestas = [str(r.get("text", "")) for lista in domain["responses"].values() for r in lista]
    return respuestas + [p.read_text(encoding="utf-8") for p in Path(ROOT / "textos").rglob("*.txt")]


@pytest.mark.parametrize("paso", FIJOS, ids=lambda paso: paso.clase)
def test_lo_que_se_espera_es_lo_que_se_dice(paso: Paso, dichos: list[str]) -> None:
    for frase in paso.dice:
        assert any(frase in dicho for dicho in dichos), frase


def test_las_preguntas_abiertas_se_distinguen(dichos: list[str]) -> None:
    for paso in (*ABIERTOS, pasos.MENU):
        respuestas = [dicho for dicho in dichos if any(frase in dicho for frase in paso.dice)]
        otras = [
            otro.clase
            for otro in (*ABIERTOS, pasos.MENU)
            if otro is not paso
            for r in respuestas
            for f in otro.dice
            if f in r
        ]
        assert respuestas and not otras, (paso.clase, otras)


def test_los_pesos_se_escriben_como_los_dice_el_asistente() -> None:
    assert pasos.pesos(7_000_001) == "7.000.001"
