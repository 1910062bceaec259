"""Phrases: enough, each in one place, and none that both teaches and measures."""

import pytest

from revisor.limites import Minimos
from tests.revisor.ejemplo import DOMINIO, FRASES, MEDIDA, Falla, comprobar, estropear

FALLAS = [
    Falla(FRASES, "    - lo que falta\n", "    - lo que falta\n    - Mi   SALDO!\n", "Mi   SALDO!",
          "consultar_saldo: «Mi   SALDO!» ya está (línea 15;"),
    Falla(FRASES, "    - a cómo está el interés\n", "    - a cómo está el interés\n    - ¿Cuanto debo?\n",
          "¿Cuanto debo?",
          "faq/tasas: «¿Cuanto debo?» también es de consultar_saldo (línea 14;"),
    Falla(FRASES, "    - qué sabes hacer\n", "    - qué sabes hacer\n    - muestreme las opciones\n",
          "muestreme las opciones", "está también en tests/nlu/test_nlu.yml:5, y así la medida miente."),
    Falla(MEDIDA, "    - no señor\n", "    - no señor\n    - No, señor\n    - no señor.\n", "no señor.",
          "«no señor.» ya está"),
    Falla(FRASES, "    - a cómo está el interés\n", "", "intent: faq/tasas",
          "faq/tasas: tiene 2 de las 3 frases distintas que necesita. Agrega 1,"),
    Falla(FRASES, "    - qué sabes hacer\n", "", "intent: pedir_menu",
          "pedir_menu: tiene 1 de las 2 frases distintas que necesita."),
    Falla(MEDIDA, "- intent: negar\n  examples: |\n    - no señor\n", "", "intent: negar",
          "negar: tests/nlu/test_nlu.yml tiene 0 de las 1 frases suyas que necesita.", FRASES),
    Falla(FRASES, "    - no\n", "", "intent: negar", "negar: tiene 0 de las 1 frases distintas que necesita."),
    Falla(DOMINIO, "  - consultar_saldo\n", "  - consultar_saldo   # solo botones\n", "intent: consultar_saldo",
          "consultar_saldo: tiene frases, y domain.yml comenta que nadie la escribe.", FRASES),
    Falla(DOMINIO, "   # solo botones", "", "- ver_respuesta", "está en intents y nadie sabe cómo se escribe."),
    Falla(MEDIDA, "- intent: negar\n", "- intent: negra\n  examples: |\n    - x\n- intent: negar\n", "negra",
          'negra: se mide y no se enseña. ¿Quisiste escribir "negar"?'),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_la_frase_o_la_intencion_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_una_intencion_nueva_recibe_la_lista_de_lo_que_le_falta(tmp_path):
    nueva = "- intent: consultar_cupo\n  examples: |\n    - mi cupo\n    - cupo ya\n# -- FAQ --\n"
    hallazgos = estropear(tmp_path, Falla(FRASES, "# -- FAQ --\n", nueva, "", ""))
    assert [(h.linea, h.problema) for h in hallazgos] == [
        (17, "tests/nlu/test_nlu.yml tiene 0 de las 1 frases suyas que necesita."),
        (17, "tiene frases y no está en intents de domain.yml."),
    ]


def test_una_pregunta_frecuente_nueva_necesita_su_respuesta(tmp_path):
    nueva = "# -- FAQ --\n- intent: faq/plazos\n  examples: |\n    - a\n    - b\n    - c\n"
    hallazgos = estropear(tmp_path, Falla(FRASES, "# -- FAQ --\n", nueva, "", ""))
    esperado = "data/nlu.yml:18  faq/plazos: no tiene respuesta. Escribe utter_faq/plazos en domain.yml."
    assert esperado in map(str, hallazgos)


def test_cuantas_frases_necesita_cada_intencion():
    minimos = Minimos()
    pedidas = {"consultar_saldo": 60, "faq/lo_que_sea": 60, "saludar": 40, "charla/elogio": 40, "fuera_de_alcance": 200}
    assert {intencion: minimos.de(intencion) for intencion in pedidas} == pedidas
    assert minimos.medida == 25
