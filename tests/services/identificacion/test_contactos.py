"""Who writes: the BSUID first, the phone as far as it is known, and never somebody else's conversation."""

import threading
import uuid

import pytest

from proalto.services.identificacion.contactos import SinContacto, de_sender, direccion, identificar
from proalto.whatsapp.address import Address


def nuevo_telefono():
    return f"5731{uuid.uuid4().int % 10**8:08d}"


def nuevo_bsuid():
    return f"CO.{uuid.uuid4().hex}"


def quien(app, telefono=None, bsuid=None):
    with app.db.transaction() as tx:
        return identificar(tx, app.cipher, Address(telefono, bsuid))


def donde(app, contacto_id):
    with app.db.transaction() as tx:
        return direccion(tx, contacto_id)


@pytest.mark.parametrize(
    ("telefono", "bsuid"),
    [(nuevo_telefono(), None), (None, nuevo_bsuid()), (nuevo_telefono(), nuevo_bsuid())],
    ids=["telefono", "bsuid", "ambos"],
)
def test_el_mismo_remitente_es_el_mismo_contacto(app, telefono, bsuid):
    assert quien(app, telefono, bsuid) == quien(app, telefono, bsuid)
    assert donde(app, quien(app, telefono, bsuid)) == Address(telefono, bsuid)


def test_el_telefono_se_aprende_despues(app):
    telefono, bsuid = nuevo_telefono(), nuevo_bsuid()
    contacto = quien(app, None, bsuid)
    assert quien(app, telefono, bsuid) == contacto == quien(app, telefono)
    assert donde(app, contacto) == Address(telefono, bsuid)


def test_el_bsuid_se_aprende_despues_y_el_telefono_ya_no_hace_falta(app):
    telefono, bsuid = nuevo_telefono(), nuevo_bsuid()
    contacto = quien(app, telefono)
    assert quien(app, telefono, bsuid) == contacto == quien(app, None, bsuid)
    assert donde(app, contacto) == Address(telefono, bsuid)


def test_el_bsuid_manda_sobre_el_telefono(app):
    bsuid, antes, ahora = nuevo_bsuid(), nuevo_telefono(), nuevo_telefono()
    contacto = quien(app, antes, bsuid)
    assert quien(app, ahora, bsuid) == contacto
    assert donde(app, contacto) == Address(ahora, bsuid)


def test_un_telefono_reciclado_por_otro_bsuid_es_otro_contacto(app):
    telefono, viejo, nuevo = nuevo_telefono(), nuevo_bsuid(), nuevo_bsuid()
    anterior, actual = quien(app, telefono, viejo), quien(app, telefono, nuevo)
    assert anterior != actual == quien(app, telefono)
    assert donde(app, anterior) == Address(None, viejo)


def test_un_telefono_que_pasa_a_otro_bsuid_conocido_no_choca(app):
    telefono, uno, otro = nuevo_telefono(), nuevo_bsuid(), nuevo_bsuid()
    primero, segundo = quien(app, telefono, uno), quien(app, None, otro)
    assert quien(app, telefono, otro) == segundo
    assert (donde(app, primero), donde(app, segundo)) == (Address(None, uno), Address(telefono, otro))


def test_quien_escribio_por_telefono_y_luego_por_bsuid_no_choca_cuando_muestra_los_dos(app):
    telefono, bsuid = nuevo_telefono(), nuevo_bsuid()
    por_telefono, por_bsuid = quien(app, telefono), quien(app, None, bsuid)
    assert quien(app, telefono, bsuid) == por_bsuid != por_telefono
    assert donde(app, por_bsuid) == Address(telefono, bsuid)
    assert quien(app, telefono) == por_bsuid


@pytest.mark.parametrize("con", ["telefono", "bsuid", "ambos"])
def test_muchos_mensajes_a_la_vez_hacen_un_solo_contacto(app, con):
    telefono = nuevo_telefono() if con != "bsuid" else None
    bsuid = nuevo_bsuid() if con != "telefono" else None
    vistos, barrera = [], threading.Barrier(6)

    def escribe():
        barrera.wait()
        vistos.append(quien(app, telefono, bsuid))

    hilos = [threading.Thread(target=escribe) for _ in range(6)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(vistos) == 6 and len(set(vistos)) == 1


def test_el_sender_de_rasa_es_el_id_del_contacto(app):
    telefono = nuevo_telefono()
    contacto = de_sender(app.db, str(quien(app, telefono)), "wamid.X")
    assert (contacto.address.phone, contacto.wamid) == (telefono, "wamid.X")


def test_un_sender_desconocido_no_se_inventa(app):
    with pytest.raises(SinContacto):
        de_sender(app.db, "999999999", "wamid.X")
    with pytest.raises(SinContacto):
        donde(app, 999999999)


def test_una_prueba_local_conserva_su_contacto(app):
    uno, otro = de_sender(app.db, "consola-a", ""), de_sender(app.db, "consola-b", "")
    assert de_sender(app.db, "consola-a", "").id == uno.id != otro.id
    assert uno.address == Address()
