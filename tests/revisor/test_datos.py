"""Placeholders: somebody fills each, and the banner tells of it."""

import pytest

from tests.revisor.ejemplo import ACCIONES, DOMINIO, Falla, comprobar, estropear

TEXTO = "Debes *{saldo}* en {cuotas} cuotas."
FALLAS = [
    Falla(DOMINIO, TEXTO, "Debes {saldos}.", "{saldos}",
          'utter_saldo: quien la dice (actions/todo.py:5) no llena {saldos}. ¿Quisiste escribir "saldo"?'),
    Falla(DOMINIO, TEXTO, "Tienes {mora}.", "{mora}", "no llena {mora}. Los que llena son: {cuotas}, {saldo}."),
    Falla(DOMINIO, "title: Ver todos mis créditos", "title: 'Ver {cuales}'", "{cuales}", "no llena {cuales}"),
    Falla(ACCIONES, 'saldo="$1", ', "", "Debes *{saldo}*", "no llena {saldo}", DOMINIO),
    Falla(ACCIONES, '"cuotas": 3', '"otras": 3', "{cuotas} cuotas", "no llena {cuotas}", DOMINIO),
    Falla(DOMINIO, "Que te vaya *muy bien*.", "Chao, {nombre}.", "{nombre}",
          "{nombre} no lo llena nadie: esta respuesta la dice una regla o un formulario"),
    Falla(DOMINIO, "datos: {saldo} {cuotas}", "datos: {saldo}", "{cuotas} cuotas",
          "usa {cuotas}, y el letrero «# -- SALDO --» no lo cuenta"),
    Falla(DOMINIO, TEXTO, "Debes {saldo en {cuotas} cuotas.", "{saldo en", "a una llave le falta su pareja"),
    Falla(DOMINIO, TEXTO, "Debes {saldo}} en {cuotas}.", "{saldo}}", "a una llave le falta su pareja"),
    Falla(DOMINIO, TEXTO, "Debes { saldo }.", "{ saldo }", "no llena { saldo }"),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_el_dato_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_un_slot_se_puede_decir_en_cualquier_parte(tmp_path):
    nuevo = "Chao, {tramite}."
    assert estropear(tmp_path, Falla(DOMINIO, "Que te vaya *muy bien*.", nuevo, "", "")) == []


@pytest.mark.parametrize(
    "llamada",
    [
        'chat.say("utter_saldo" if chat.dos else "utter_adios", saldo=1, cuotas=2)',
        'chat.say(DICHO, saldo=1, cuotas=2)\n\n\nDICHO = "utter_saldo"',
        'decir(chat, "utter_saldo")\n\n\ndef decir(chat, cual):\n    chat.say(cual, saldo=1, cuotas=2)',
        'chat.say({1: "utter_saldo"}[1], saldo=1, cuotas=2)',
        'chat.say("utter_saldo", **chat.lo_que_sea())',
        'chat.say(response="utter_saldo", saldo=1, **{"cuotas": 2})',
    ],
)
@pytest.mark.parametrize("otro", [False, True])
def test_sigue_lo_que_dice_el_programa_de_varias_maneras(tmp_path, llamada, otro):
    antes = 'chat.say("utter_saldo", saldo="$1", **cuotas(chat))'
    hallazgos = estropear(
        tmp_path, Falla(ACCIONES, antes, llamada.replace("cuotas=", "otras=") if otro else llamada, "", "")
    )
    assert [h.donde for h in hallazgos] == (["utter_saldo"] if otro and "cuotas=" in llamada else [])
