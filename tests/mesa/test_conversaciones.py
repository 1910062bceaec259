"""What the assistant is talking about, read and stepped into."""

import re

from proalto.services.usuarios import Rol
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
