"""Who says to be under 18 is told that it ends here, and nothing of it stays."""

from actions.menor import ActionSoyMenor
from proalto.services.autorizacion import vigentes
from proalto.services.bandeja_entrada import abrir_cuerpo, recibir, siguiente
from proalto.services.lectura import leer
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import conectar
from tests.services.mensajes import mensaje, webhook


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
    charla._llega("/soy_menor", [], entrante.wamid, "soy_menor")
    dicho = charla.corre(ActionSoyMenor)
    assert "18 años" in dicho.texto and "601 745 0000" in dicho.texto
    ((cuerpo,),) = sql(app, "SELECT cuerpo FROM asistente.mensajes_entrantes WHERE wamid = %s", entrante.wamid)
    assert not any(valor for clave, valor in abrir_cuerpo(app.cipher, bytes(cuerpo)).items() if clave != "orden")
    assert vigentes(app.db, contacto) == {}
    assert sql(app, "SELECT 1 FROM asistente.sesiones WHERE contacto_id = %s AND cerrada_en IS NULL", contacto.id) == []
    assert sql(app, "SELECT tipo, datos FROM asistente.eventos WHERE contacto_id = %s AND tipo = 'menor_de_edad'",
               contacto.id) == [("menor_de_edad", {})]  # fmt: skip


def test_repetido_tras_una_caida_dice_lo_mismo(app, contacto):
    entrante = llega(app, contacto, "tengo 16 años")
    charla = Charla(app, contacto)
    charla._llega("/soy_menor", [], entrante.wamid, "soy_menor")
    charla.corre(ActionSoyMenor)
    otra = siguiente(app.db, app.cipher, contacto.id)
    assert (otra.wamid, otra.texto, otra.orden) == (entrante.wamid, "", "/soy_menor")
