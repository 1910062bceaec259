"""A new Rasa is ready once it has understood and decided, and never if it cannot."""

import asyncio
from types import SimpleNamespace

import pytest

from proalto.channel.calor import FRASES, Calor
from tests.channel.charla import dominio


class Modelo:
    """A model that understands nothing in particular, or fails."""

    def __init__(self, falla: Exception | None = None) -> None:
        self.domain, self.processor, self.falla = dominio(), self, falla
        self.leidas: list[str] = []
        self.decididas: list[str] = []
        self.cargado = True

    def is_ready(self) -> bool:
        return self.cargado

    async def parse_message(self, frase: str) -> dict[str, object]:
        self.leidas.append(frase)
        await asyncio.sleep(0)
        if self.falla:
            raise self.falla
        return {"text": frase, "intent": {"name": "saludar", "confidence": 1.0}, "entities": []}

    def predict_next_with_tracker_if_should(self, tracker: SimpleNamespace) -> None:
        self.decididas.append(tracker.latest_message.text)


async def preguntar(calor: Calor, modelo: Modelo, veces: int) -> list[bool]:
    dicho = []
    for _ in range(veces):
        dicho.append(calor.listo(modelo))
        await asyncio.sleep(0.01)
    return dicho


def test_esta_listo_despues_de_entender_y_decidir_una_vez():
    modelo = Modelo()
    assert asyncio.run(preguntar(Calor(), modelo, 3)) == [False, True, True]
    assert tuple(modelo.leidas) == tuple(modelo.decididas) == FRASES


def test_sin_modelo_no_se_calienta_nada():
    modelo = Modelo()
    modelo.cargado = False
    assert asyncio.run(preguntar(Calor(), modelo, 2)) == [False, False] and not modelo.leidas


@pytest.mark.filterwarnings("ignore")
def test_el_que_no_entiende_nunca_esta_listo(caplog):
    modelo = Modelo(ValueError("lo que escribió un cliente"))
    assert asyncio.run(preguntar(Calor(), modelo, 3)) == [False, False, False]
    assert "ValueError" in caplog.text and "cliente" not in caplog.text
