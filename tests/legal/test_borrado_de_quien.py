"""L-20: an erasure takes what is of whoever asked for it, and of nobody else who uses the same phone."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from proalto import borrar as orden
from proalto.services import borrado, ejercer, gestion_de_datos, menores, pruebas_de_borrado, vencimientos_de_datos
from proalto.services.gestion_de_datos import Respuesta
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.borrados import MOTIVO
from tests.legal.gente_de_datos import identificar, sql
from tests.services.gente import persona


def borrados(app, *contactos):
    return [sql(app, "SELECT borrado_en IS NOT NULL FROM contactos WHERE id = %s", uno.id)[0][0] for uno in contactos]


def ha_entrado(app, contacto, cedula):
    huella = app.cipher.keyed_hash("cedula", cedula)
    return bool(sql(app, "SELECT 1 FROM sesiones WHERE contacto_id = %s AND cedula_hmac = %s", contacto.id, huella))


def se_cumple(app, reloj):
    """Everything has been sent, and the worker comes by."""
    sql(app, "UPDATE mensajes_salientes SET estado = 'aceptado'")
    reloj.pasa(minutes=5)
    vencimientos_de_datos.borrar_autorizados(app.db, app.nucleo, app.cipher, app.now())


@pytest.fixture
def dos(app, nucleo):
    """Two people, each with a chat of their own, and a third chat on the phone that they share."""
    compartido, de_a, de_b = (nuevo_contacto(app) for _ in range(3))
    a, b = nucleo.cliente(), nucleo.cliente()
    identificar(app, de_a, a)
    identificar(app, de_b, b)
    return compartido, (de_a, a), (de_b, b)


def test_L20_se_borra_lo_de_quien_lo_pidio_y_no_lo_de_quien_entro_despues(app, dos, reloj):
    compartido, (de_a, a), (de_b, b) = dos
    identificar(app, compartido, a)
    pedido = ejercer.suprimir(app.db, app.nucleo, app.cipher, otra_vez(compartido), "borren mis datos", app.now())
    reloj.pasa(hours=2)
    identificar(app, compartido, b)  # who looks at a balance before the advisor answers
    with app.db.transaction() as tx:
        si = Respuesta(True, "Se borra")
        gestion_de_datos.responder(tx, app.cipher, pedido.radicada.folio, persona(app, rol="supervisor"), si, app.now())
    se_cumple(app, reloj)
    assert borrados(app, compartido, de_a, de_b) == [True, True, False]
    assert ha_entrado(app, de_b, b) and not ha_entrado(app, de_a, a)


def test_L20_la_prueba_lleva_la_huella_de_quien_lo_pidio(app, dos):
    compartido, (_, a), (_, b) = dos
    identificar(app, compartido, a)
    identificar(app, compartido, b)
    hecho = borrado.borrar(app.db, app.nucleo, app.cipher, compartido, app.cipher.keyed_hash("cedula", a), MOTIVO,
                           app.now())  # fmt: skip
    ((huella,),) = sql(app, "SELECT cedula_hmac FROM borrados WHERE folio = %s", hecho.folio)
    assert bytes(huella) == app.cipher.keyed_hash("cedula", a)


def test_L20_borralo_todo_en_un_chat_de_nadie_no_alcanza_a_quien_entra_mientras_espera(app, dos, reloj):
    compartido, (de_a, a), _ = dos
    ejercer.suprimir(app.db, app.nucleo, app.cipher, otra_vez(compartido), "borren", app.now())
    assert ejercer.suprimir_este_chat(app.db, app.cipher, otra_vez(compartido), app.now())
    reloj.pasa(minutes=1)
    identificar(app, compartido, a)
    se_cumple(app, reloj)
    assert borrados(app, compartido, de_a) == [True, False] and ha_entrado(app, de_a, a)


def test_L20_repetir_un_borrado_alcanza_otra_vez_a_la_misma_persona_y_a_nadie_mas(app, dos, reloj, tmp_path):
    """The journal remembers who asked; whoever proved last who they are in the restored chat has nothing to do with it."""
    reloj.ahora = datetime.now(timezone.utc)
    compartido, (de_a, a), (de_b, b) = dos
    identificar(app, compartido, a)
    antes = app.now()
    reloj.pasa(minutes=1)
    borrado.borrar(app.db, app.nucleo, app.cipher, compartido, app.cipher.keyed_hash("cedula", a), MOTIVO, app.now())
    pruebas_de_borrado.anotar(app.db, tmp_path, app.now())
    telefono = compartido.address.phone
    vuelto, otro_de_a = nuevo_contacto(app), nuevo_contacto(app)
    sql(app, "UPDATE contactos SET telefono = %s, creado_en = %s WHERE id = %s", telefono, antes, vuelto.id)
    for cedula in (a, b):
        identificar(app, vuelto, cedula)
    identificar(app, otro_de_a, a)
    orden.repetir(app, tmp_path / pruebas_de_borrado.DIARIO)
    assert borrados(app, vuelto, otro_de_a, de_b) == [True, True, False]


# -- who says to be a minor --------------------------------------------------------------------------------------


def dice_ser_menor(app, contacto, reloj):
    menores.detener(app.db, app.cipher, otra_vez(contacto), app.now())
    sql(app, "UPDATE mensajes_salientes SET estado = 'aceptado'")
    reloj.pasa(hours=2)
    for folio in borrado.por_hacer(app.db, app.now()):
        borrado.ejecutar(app.db, app.nucleo, app.cipher, folio, app.now())


def test_L11_el_nino_que_escribe_en_el_celular_de_su_mama_no_borra_lo_de_ella(app, nucleo, contacto, reloj):
    otro, mama = nuevo_contacto(app), nucleo.cliente()
    autorizar(app, contacto)
    identificar(app, otro, mama)
    identificar(app, contacto, mama)
    reloj.pasa(hours=5)
    dice_ser_menor(app, contacto, reloj)
    assert borrados(app, contacto, otro) == [False, False] and ha_entrado(app, otro, mama)
    assert sql(app, "SELECT tipo, gestion, estado FROM casos WHERE contacto_id = %s", contacto.id) == [
        ("otro", "menor_de_edad", "abierto")
    ]
    assert sql(app, "SELECT 1 FROM sesiones WHERE contacto_id = %s AND cerrada_en IS NULL", contacto.id) == []


def test_L11_donde_nadie_ha_dicho_quien_es_se_borra_este_chat(app, contacto, reloj):
    autorizar(app, contacto)
    dice_ser_menor(app, contacto, reloj)
    assert borrados(app, contacto) == [True]
    assert sql(app, "SELECT 1 FROM casos WHERE contacto_id = %s", contacto.id) == []
