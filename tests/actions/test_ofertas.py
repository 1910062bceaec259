"""Advertising: off until it is tapped, asked only where the customer looks for it, and refusing changes nothing."""

import pytest

from actions.menu import ActionMenu
from actions.ofertas import ActionResponderOfertas, ActionVerOfertas
from proalto.services.consentimiento.autorizacion import Evento, Finalidad, autoriza, decision, vigentes
from proalto.services.operacion.textos import vigente
from tests.actions.ayuda import Charla, autorizar


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


def acepta_ofertas(app, contacto):
    with app.db.transaction() as tx:
        return autoriza(tx, contacto.id, Finalidad.PUBLICIDAD)


def test_nadie_las_recibe_sin_pedirlas_aunque_autorice_lo_necesario(app, charla, contacto):
    assert not acepta_ofertas(app, contacto)
    dicho = charla.dice("menú").corre(ActionMenu)
    assert "oferta" not in dicho.texto.lower() and not [o for o in dicho.opciones if "oferta" in o.lower()]


def test_muestra_su_propio_texto_entero_con_dos_botones(app, charla, contacto):
    dicho = charla.toca("/ver_ofertas").corre(ActionVerOfertas)
    assert dicho.texto == vigente("publicidad").texto
    assert dicho.opciones == ["Sí, quiero ofertas", "No quiero ofertas"]
    assert not acepta_ofertas(app, contacto)


def test_las_acepta_con_el_boton(app, charla, contacto):
    charla.toca("/ver_ofertas").corre(ActionVerOfertas)
    assert "NO MÁS" in charla.toca("/aceptar_ofertas").corre(ActionResponderOfertas).texto
    assert acepta_ofertas(app, contacto)
    assert charla.toca("/ver_ofertas").corre(ActionVerOfertas).opciones == ["No más ofertas", "Dejarlo así"]


def test_decir_que_no_no_cambia_nada_mas(app, charla, contacto):
    charla.toca("/ver_ofertas").corre(ActionVerOfertas)
    charla.toca("/rechazar_ofertas").corre(ActionResponderOfertas)
    assert decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.RECHAZADA
    assert set(vigentes(app.db, contacto)) == {Finalidad.ATENCION}
    assert charla.dice("menú").corre(ActionMenu).sigue is None


def test_quien_las_recibe_las_quita_cuando_quiera(app, charla, contacto):
    charla.toca("/ver_ofertas").corre(ActionVerOfertas)
    charla.toca("/aceptar_ofertas").corre(ActionResponderOfertas)
    charla.toca("/rechazar_ofertas").corre(ActionResponderOfertas)
    assert decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.REVOCADA
    assert set(vigentes(app.db, contacto)) == {Finalidad.ATENCION}


@pytest.mark.parametrize("dicho", ["sí", "acepto", "quiero ofertas", "autorizo las ofertas", "/aceptar_ofertas"])
def test_con_palabras_no_se_aceptan(app, charla, contacto, dicho):
    charla.toca("/ver_ofertas").corre(ActionVerOfertas)
    if dicho.startswith("/"):
        dicho = " " + dicho
    assert charla.dice(dicho).corre(ActionResponderOfertas).opciones
    assert not acepta_ofertas(app, contacto)


def test_sin_lo_necesario_primero_se_pide_eso(app, contacto):
    assert Charla(app, contacto).toca("/ver_ofertas").corre(ActionVerOfertas).sigue == "autorizacion_form"
