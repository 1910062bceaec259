"""The phrases that teach and the phrases that measure: one intent each, and the same intents."""

import pytest
import yaml

from proalto.formats.texto import normalizar
from tests.tree.arbol import leer


def frases(archivo):
    """Return {normalised phrase: intents}."""
    halladas = {}
    for bloque in yaml.safe_load(leer(archivo))["nlu"]:
        for linea in bloque["examples"].splitlines():
            halladas.setdefault(normalizar(linea.removeprefix("- ")), set()).add(bloque["intent"])
    return halladas


@pytest.mark.parametrize("archivo", ["tests/nlu/test_nlu.yml", "data/nlu.yml"])
def test_ninguna_frase_tiene_dos_intenciones(archivo):
    assert {frase: sorted(de) for frase, de in frases(archivo).items() if len(de) > 1} == {}


def test_se_mide_toda_intencion_que_se_ensena():
    medidas, ensenadas = (
        {intencion for de in frases(archivo).values() for intencion in de}
        for archivo in ("tests/nlu/test_nlu.yml", "data/nlu.yml")
    )
    assert medidas == ensenadas


def test_ninguna_frase_de_la_medida_esta_en_el_entrenamiento():
    assert sorted(set(frases("tests/nlu/test_nlu.yml")) & set(frases("data/nlu.yml"))) == []
