"""Topics: the same banners, in the same order, with their own things below."""

import pytest

from tests.revisor.ejemplo import DOMINIO, FRASES, HISTORIAS, REGLAS, Falla, comprobar, estropear

REGLA_FAQ = '# -- FAQ --\n- rule: "Pregunta frecuente: responderla"\n'
FALLAS = [
    Falla(HISTORIAS, "# -- SALDO --", "# -- SALDOS --", "SALDOS",
          'tema SALDOS: no está en intents de domain.yml. ¿Quisiste escribir "SALDO"?'),
    Falla(HISTORIAS, "# -- SALDO --", "# -- FAQ --\n# -- SALDO --", "# -- SALDO --",
          "tema SALDO: va después de FAQ, y en intents de domain.yml va antes."),
    Falla(HISTORIAS, "# -- SALDO --", "# -- SALDO --\n# -- SALDO --\n", "# -- SALDO --",
          "tema SALDO: está dos veces (la primera, en la línea 3).", cual=-1),
    Falla(HISTORIAS, "# -- SALDO --", "# --SALDO--", "# --SALDO--", "«# --SALDO--» parece un letrero y no se reconoce"),
    Falla(HISTORIAS, "# -- SALDO --", "# -- Saldo --", "# -- Saldo --", "parece un letrero"),
    Falla(REGLAS, REGLA_FAQ, REGLA_FAQ.split("\n", 1)[1], "# -- FAQ --",
          "tema FAQ: está en intents y falta en data/rules.yml (rules).", DOMINIO),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_el_tema_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_halla_lo_que_esta_bajo_otro_tema(tmp_path):
    donde = "# -- SALDO --\n- intent: consultar_saldo\n"
    (hallazgo,) = estropear(tmp_path, Falla(FRASES, donde, "- intent: consultar_saldo\n# -- SALDO --\n", "", ""))
    assert str(hallazgo).startswith("data/nlu.yml:11  consultar_saldo: está bajo MENU, y en domain.yml es de SALDO.")
