"""L-20: an erasure takes what is of whoever asked for it, and of nobody else who uses the same phone."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from proalto import borrar as orden
from proalto.services.consentimiento import menores
from proalto.services.credito import tramites
from proalto.services.datos import ejercer, gestion_de_datos, vencimientos_de_datos
from proalto.services.datos.gestion_de_datos import Respuesta
from proalto.services.supresion import borrado, pruebas_de_borrado
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_contacto, nuevo_wamid, otra_vez
from tests.legal.borrados import MOTIVO
from tests.legal.gente_de_datos import identificar, sql
from tests.services import mundo_de_mesa
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
    """The journal remembers who asked; whoever proved last who they are there has nothing to do with it."""
    reloj.ahora = datetime.now(timezone.utc)
    compartido, (_, a), (de_b, b) = dos
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


# -- her other chats ---------------------------------------------------------------------------------------------

CEDULA_DEL_MARIDO = "1098765432"


def borra_lo_suyo(app, suyo, cedula):
    huella = app.cipher.keyed_hash("cedula", cedula)
    borrado.borrar(app.db, app.nucleo, app.cipher, suyo, huella, MOTIVO, app.now())


def radica(app, contacto, documento):
    autorizar(app, contacto)
    datos = {"documento_identidad": documento, "segmento": "pensionado"}
    tramites.abrir_tramite(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", datos, app.now())
    tramites.radicar(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", app.now())


def test_L20_la_solicitud_del_marido_no_se_va_con_los_datos_de_ella(app, nucleo, reloj):
    suyo, del_marido, ella = nuevo_contacto(app), nuevo_contacto(app), nucleo.cliente()
    radica(app, del_marido, CEDULA_DEL_MARIDO)  # which takes no session
    mundo_de_mesa.documento(app, del_marido, b"%PDF-1.7 suyo")
    identificar(app, del_marido, ella)  # she once looked at her balance on his phone
    reloj.pasa(days=1)
    identificar(app, suyo, ella)
    borra_lo_suyo(app, suyo, ella)
    assert borrados(app, suyo, del_marido) == [True, False] and not ha_entrado(app, del_marido, ella)
    assert sql(app, "SELECT contenido IS NOT NULL FROM documentos WHERE contacto_id = %s", del_marido.id) == [(True,)]
    ((datos,),) = sql(app, "SELECT datos FROM tramites WHERE contacto_id = %s", del_marido.id)
    assert app.cipher.unseal(datos, "tramites.datos")["documento_identidad"] == CEDULA_DEL_MARIDO


def test_L20_su_propia_solicitud_no_vuelve_compartido_su_otro_chat(app, nucleo):
    suyo, otro, ella = nuevo_contacto(app), nuevo_contacto(app), nucleo.cliente()
    radica(app, otro, ella)
    for chat in (otro, suyo):
        identificar(app, chat, ella)
    mundo_de_mesa.caso(app, otro, ella)
    borra_lo_suyo(app, suyo, ella)
    assert borrados(app, suyo, otro) == [True, True]


def deja(app, tabla, contacto, cedula):
    """Leave a row of somebody in a chat, without the session that it came with; those go after three months."""
    huella = app.cipher.keyed_hash("cedula", cedula) if cedula else None
    suelto = nuevo_wamid()
    comun = {"contacto_id": contacto.id, "wamid_origen": suelto}
    if tabla == "casos":
        mundo_de_mesa.caso(app, contacto, cedula)
    elif tabla == "solicitudes_de_datos":
        hoy = app.now()
        mundo_de_mesa.insertar(
            app, tabla, folio=suelto[-12:], cedula_hmac=huella, derecho="conocer", tramite="consulta", regimen="1581",
            estado="favorable", recibida_en=hoy, completa_en=hoy, vence_el=hoy.date(), revisar_en=hoy, **comun,
        )  # fmt: skip
    elif tabla == "suscripciones":
        mundo_de_mesa.insertar(app, tabla, radicado="R-7", cedula_hmac=huella, etapa="estudio", creada_en=app.now(),
                               **comun)  # fmt: skip
    else:
        nada = b"x"
        mundo_de_mesa.insertar(
            app, tabla, folio=suelto[-12:], cedula=nada, cedula_hmac=huella, estado_hmac=nada, dia=app.now().date(),
            contenido=nada, pdf=nada, sha256=nada, emitido_en=app.now(), corte_en=app.now(), **comun,
        )  # fmt: skip


@pytest.mark.parametrize(
    "tabla, de_quien",
    [
        ("casos", "otra"), ("casos", None), ("solicitudes_de_datos", "otra"), ("solicitudes_de_datos", None),
        ("suscripciones", "otra"), ("certificados", "otra"),
    ],
)  # fmt: skip
def test_L20_un_chat_con_algo_de_otra_persona_o_de_nadie_se_sabe_es_compartido(app, nucleo, tabla, de_quien):
    suyo, otro, ella = nuevo_contacto(app), nuevo_contacto(app), nucleo.cliente()
    for chat in (otro, suyo):
        identificar(app, chat, ella)
    deja(app, tabla, otro, nucleo.cliente() if de_quien else None)
    borra_lo_suyo(app, suyo, ella)
    assert borrados(app, suyo, otro) == [True, False] and not ha_entrado(app, otro, ella)


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
