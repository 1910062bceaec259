"""Buttons: they fit, they lead somewhere, and what people write chooses only one."""

import pytest

from tests.revisor.ejemplo import DOMINIO, Falla, comprobar, estropear

SALDO = "title: Consultar mi saldo"
TODOS = 'payload: \'/consultar_saldo{{"credito": "todos"}}\''
FALLAS = [
    Falla(DOMINIO, SALDO, "title: Consultar mi saldo hoy", "mi saldo hoy",
          'utter_menu, botón "Consultar mi saldo hoy": el título tiene 22 caracteres y en un botón caben 20. '
          "Acórtalo, o ponle descripción para que salga como lista."),
    Falla(DOMINIO, "title: Ver todos mis créditos", "title: Ver todos mis créditos de hoy", "de hoy",
          "el título tiene 29 caracteres y en una fila de la lista caben 24. Acórtalo."),
    Falla(DOMINIO, "Lo que debes en cada uno", "Lo que debes, " + "mucho " * 11, "mucho",
          "la descripción tiene 79 caracteres y caben 72."),
    Falla(DOMINIO, "title: No, gracias", "title: Ver tasas", "title: Ver tasas",
          "otro botón tiene el mismo título", cual=-1),
    Falla(DOMINIO, '["no", nada más]', '["no", CUANTO DEBO]', "title: No, gracias",
          '«cuanto debo» también sirve para el botón "Consultar mi saldo"'),
    Falla(DOMINIO, '["no", nada más]', '["no", ver tasas]', "title: No, gracias", "«ver tasas» también sirve"),
    Falla(DOMINIO, '["no", nada más]', '["no", la primera]', "la primera",
          "«la primera», escrito, elige el botón número 1"),
    Falla(DOMINIO, "payload: /consultar_saldo\n", "payload: consultar_saldo\n", "payload: consultar_saldo",
          "no empieza con «/»"),
    Falla(DOMINIO, "payload: /consultar_saldo\n", "payload: /consultar_saldos\n", "/consultar_saldos",
          'lleva a «consultar_saldos», que no es una intención. ¿Quisiste escribir "consultar_saldo"?'),
    Falla(DOMINIO, "payload: /consultar_saldo\n", "payload: /faq/tasas\n", "/faq/tasas",
          """un botón no puede llevar a «faq/tasas». Escribe '/ver_respuesta{{"tema": "tasas"}}'."""),
    Falla(DOMINIO, TODOS, TODOS.replace("{{", "{").replace("}}", "}"), '{"credito": "todos"}', "llaves sencillas"),
    Falla(DOMINIO, TODOS, "payload: '/consultar_saldo{{\"credito\": todos}}'", ": todos}}", "no se entienden"),
    Falla(DOMINIO, TODOS, TODOS.replace("credito", "creditos"), '{{"creditos"', "no está en entities"),
    Falla(DOMINIO, '{{"tema": "tasas"}}', '{{"tema": "plazos"}}', "plazos", "utter_faq/plazos, que no existe"),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_el_boton_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_cuenta_las_opciones_de_una_lista(tmp_path):
    filas = "".join(f"        - title: Opción {n}\n          payload: /negar\n" for n in range(8))
    aparte = "        - title: Ver tasas\n"
    hallazgos = estropear(tmp_path, Falla(DOMINIO, aparte, filas + aparte, "", ""))
    assert [h.problema for h in hallazgos] == ["tiene 11 opciones y en una lista caben 10."]


def test_un_dato_en_el_payload_y_en_el_titulo_esta_bien_si_se_llena(tmp_path):
    nuevo = 'payload: \'/consultar_saldo{{"credito": "{saldo}"}}\''
    assert estropear(tmp_path, Falla(DOMINIO, TODOS, nuevo, "", "")) == []
    assert estropear(tmp_path, Falla(DOMINIO, "title: Ver todos mis créditos", "title: 'Ver {saldo}'", "", "")) == []


def test_el_sinonimo_que_repite_su_propio_titulo_o_numero_no_estorba(tmp_path):
    nuevo = '["no", "no, gracias", "la tercera", "3"]'
    assert estropear(tmp_path, Falla(DOMINIO, '["no", nada más]', nuevo, "", "")) == []
