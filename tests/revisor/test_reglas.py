"""Rules, stories and conversations name what exists, and each rule has its conversation."""

import pytest

from revisor.revision import revisar
from tests.revisor.ejemplo import (
    ACCIONES,
    CHARLAS,
    DOMINIO,
    HISTORIAS,
    HOY,
    MINIMOS,
    REGLAS,
    Falla,
    comprobar,
    estropear,
)

FALLAS = [
    Falla(HISTORIAS, "  - intent: consultar_saldo\n", "  - intent: consultar_saldos\n", "consultar_saldos",
          '"Saldo, y nada más": la intención «consultar_saldos» no está en domain.yml. ¿Quisiste escribir '
          '"consultar_saldo"?'),
    Falla(HISTORIAS, "    - intent: pedir_menu\n", "    - intent: menu_por_favor\n", "menu_por_favor",
          "la intención «menu_por_favor» no está en domain.yml. Agrégala a intents"),
    Falla(HISTORIAS, "action: utter_adios", "action: utter_adiós", "utter_adiós", "la respuesta «utter_adiós» no está"),
    Falla(HISTORIAS, "action: action_consultar_saldo", "action: action_saldo", "action_saldo",
          "la acción «action_saldo» no está en domain.yml."),
    Falla(REGLAS, "  - active_loop: identidad_form", "  - active_loop: identidad", "active_loop: identidad",
          "el formulario «identidad» no está en domain.yml."),
    Falla(HISTORIAS, "    - credito\n", "    - credit\n", "- credit", "el dato «credit» no está en entities"),
    Falla(CHARLAS, "    - requested_slot: null\n", "    - requested: null\n", "requested:", "no está en slots"),
    Falla(CHARLAS, "  - intent: faq/tasas\n", "  - intent: faq/tasa\n", "faq/tasa",
          'la intención «faq/tasa» no está en domain.yml. ¿Quisiste escribir "faq/tasas"?'),
    Falla(REGLAS, '- rule: "Una respuesta que se propuso"\n  steps:\n  - intent: ver_respuesta\n'
          "  - action: action_responder\n", "", "- ver_respuesta",
          "ver_respuesta: ninguna regla dice qué hacer cuando alguien la escribe o toca su botón.", DOMINIO),
    Falla(CHARLAS, "  - intent: negar\n  - action: utter_adios\n", "", 'rule: "No: despedirse"',
          '"No: despedirse": ninguna conversación la prueba. Escribe una en tests/conversations/ que '
          "llegue a utter_adios.", REGLAS),
    Falla(CHARLAS, "  - active_loop: null\n", "", 'rule: "Identidad', "ninguna conversación la prueba", REGLAS),
    Falla(DOMINIO, "  utter_adios:\n", "  utter_hola:\n    - text: Hola\n  utter_adios:\n", "utter_hola",
          "utter_hola: no la dice nadie: ni una regla, ni una acción."),
    Falla(DOMINIO, "  utter_faq/tasas:\n", "  utter_faq/plazos:\n    # fuente: x; vigente desde: 2026-11-01\n"
          "    - text: Doce\n  utter_faq/tasas:\n", "utter_faq/plazos:",
          "utter_faq/plazos: no la dice nadie: ni una regla, ni una acción. Enseña faq/plazos en data/nlu.yml"),
    Falla(DOMINIO, "  utter_adios:\n", "  utter_ask_identidad_form_codigo:\n    - text: Hola\n  utter_adios:\n",
          "form_codigo", "no la dice nadie"),
    Falla(DOMINIO, "  - action_responder\n", "  - action_responder\n  - action_respnder\n", "respnder",
          "action_respnder: está en actions y el programa no la conoce."),
    Falla(DOMINIO, "required_slots: [cedula]", "required_slots: [cedula, fecha]", "fecha]", "no está en slots"),
    Falla(DOMINIO, "  utter_ask_identidad_form_cedula:\n    - text: \"Escribe tu *cédula*.\"\n", "", "[cedula]",
          "identidad_form: no hay pregunta para «cedula». Escribe utter_ask_identidad_form_cedula."),
    Falla(ACCIONES, "def cuotas(chat):\n", "def cuotas(chat):\n    chat.say('utter_saldos')\n", "utter_saldos",
          'utter_saldos: el programa la dice, y domain.yml no la tiene. ¿Quisiste escribir "utter_saldo"?'),
    Falla(ACCIONES, "def cuotas(chat):\n", "def cuotas(chat):\n    chat.say(f'utter_caso_{chat}')\n", "utter_caso_",
          "utter_caso_…: el programa dice una respuesta que empieza así"),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_lo_que_no_existe_o_nadie_usa(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_una_respuesta_que_el_programa_dice_por_su_comienzo_no_es_muda(tmp_path):
    antes, nuevas = "  utter_adios:\n", "  utter_caso_x:\n    - text: Hola\n  utter_adios:\n"
    estropear(tmp_path, Falla(DOMINIO, antes, nuevas, "", ""))
    archivo = tmp_path / ACCIONES
    archivo.write_text(archivo.read_text() + "\n\ndef abrir(chat, tipo):\n    chat.say(f'utter_caso_{tipo}')\n")
    assert revisar(tmp_path, HOY, MINIMOS) == []
