"""The shape of rules, stories and conversations."""

import pytest

from tests.revisor.ejemplo import CHARLAS, HISTORIAS, REGLAS, Falla, comprobar

FALLAS = [
    Falla(CHARLAS, '"Tasas"', '"Saldo"', 'story: "Saldo"', "otra se llama igual (tests/conversations/test_todo.yml:9).",
          cual=-1),
    Falla(REGLAS, '- rule: "No: despedirse"\n', '- rule: ""\n', 'rule: ""', "no tiene título"),
    Falla(HISTORIAS, "  - action: action_consultar_saldo\n", "  - acton: utter_menu\n", "acton:",
          '"Saldo, y nada más": nadie lee "acton". ¿Quisiste escribir "action"?'),
    Falla(HISTORIAS, "  - action: action_consultar_saldo\n", "  - action:\n", "- action:", "action está vacío"),
    Falla(HISTORIAS, "    - intent: pedir_menu\n", "    - intent: []\n", "intent: []", "intent está vacío"),
    Falla(HISTORIAS, "  - action: action_consultar_saldo\n", "  - utter_menu\n", "- utter_menu",
          "un paso no se entiende"),
    Falla(REGLAS, "  - active_loop: identidad_form", "  - active_loop: ''", "active_loop: ''",
          "active_loop está vacío"),
    Falla(REGLAS, "  - intent: faq\n  - action: utter_faq\n", "  - intent: faq\n", "Pregunta frecuente",
          '"Pregunta frecuente: responderla": no dice qué hacer.'),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_el_paso_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)
