"""What the assistant is talking about, read and stepped into."""

import re

from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo


def texto(respuesta):
    assert respuesta.status_code == 200, (respuesta.status_code, respuesta.location)
    return respuesta.get_data(as_text=True)


def test_se_lee_lo_que_habla_el_asistente_y_se_interviene(app, mesa):
    contacto = nuevo_contacto(app)
    mundo.recibido(app, contacto, "no entiendo nada")
    laura = mesa("laura")
    lista = texto(laura.get("/conversaciones"))
    assert "no entiendo nada" in lista and contacto.address.phone not in lista
    pagina = texto(laura.get(f"/conversaciones/{contacto.id}"))
    assert "Solo lectura" in pagina and "<textarea" not in pagina
    version = re.search(r"vivo\?v=(\w+)", pagina)[1]
    assert laura.get(f"/conversaciones/{contacto.id}/vivo?v={version}").status_code == 204
    adonde = laura.envia(f"/conversaciones/{contacto.id}/intervenir").location
    assert laura.envia(f"/conversaciones/{contacto.id}/intervenir").location == adonde
    assert "Habla el asistente" in texto(laura.get(adonde))
    laura.envia(f"{adonde}/responder", texto="Hola, te ayudo", clave="k")
    assert "no entiendo nada" not in texto(laura.get("/conversaciones"))
    assert laura.get("/conversaciones/999999").status_code == 404


def test_el_auditor_lee_y_no_interviene(app, mesa):
    contacto = nuevo_contacto(app)
    mundo.recibido(app, contacto, "hola")
    auditor = mesa(nuevo_usuario(app, Rol.AUDITOR, equipos=[]))
    assert "Intervenir</button>" not in texto(auditor.get(f"/conversaciones/{contacto.id}"))
    assert auditor.envia(f"/conversaciones/{contacto.id}/intervenir").status_code == 403


def test_un_asesor_no_lee_por_su_numero_lo_que_ni_es_suyo_ni_lleva_ahora_el_asistente(app, mesa, reloj):
    lejos, de_otro = nuevo_contacto(app), nuevo_contacto(app)
    mundo.recibido(app, lejos, "mi esposa está enferma")
    mundo.recibido(app, de_otro, "me suplantaron")
    reloj.pasa(minutes=20)
    mundo.recibido(app, de_otro, "¿hola?")
    reloj.pasa(minutes=11)
    folio = mundo.caso(app, de_otro, tipo="fraude", equipo="fraude")
    laura, marta = mesa("laura"), mesa("marta")
    mundo.en_manos_de(app, folio, marta.usuario.id)
    for contacto in (lejos, de_otro):
        assert laura.get(f"/conversaciones/{contacto.id}").status_code == 404
        assert laura.get(f"/conversaciones/{contacto.id}/vivo").status_code == 404
        assert laura.envia(f"/conversaciones/{contacto.id}/intervenir").status_code == 404
        assert marta.get(f"/conversaciones/{contacto.id}").status_code == 200
    mundo.caso(app, lejos)
    assert "mi esposa está enferma" in texto(laura.get(f"/conversaciones/{lejos.id}"))
