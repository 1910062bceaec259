"""Habeas data: whoever says to be a minor goes no further."""

from dataclasses import replace

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.consentimiento import menores
from proalto.services.consentimiento.autorizacion import (
    FaltaAutorizacion,
    exigir_autorizacion,
)
from proalto.services.conversacion.lectura import leer
from proalto.services.mensajeria.bandeja_entrada import recibir, siguiente
from tests.actions.ayuda import Charla
from tests.conftest import conectar
from tests.legal.gente_de_datos import identificar, sql
from tests.services.mensajes import mensaje, webhook

SEGURO = '/soy_menor{"confirmar": "edad"}'

# -- L-11 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dicho, lee",
    [("tengo 16 años", "/soy_menor"), ("Zafiro8391 tengo 17 años", "/soy_menor"),
     ("soy menor de edad, me llamo Zafiro8391", SEGURO)],
)  # fmt: skip
def test_L11_quien_dice_ser_menor_no_sigue_ni_deja_mas_que_el_hecho(app, contacto, dicho, lee):
    from actions.menor import ActionSoyMenor

    recibir(app.db, app.cipher, webhook(mensaje(contacto.address, dicho)), app.now())
    entrante = siguiente(app.db, app.cipher, contacto.id)
    texto, payload = leer(app.db, app.cipher, contacto.id, "text", entrante.texto, "", "", app.now())
    assert (texto, payload) == ("", lee)
    charla = Charla(app, replace(contacto, wamid=entrante.wamid))
    if payload != SEGURO:  # asked first; what follows is the answer to it
        charla._llega(payload, [], entrante.wamid, "soy_menor")
        assert "¿tienes menos de 18 años?" in charla.corre(ActionSoyMenor).texto
    charla._llega("/soy_menor", [{"entity": "confirmar", "value": "edad"}], entrante.wamid, "soy_menor")
    assert "mayores de 18" in charla.corre(ActionSoyMenor).texto
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT cuerpo FROM asistente.mensajes_entrantes WHERE contacto_id = %s", (contacto.id,))
        ((cuerpo,),) = cursor.fetchall()
        cursor.execute("SELECT tipo FROM asistente.eventos WHERE contacto_id = %s", (contacto.id,))
        assert cursor.fetchall() == [("menor_de_edad",)]
        cursor.execute("SELECT count(*) FROM asistente.autorizaciones WHERE contacto_id = %s", (contacto.id,))
        assert cursor.fetchall() == [(0,)]
    guardado = app.cipher.unseal(bytes(cuerpo), "mensajes_entrantes")
    assert [valor for clave, valor in guardado.items() if valor] == [SEGURO]


@pytest.mark.parametrize("dicho", ["tengo 16 años trabajando", "tengo 16 cuotas", "mi hijo tiene 16 años"])
def test_L11_los_anos_de_otra_cosa_no_detienen_a_nadie(app, contacto, dicho):
    assert leer(app.db, app.cipher, contacto.id, "text", dicho, "", "", app.now()) == (dicho, "")


def test_L11_su_caso_es_suyo_aunque_haya_otro_asunto_abierto(app, contacto):
    identificar(app, contacto, "52998877")
    asunto = abrir_caso(app.db, app.cipher, contacto, menores.CASO, app.now(), gestion="consultar_saldo")
    for wamid in ("wamid.MENOR-1", "wamid.MENOR-2"):  # said twice, it is one
        menores.detener(app.db, app.cipher, replace(contacto, wamid=wamid), app.now())
    abiertos = sql(app, "SELECT gestion FROM casos WHERE contacto_id = %s ORDER BY id", contacto.id)
    assert asunto.nuevo and abiertos == [("consultar_saldo",), (menores.TIPO,)]
