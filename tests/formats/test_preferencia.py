"""When and how somebody wants to be called."""

import pytest

from proalto.formats.preferencia import leer_franja, leer_medio


@pytest.mark.parametrize("texto, franja", [
    ("por la mañana", "manana"), ("en las mañanitas", "manana"), ("temprano", "manana"), ("antes de las 10", "manana"),
    ("9 a.m.", "manana"), ("en la tarde", "tarde"), ("después del almuerzo", "tarde"), ("a las 3 pm", "tarde"),
    ("cualquier hora", "cualquiera"), ("cuando puedan", "cualquiera"), ("me da igual", "cualquiera"),
    ("mañana o tarde", "cualquiera"), ("no sé", None), ("", None), ("¿y la tasa?", None),
])  # fmt: skip
def test_franja(texto, franja):
    assert leer_franja(texto) == franja


@pytest.mark.parametrize("texto, medio", [
    ("por whatsapp", "whatsapp"), ("wasap", "whatsapp"), ("por aquí mismo", "whatsapp"), ("escríbanme", "whatsapp"),
    ("que me llamen", "llamada"), ("una llamada", "llamada"), ("por teléfono", "llamada"), ("al celular", "llamada"),
    ("llamada o whatsapp", None), ("como sea", None), ("", None),
])  # fmt: skip
def test_medio(texto, medio):
    assert leer_medio(texto) == medio
