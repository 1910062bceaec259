"""L-20: what a duty keeps of whoever is erased, for how long, and of whom else."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.atencion import casos, notas
from proalto.services.contacto import bloqueos
from proalto.services.credito import tramites
from proalto.services.identificacion import identidad
from proalto.services.identificacion.contactos import identificar
from proalto.services.identificacion.intentos import DemasiadosIntentos
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.mensajeria.plantillas import Clase
from proalto.services.supresion import borrado, custodia, medios_en_meta
from tests.conftest import como, nuevo_contacto, otra_vez
from tests.legal import cliente_completo, rastros
from tests.legal.borrados import QUEDA, borrar, cuantas, huella_de, quedan
from tests.services.gente import sql
from tests.services.mensajes import mensaje, webhook


def test_L20_con_credito_vivo_queda_lo_que_la_ley_ordena_y_nada_mas(ana, nucleo):
    nucleo.credito(ana.cedula)
    tramites.radicar(ana.app.db, ana.app.cipher, ana.en_mensaje(), "credito_nuevo", ana.app.now())
    app, suya = ana.app, huella_de(ana)
    dichos = borrado.que_se_conserva(app.db, app.nucleo, app.cipher, ana.contacto, suya, app.now())
    assert {uno.que for uno in dichos} == {"credito", "documentos", "solicitud", "autorizacion", "bloqueo"}
    assert all(uno.norma.startswith("Ley ") and uno.titulo for uno in dichos)
    hecho = borrar(ana)
    assert hecho.conservado == dichos
    hallados = quedan(ana)
    assert hallados <= rastros.permitidos() and {t for t, _ in hallados} == {
        "autorizaciones", "mensajes_salientes", "estados_entrega", "tramites", "documentos", "documentos_omitidos"
    }  # fmt: skip
    assert cuantas(ana, "mensajes_entrantes") == cuantas(ana, "turnos") == 0


def test_L20_pagado_el_credito_se_van_los_documentos(ana, nucleo):
    credito = nucleo.credito(ana.cedula)
    tramites.radicar(ana.app.db, ana.app.cipher, ana.en_mensaje(), "credito_nuevo", ana.app.now())
    borrar(ana)
    assert custodia.revisar(ana.app.db, ana.app.nucleo, ana.app.cipher, ana.app.now())["documentos"] == 0
    nucleo.cambiar_credito(credito, estado="cancelado", saldo=0)
    assert custodia.revisar(ana.app.db, ana.app.nucleo, ana.app.cipher, ana.app.now())["documentos"] == 1
    assert {(t, c) for t, c in quedan(ana)} == QUEDA | {("tramites", "evidencia")}


def test_L20_el_reclamo_abierto_se_contesta_aunque_lo_demas_se_borre(ana, laura):
    folio = ana.abre_caso("queja", laura.id)
    hecho = borrar(ana)
    assert "reclamo" in {uno.que for uno in hecho.conservado}
    hallados = quedan(ana)
    assert (
        hallados <= rastros.permitidos() and ("casos", "transcripcion") in hallados and ("notas", "texto") in hallados
    )
    ((caso_id, sellada),) = sql(ana.app, "SELECT id, transcripcion FROM asistente.casos WHERE folio = %s", folio)
    lineas = ana.app.cipher.unseal(sellada, f"casos:{folio}")
    assert ana.telefono in lineas[-1]["texto"]
    with ana.app.db.transaction() as tx:  # an advisor goes on with it
        notas.poner(tx, ana.app.cipher, caso_id, ana.contacto.id, laura.id, "ya lo llamé", ana.app.now())
        assert [una.texto for una in notas.notas(tx, ana.app.cipher, caso_id)][-1] == "ya lo llamé"


def test_L20_cerrado_el_reclamo_se_va(ana, laura):
    folio = ana.abre_caso("queja", laura.id)
    borrar(ana)
    sql(
        ana.app,
        "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = now(), causa = 'otra' WHERE folio = %s",
        folio,
    )
    assert custodia.revisar(ana.app.db, ana.app.nucleo, ana.app.cipher, ana.app.now())["casos"] == 1
    assert quedan(ana) == QUEDA


def test_L20_quien_dijo_no_fui_yo_sigue_protegido(ana, laura):
    ana.abre_caso("fraude", laura.id)
    hecho = borrar(ana)
    assert "suplantacion" in {uno.que for uno in hecho.conservado}
    cobranza = "SELECT cedula_hmac FROM asistente.bloqueos WHERE contacto_id = %s AND clase = 'cobranza'"
    ((huella,),) = sql(ana.app, cobranza, ana.contacto.id)
    assert bytes(huella) == ana.app.cipher.keyed_hash("cedula", ana.cedula)
    assert bloqueos.SUPLANTACION in {m for (m,) in sql(ana.app, "SELECT motivo FROM asistente.bloqueos_de_borrados")}


@pytest.mark.parametrize("proceso", ["canal", "worker", "mesa"])
def test_L20_quien_dijo_no_fui_yo_sigue_protegido_quien_quiera_que_cree_su_contacto(ana, proceso):
    """A message, a security notice, a file of agreements: whatever makes the address known again."""
    casos.abrir_caso(ana.app.db, ana.app.cipher, ana.en_mensaje(), "fraude", ana.app.now())
    borrar(ana)
    parte = como(ana.app, proceso)
    with parte.db.transaction() as tx:
        nuevo = identificar(tx, parte.cipher, ana.contacto.address)
    with ana.app.db.transaction() as tx:
        assert nuevo != ana.contacto.id
        assert not bloqueos.puede_salir(tx, nuevo, Clase.COBRANZA)


@pytest.mark.parametrize("despues", [False, True], ids=["antes_de_pedirlo", "mientras_se_borra"])
def test_L20_borrarse_no_devuelve_los_intentos_de_probar_quien_es(app, contacto, reloj, despues):
    """Whatever erased the chat, whoever must wait goes on waiting."""
    reloj.ahora = datetime.now(timezone.utc)
    if despues:
        borrado.pedir(app.db, app.cipher, contacto, None, "supresion", app.now())
    for n in range(LIMITES.cedulas_por_contacto_24h):
        identidad.presentar_cedula(app.db, app.cipher, otra_vez(contacto), str(50_000_000 + n), app.now())
    with pytest.raises(DemasiadosIntentos):
        identidad.presentar_cedula(app.db, app.cipher, otra_vez(contacto), "51000000", app.now())
    borrado.borrar(app.db, app.nucleo, app.cipher, contacto, None, "supresion", app.now())
    canal = como(app, "canal")
    bandeja_entrada.recibir(canal.db, canal.cipher, webhook(mensaje(contacto.address, "hola")), app.now())
    vuelve = nuevo_contacto(app, contacto.address.phone)
    assert vuelve.id != contacto.id
    with pytest.raises(DemasiadosIntentos):
        identidad.presentar_cedula(app.db, app.cipher, vuelve, "52000000", app.now())
    reloj.pasa(hours=25)
    identidad.presentar_cedula(app.db, app.cipher, otra_vez(vuelve), "52000000", app.now())


def test_L20_los_archivos_que_tiene_meta_se_mandan_borrar(ana):
    borrar(ana)
    ((media_id,),) = sql(ana.app, "SELECT media_id FROM asistente.medios_por_borrar")
    ana.app.whatsapp.fail_next(4, 400)  # too many calls: later
    assert medios_en_meta.borrar_vencidos(ana.app.db, ana.app.whatsapp, ana.app.now()) == 0
    assert medios_en_meta.borrar_vencidos(ana.app.db, ana.app.whatsapp, ana.app.now() + timedelta(hours=1)) == 1
    with pytest.raises(Exception, match="100"):
        ana.app.whatsapp.describe_media(media_id)
    assert sql(ana.app, "SELECT 1 FROM asistente.medios_por_borrar") == []


def test_L20_el_otro_telefono_de_la_misma_persona_tambien(ana, app, nucleo, laura):
    otro = cliente_completo.nuevo(app, nucleo)
    otro.cedula = ana.cedula
    otro.acepta()
    otro.escribe(otro.frase)
    sellada = app.cipher.encrypt(ana.cedula.encode(), CEDULA, de=otro.contacto.id)
    sql(app, "INSERT INTO asistente.sesiones (contacto_id, cedula, cedula_hmac, nivel, iniciada_en, usada_en)"
             " VALUES (%s, %s, %s, 2, now(), now())", otro.contacto.id, sellada,
        app.cipher.keyed_hash("cedula", ana.cedula))  # fmt: skip
    hecho = borrar(ana)
    assert hecho.borrado["contactos"] == 2
    assert rastros.en_la_base(app, (*ana.canarios, otro.frase, *rastros.canarios_de(otro.telefono))) <= QUEDA


def test_L20_el_telefono_compartido_con_otra_persona_sigue_en_pie(ana, app, nucleo):
    otro = cliente_completo.nuevo(app, nucleo)
    otro.escribe(otro.frase)
    for cedula in (ana.cedula, otro.cedula):
        sellada = app.cipher.encrypt(cedula.encode(), CEDULA, de=otro.contacto.id)
        sql(app, "INSERT INTO asistente.sesiones (contacto_id, cedula, cedula_hmac, nivel, iniciada_en, usada_en,"
                 " cerrada_en) VALUES (%s, %s, %s, 2, now(), now(), now())", otro.contacto.id, sellada,
            app.cipher.keyed_hash("cedula", cedula))  # fmt: skip
    borrar(ana)
    assert ("mensajes_entrantes", "cuerpo") in rastros.en_la_base(app, (otro.frase,))
    assert rastros.en_la_base(app, (ana.cedula,)) == set()
    assert rastros.en_la_base(app, (otro.cedula,)) == {("sesiones", "cedula")}
