"""What a tap or a typed choice means: only what was offered, only to whom it was offered."""

import pytest

from proalto.services.conversacion.opciones import Opcion, dicha, guardar, tocada
from proalto.services.mensajeria.bandeja_salida import encolar
from proalto.whatsapp import payloads
from tests.conftest import nuevo_contacto, nuevo_wamid

MENU = [
    Opcion("Mi saldo", "/consultar_saldo", sinonimos=("saldo", "cuánto debo")),
    Opcion("Paz y salvo", "/pedir_paz_y_salvo", sinonimos=("paz", "certificado")),
    Opcion("Hablar con asesor", "/hablar_con_asesor", sinonimos=("asesor",)),
]


def ofrecer(app, contacto, opciones, clase="respuesta"):
    """Offer these choices in one answer, as a turn does, and return their ids."""
    wamid = nuevo_wamid()
    with app.db.transaction() as tx:
        ids = guardar(tx, app.cipher, contacto.id, wamid, opciones)
        encolar(tx, app.cipher, contacto.id, wamid, payloads.text("¿Qué necesitas?"), clase=clase)
    return ids


def dice(app, contacto, texto):
    return dicha(app.db, app.cipher, contacto.id, texto)


def test_cada_toque_es_lo_que_decia_el_boton(app, contacto):
    ids = ofrecer(app, contacto, MENU)
    assert [tocada(app.db, app.cipher, contacto.id, id) for id in ids] == [o.payload for o in MENU]


def test_un_contacto_ajeno_no_puede_tocar(app, contacto):
    (id, *_) = ofrecer(app, contacto, MENU)
    assert tocada(app.db, app.cipher, nuevo_contacto(app).id, id) is None


@pytest.mark.parametrize("inventado", ["", "/consultar_saldo", "x" * 300, "' OR 1=1 --"])
def test_un_id_que_no_se_ofrecio_no_es_nada(app, contacto, inventado):
    ofrecer(app, contacto, MENU)
    assert tocada(app.db, app.cipher, contacto.id, inventado) is None


def test_los_ids_no_dicen_lo_que_significan_ni_se_repiten(app, contacto):
    ids = ofrecer(app, contacto, MENU) + ofrecer(app, contacto, MENU)
    assert len(set(ids)) == 6 and not any("saldo" in id or "/" in id for id in ids)


@pytest.mark.parametrize(
    ("texto", "payload"),
    [("mi SALDO", "/consultar_saldo"), ("1", "/consultar_saldo"), ("la segunda", "/pedir_paz_y_salvo"),
     ("cuanto debo", "/consultar_saldo"), ("Asesor.", "/hablar_con_asesor"), ("opción 3", "/hablar_con_asesor"),
     ("4", None), ("quiero ver mi saldo de hoy", None), ("", None), ("/hablar_con_asesor", None)],
)  # fmt: skip
def test_escribir_el_titulo_el_numero_o_un_sinonimo_es_tocar(app, contacto, texto, payload):
    ofrecer(app, contacto, MENU)
    assert dice(app, contacto, texto) == payload


def test_escrito_solo_vale_para_la_ultima_respuesta(app, contacto):
    viejo = ofrecer(app, contacto, MENU)
    ofrecer(app, contacto, [Opcion("Sí", "/afirmar"), Opcion("No", "/negar")])
    assert (dice(app, contacto, "1"), dice(app, contacto, "mi saldo"), dice(app, contacto, "3")) == (
        "/afirmar",
        None,
        None,
    )
    assert tocada(app.db, app.cipher, contacto.id, viejo[0]) == "/consultar_saldo"
    ofrecer(app, contacto, [])
    assert dice(app, contacto, "1") is None


def test_un_aviso_entre_medias_no_quita_las_opciones(app, contacto):
    ofrecer(app, contacto, MENU)
    ofrecer(app, contacto, [], clase="demora")
    assert dice(app, contacto, "1") == "/consultar_saldo"


def test_un_titulo_que_es_un_numero_gana_a_la_posicion(app, contacto):
    ofrecer(app, contacto, [Opcion("2", "/dos"), Opcion("1", "/uno")])
    assert (dice(app, contacto, "1"), dice(app, contacto, "2")) == ("/uno", "/dos")


def test_lo_escrito_por_otro_contacto_no_elige(app, contacto):
    ofrecer(app, contacto, MENU)
    assert dice(app, nuevo_contacto(app), "1") is None
