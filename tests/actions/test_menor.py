"""Who says to be under 18 is told that it ends here, and nothing of it stays."""

import pytest

from actions.menor import ActionSoyMenor
from proalto.formats.menor import dice_ser_menor
from proalto.services.consentimiento.autorizacion import vigentes
from proalto.services.consentimiento.menores import TIPO
from proalto.services.conversacion.lectura import leer
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo, recibir, siguiente
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import conectar
from tests.services.mensajes import mensaje, webhook

CONFIRMA = {"entity": "confirmar", "value": "edad"}


def sql(app, consulta, *valores):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(consulta, valores)
        return cursor.fetchall()


def llega(app, contacto, texto):
    recibir(app.db, app.cipher, webhook(mensaje(contacto.address, texto)), app.now())
    return siguiente(app.db, app.cipher, contacto.id)


def test_el_mensaje_ni_siquiera_llega_a_rasa(app, contacto):
    leido = leer(app.db, app.cipher, contacto.id, "text", "Hola, tengo 16 años y quiero un crédito", "", "", app.now())
    assert leido == ("", "/soy_menor")


def test_se_detiene_y_no_queda_lo_que_dijo(app, contacto):
    autorizar(app, contacto)
    identificar(app, contacto, "79876543")
    entrante = llega(app, contacto, "me llamo Zafiro y tengo 16 años")
    charla = Charla(app, contacto)
    charla.contacto = type(contacto)(contacto.id, contacto.address, entrante.wamid)
    charla._llega("/soy_menor", [CONFIRMA], entrante.wamid, "soy_menor")
    dicho = charla.corre(ActionSoyMenor)
    assert "18 años" in dicho.texto and "601 745 0000" in dicho.texto
    ((cuerpo,),) = sql(app, "SELECT cuerpo FROM asistente.mensajes_entrantes WHERE wamid = %s", entrante.wamid)
    assert not any(valor for clave, valor in abrir_cuerpo(app.cipher, bytes(cuerpo)).items() if clave != "orden")
    assert vigentes(app.db, contacto) == {}
    assert sql(app, "SELECT 1 FROM asistente.sesiones WHERE contacto_id = %s AND cerrada_en IS NULL", contacto.id) == []
    assert sql(app, "SELECT tipo, datos FROM asistente.eventos WHERE contacto_id = %s AND tipo = 'menor_de_edad'",
               contacto.id) == [("menor_de_edad", {})]  # fmt: skip


@pytest.mark.parametrize(
    "dicho",
    ["tengo 6 años y estoy al día", "Tengo 10 años, me descuentan por nómina", "en el magisterio tengo 12 años",
     "tengo 5 años", "tengo 17 años se puede?"],
)  # fmt: skip
def test_unos_anos_se_preguntan_y_nada_se_borra_antes_de_la_respuesta(app, contacto, dicho):
    autorizar(app, contacto)
    identificar(app, contacto, "79876543")
    texto, payload = leer(app.db, app.cipher, contacto.id, "text", dicho, "", "", app.now())
    assert texto == "" or not dice_ser_menor(dicho)
    charla = Charla(app, contacto).abre("credito_nuevo_form", "monto")
    preguntado = charla.toca("/soy_menor").corre(ActionSoyMenor)
    assert "¿tienes menos de 18 años?" in preguntado.texto and payload in ("/soy_menor", "")
    assert preguntado.opciones == ["Soy menor", "Soy mayor"] and preguntado.slots["requested_slot"] is None
    assert vigentes(app.db, contacto) != {}
    abiertas = sql(app, "SELECT 1 FROM asistente.sesiones WHERE contacto_id = %s AND cerrada_en IS NULL", contacto.id)
    assert len(abiertas) == 1
    pedidos = "SELECT 1 FROM asistente.borrados WHERE contacto_id = %s"
    assert sql(app, pedidos, contacto.id) == []
    assert "mayores de 18" in charla.toca('/soy_menor{"confirmar": "edad"}').corre(ActionSoyMenor).texto
    assert vigentes(app.db, contacto) == {} and sql(app, pedidos, contacto.id) == []
    casos = "SELECT gestion FROM asistente.casos WHERE contacto_id = %s"  # somebody proved here who they are
    assert sql(app, casos, contacto.id) == [(TIPO,)]


def test_sin_duda_no_se_pregunta(app, contacto):
    leido = leer(app.db, app.cipher, contacto.id, "text", "Hola, soy menor de edad", "", "", app.now())
    assert leido == ("", '/soy_menor{"confirmar": "edad"}')


def test_repetido_tras_una_caida_dice_lo_mismo(app, contacto):
    entrante = llega(app, contacto, "tengo 16 años")
    charla = Charla(app, contacto)
    charla._llega("/soy_menor", [CONFIRMA], entrante.wamid, "soy_menor")
    charla.corre(ActionSoyMenor)
    otra = siguiente(app.db, app.cipher, contacto.id)
    assert (otra.wamid, otra.texto, otra.orden) == (entrante.wamid, "", '/soy_menor{"confirmar": "edad"}')
