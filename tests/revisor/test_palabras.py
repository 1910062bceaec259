"""What customers read: it fits, WhatsApp shows it as written, and it says tú."""

import pytest

from revisor.hallazgo import Lugar
from revisor.trato import de_usted_o_vos
from tests.revisor.ejemplo import DOMINIO, SMS, Falla, comprobar, estropear

ADIOS = "Que te vaya *muy bien*."
MENU = "¿Qué quieres hacer? Toca una opción."
TASAS = "Depende del plazo y de tu pagaduría."


def adios(nuevo, dice):
    return Falla(DOMINIO, ADIOS, nuevo, nuevo[:20], dice)


FALLAS = [
    adios("Que te vaya **muy bien**.", "«**» se lee tal cual en WhatsApp"),
    adios("Que te vaya __muy bien__.", "«__» se lee tal cual"),
    adios("Mira [la página](https://x.co).", "un enlace [así](dirección)"),
    adios("# Hasta luego", "un título con #"),
    adios("Que te vaya <b>muy bien</b>.", "las etiquetas <así>"),
    adios("Que te vaya *muy bien.", "a un asterisco le falta su pareja"),
    adios("Que te vaya *muy bien *.", "un espacio pegado por dentro a un asterisco"),
    adios("Que le vaya bien a usted.", "utter_adios: «usted» trata de usted, y el asistente trata de tú."),
    adios("Aquí está su saldo.", "«su saldo» trata de usted"),
    adios("Por favor escriba menú.", "«Por favor escriba» trata de usted"),
    adios("Le informamos que pagaste.", "«Le informamos» trata de usted"),
    adios("¿Vos ya pagaste?", "«Vos» trata de vos"),
    adios("Si querés, escribe menú.", "«querés» trata de vos"),
    Falla(DOMINIO, "title: No, gracias", 'title: "*No, gracias*"', "*No, gracias*", "un título no lleva negrita"),
    Falla(DOMINIO, "Lo que debes en cada uno", "Su saldo en cada crédito", "Su saldo", "«Su saldo» trata de usted"),
    Falla(DOMINIO, MENU, "a" * 1025, "a" * 1025,
          "el texto tiene 1025 caracteres y en un mensaje con botones caben 1024"),
    Falla(DOMINIO, ADIOS, "a" * 4097, "a" * 4097, "el texto tiene 4097 caracteres y en un mensaje caben 4096"),
    Falla("textos/demora.txt", "Te respondo", "Espere: le respondo", "Espere", "demora: «Espere» trata de usted"),
    Falla(SMS, "tu codigo", "su codigo", "su codigo", "sms_codigo: «su codigo» trata de usted"),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_las_palabras_que_fallan(tmp_path, falla):
    comprobar(tmp_path, falla)


@pytest.mark.parametrize(
    "bien",
    [
        "¿Le aviso a un asesor para que te escriba?",
        "Tu pagaduría y sus horarios dependen de ella.",
        "Si debes algo, dime; si tienes dudas, elige una opción.",
        "*Crédito …123*\\n💰 Saldo: *$ 1* de *$ 2* (3 * 4 = 12, 2 * 6 = 12)",
        "- uno\\n- dos\\n1. tres\\n> cuatro",
        "Calle 100 # 19-61, caso #3",
        "Ustedes y nosotros: el asesor te pedirá que confirmes.",
    ],
)
def test_no_molesta_con_lo_que_esta_bien(tmp_path, bien):
    assert estropear(tmp_path, Falla(DOMINIO, TASAS, bien, "", "")) == []


@pytest.mark.parametrize(
    "dicho", ["Disculpe, ", "Comuníquese con nosotros", "¿Desea algo más?", "Listo. Ingrese el código"]
)
def test_conoce_otras_formas_de_usted(dicho):
    assert [h.linea for h in de_usted_o_vos("x", Lugar("x", 7), dicho)] == [7]
