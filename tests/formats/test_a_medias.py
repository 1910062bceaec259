"""What sounds as if more were coming, and what is said."""

import pytest

from proalto.formats.a_medias import quedo_a_medias


@pytest.mark.parametrize("texto", [
    "hola", "Hola!", "holaaa", "buenas tardes",
    "buenos días señorita", "hola, buenas", "ola", "disculpe", "una pregunta",
    "Buenas noches doctora", "quiero", "Necesito", "quiero saber", "quiero ver mi", "necesito el", "hola quiero",
    "buenas, es para", "vengo por un", "quisiera consultar", "mire es que...", "le cuento,", "por favor", "hola 👋",
    "me regala el paz y",
])  # fmt: skip
def test_espera_lo_que_falta(texto):
    assert quedo_a_medias(texto)


@pytest.mark.parametrize("texto", [
    "", "👍", "menú", "saldo", "mi saldo", "hola quiero mi saldo", "si", "sí", "no", "sí por favor", "claro que sí",
    "así es", "no sé", "no puedo", "acepto", "asesor", "cancelar", "1", "la 2", "52123456", "12/05/1998", "123456",
    "de 1998 a", "¿cuál es mi?", "buenas, ¿cómo va mi solicitud?", "qué?", "que", "y", "ya", "listo", "gracias",
    "quiero saber cuánto debo", "no quiero seguir con esto.",
    "llevo varios días esperando que alguien me responda lo que le pedí a mi",
])  # fmt: skip
def test_no_hace_esperar_a_quien_ya_lo_dijo(texto):
    assert not quedo_a_medias(texto)
