"""A text that says tú and usted to the same person."""

import pytest

from proalto.formats.trato import mezcla_trato


@pytest.mark.parametrize("texto", [
    "Usted puede escribirme y te respondo.", "Tu caso está listo. Por favor, espere.", "¿Desea que te llame?",
    "Le agradecemos tu paciencia.", "Comuníquese cuando quieras.", "SU SALDO está al día, y tú lo sabes.",
])  # fmt: skip
def test_mezcla(texto):
    assert mezcla_trato(texto)


@pytest.mark.parametrize("texto", [
    "Tu caso está listo. Escríbeme cuando puedas.", "Usted puede escribirme y le respondo.", "",
    "Te llamo para que el asesor te escriba.", "Le escribí a tu pagaduría; su respuesta llega mañana.",
])  # fmt: skip
def test_no_mezcla(texto):
    assert not mezcla_trato(texto)
