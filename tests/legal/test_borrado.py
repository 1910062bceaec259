"""L-20: whoever is erased is gone from every store; what a law keeps is named, and under a key of its own."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto import bootstrap
from proalto import borrar as orden
from proalto.db.database import Database, DatabaseAway
from proalto.gateways.cipher import LlaveDestruida, Undecipherable
from proalto.services import (
    bandeja_entrada,
    bloqueos,
    borrado,
    conservacion,
    custodia,
    medios_en_meta,
    notas,
    pruebas_de_borrado,
    tramites,
)
from proalto.services.autorizacion import decision
from proalto.services.contactos import SinContacto, identificar
from proalto.services.sesiones import CEDULA
from proalto.services.textos import conservado
from tests.legal import cliente_completo, rastros
from tests.services.gente import sql
from tests.services.mensajes import mensaje, webhook

MOTIVO = "supresion"
QUEDA = {  # that the authorization was shown, arrived and was answered (L-05): Meta writes the number into its ids
    ("autorizaciones", "wamid_origen"),
    ("mensajes_salientes", "wamid_origen"),
    ("mensajes_salientes", "wamid"),
    ("estados_entrega", "wamid"),
}


def borrar(cliente):
    app = cliente.app
    return borrado.borrar(app.db, app.nucleo, app.cipher, cliente.contacto, MOTIVO, app.now())


def quedan(cliente):
    return rastros.en_la_base(cliente.app, cliente.canarios)


def cuantas(cliente, tabla):
    sentencia = f"SELECT count(*) FROM asistente.{tabla} WHERE contacto_id = %s"  # noqa: S608
    return sql(cliente.app, sentencia, cliente.contacto.id)[0][0]


def test_L20_antes_de_borrar_hay_rastro_en_todas_partes(ana):
    tablas = {tabla for tabla, _ in quedan(ana)}
    assert tablas >= {
        "contactos", "mensajes_entrantes", "mensajes_salientes", "turnos", "sesiones", "desafios", "casos", "notas",
        "encuestas", "tramites", "documentos", "documentos_omitidos", "autorizaciones", "intentos_identidad",
        "suscripciones",
    }  # fmt: skip


def test_L20_sin_deuda_no_queda_nada_fuera_de_la_prueba(ana):
    hecho = borrar(ana)
    assert quedan(ana) <= QUEDA
    assert {uno.que for uno in hecho.conservado} == {"autorizacion", "bloqueo"}
    assert hecho.borrado["mensajes_entrantes"] >= 3 and hecho.borrado["turnos"] == 1 and hecho.borrado["casos"] == 1
    for tabla in ("mensajes_entrantes", "turnos", "opciones", "sesiones", "desafios", "tramites",
                  "documentos", "encuestas", "suscripciones", "conversaciones", "casos", "eventos"):  # fmt: skip
        assert (tabla, cuantas(ana, tabla)) == (tabla, 0)


def test_L20_que_se_mostro_la_autorizacion_y_llego_queda_como_prueba_sin_sus_palabras(ana):
    borrar(ana)
    filas = sql(ana.app, "SELECT estado, cuerpo, destino FROM asistente.mensajes_salientes WHERE contacto_id = %s",
                ana.contacto.id)  # fmt: skip
    assert filas == [("leido", None, None)]


def test_L20_no_queda_nada_en_archivos(ana, tmp_path, caplog):
    borrar(ana)
    pruebas_de_borrado.anotar(ana.app.db, tmp_path, ana.app.now())
    assert (tmp_path / pruebas_de_borrado.DIARIO).stat().st_size > 100
    assert rastros.en_archivos(tmp_path, ana.canarios) == []
    assert not any(canario in caplog.text for canario in ana.canarios)


def test_L20_lo_que_alguien_copio_antes_ya_no_se_lee(ana):
    ((copiado,),) = sql(ana.app, "SELECT eventos FROM asistente.turnos WHERE contacto_id = %s", ana.contacto.id)
    assert ana.frase in str(ana.app.cipher.unseal(copiado, "turnos.eventos"))
    borrar(ana)
    otro = bootstrap.cipher(ana.app.settings, ana.app.settings.database_url)
    for cipher in (ana.app.cipher, otro):
        with pytest.raises(Undecipherable):
            cipher.unseal(copiado, "turnos.eventos")
        with pytest.raises(LlaveDestruida):
            cipher.encrypt(b"x", "x", de=ana.contacto.id)


def test_L20_quien_vuelve_a_escribir_es_otro_y_autoriza_de_nuevo(ana):
    borrar(ana)
    uno = mensaje(ana.contacto.address, "hola de nuevo")
    bandeja_entrada.recibir(ana.app.db, ana.app.cipher, webhook(uno), ana.app.now())
    with ana.app.db.transaction() as tx:
        nuevo = identificar(tx, ana.contacto.address)
    assert nuevo != ana.contacto.id
    assert decision(ana.app.db, cliente_completo.Contacto(nuevo, ana.contacto.address)) is None


def test_L20_lo_que_pidio_no_recibir_vale_para_quien_vuelve(ana):
    borrar(ana)
    bandeja_entrada.recibir(ana.app.db, ana.app.cipher, webhook(mensaje(ana.contacto.address, "hola")), ana.app.now())
    with ana.app.db.transaction() as tx:
        nuevo = identificar(tx, ana.contacto.address)
    suyos = "SELECT clase, motivo FROM asistente.bloqueos WHERE contacto_id = %s AND hasta IS NULL"
    assert sql(ana.app, suyos, nuevo) == [("publicidad", "baja")]


def test_L20_un_turno_tardio_de_otro_proceso_no_escribe_nada(ana):
    """The other process knew the key before, and remembers it for a minute."""
    viejo = bootstrap.cipher(ana.app.settings, ana.app.settings.database_url)
    viejo.seal([], "turnos.eventos", de=ana.contacto.id)
    borrar(ana)
    sellado = viejo.seal([{"text": ana.frase}], "turnos.eventos", de=ana.contacto.id)  # it still can
    fila = {"contacto_id": ana.contacto.id, "n": 99, "wamid": "x", "eventos": sellado, "estado": sellado}
    for consulta, params in (
        ("asistente.turnos.guardar", fila),
        (
            "asistente.bandeja_entrada.guardar_interno",
            {"contacto_id": ana.contacto.id, "clave": "z", "cuerpo": sellado},
        ),
    ):
        with pytest.raises(Exception, match="was erased"), ana.app.db.transaction() as tx:
            tx.run(consulta, **params)
    with pytest.raises(LlaveDestruida):
        ana.app.cipher.seal({}, "tramites.datos", de=ana.contacto.id)
    assert quedan(ana) <= QUEDA


def test_L20_lo_que_pasa_despues_se_cuenta_sin_decir_de_quien(ana):
    borrar(ana)
    with ana.app.db.transaction() as tx:
        tx.run("asistente.eventos.anotar", tipo="turno", clave=f"turno:{ana.contacto.id}:7", now=ana.app.now(),
               contacto_id=ana.contacto.id, caso_id=None, usuario_id=None, gestion="", datos="{}")  # fmt: skip
    assert cuantas(ana, "eventos") == 0


def test_L20_los_indicadores_siguen_contando(ana):
    ((antes, casos),) = sql(
        ana.app, "SELECT (SELECT count(*) FROM asistente.eventos), (SELECT count(*) FROM asistente.casos)"
    )
    borrar(ana)
    assert sql(ana.app, "SELECT (SELECT count(*) FROM asistente.eventos), (SELECT count(*) FROM asistente.casos)") == [
        (antes, casos)
    ]


def test_L20_con_credito_vivo_queda_lo_que_la_ley_ordena_y_nada_mas(ana, nucleo):
    nucleo.credito(ana.cedula)
    tramites.radicar(ana.app.db, ana.app.cipher, ana.en_mensaje(), "credito_nuevo", ana.app.now())
    dichos = borrado.que_se_conserva(ana.app.db, ana.app.nucleo, ana.app.cipher, ana.contacto, ana.app.now())
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


def test_L20_la_prueba_no_cambia_y_se_puede_comprobar(ana):
    hecho = borrar(ana)
    with ana.app.db.transaction() as tx:
        fila = tx.one("asistente.borrado.ver", folio=hecho.folio)
    assert pruebas_de_borrado.es_integra(fila) and fila["sha256"] == hecho.sha256
    assert not pruebas_de_borrado.es_integra(fila | {"motivo": "otro"})
    for sentencia in ("UPDATE asistente.borrados SET conteos = '{}' WHERE folio = %s",
                  "DELETE FROM asistente.borrados WHERE folio = %s"):  # fmt: skip
        with pytest.raises(Exception, match="does not change"):
            sql(ana.app, sentencia, hecho.folio)


def test_L20_borrar_dos_veces_es_borrar_una(ana):
    assert borrar(ana) == borrar(ana)


def test_L20_sin_la_base_del_prestamista_no_se_empieza(ana):
    caida = Database("host=127.0.0.1 port=9", name="x", read_only=True)
    with pytest.raises(DatabaseAway):
        borrado.borrar(ana.app.db, caida, ana.app.cipher, ana.contacto, MOTIVO, ana.app.now())
    assert sql(ana.app, "SELECT borrado_en FROM asistente.contactos WHERE id = %s", ana.contacto.id) == [(None,)]


@pytest.mark.parametrize("motivo", ["Se llama Ana", "", "a", "ñoño", "x" * 41])
def test_L20_el_motivo_es_un_codigo_y_no_palabras_de_nadie(ana, motivo):
    with pytest.raises(borrado.MotivoInvalido):
        borrado.pedir(ana.app.db, ana.app.cipher, ana.contacto, motivo, ana.app.now())


def test_L20_a_quien_no_existe_no_se_borra(app):
    nadie = cliente_completo.Contacto(999_999_999, cliente_completo.Address())
    with pytest.raises(SinContacto):
        borrado.pedir(app.db, app.cipher, nadie, MOTIVO, app.now())


@pytest.mark.parametrize("paso", ["puerta", "mensajes", "identidad", "solicitudes", "casos", "llave", "fin"])
def test_L20_lo_que_una_caida_dejo_a_medias_se_termina(ana, monkeypatch, paso):
    """The process dies right before a step; another goes on with it."""

    def cae(*_args):
        raise RuntimeError("muerto")

    with monkeypatch.context() as roto:
        if paso == "puerta":
            roto.setattr(borrado, "cerrar_contacto", cae)
        elif paso == "fin":
            roto.setattr(borrado, "_terminar", cae)
        else:
            pasos = tuple((nombre, cae if nombre == paso else hacer) for nombre, hacer in borrado.PASOS)
            roto.setattr(borrado, "PASOS", pasos)
        with pytest.raises(RuntimeError):
            borrar(ana)
    ((folio,),) = sql(ana.app, "SELECT folio FROM asistente.borrados WHERE contacto_id = %s", ana.contacto.id)
    despues = ana.app.now() + timedelta(hours=2)
    assert folio in borrado.por_hacer(ana.app.db, despues)
    borrado.ejecutar(ana.app.db, ana.app.nucleo, ana.app.cipher, folio, despues)
    assert quedan(ana) <= QUEDA
    assert folio not in borrado.por_hacer(ana.app.db, despues)


def test_L20_lo_pedido_en_el_chat_espera_a_que_salga_la_respuesta(ana):
    app = ana.app
    with app.db.transaction() as tx:
        cliente_completo.bandeja_entrada.encolar_interno(tx, app.cipher, ana.contacto.id, "espera", "/x")
    folio = borrado.pedir(app.db, app.cipher, ana.contacto, MOTIVO, app.now())
    assert borrado.pedir(app.db, app.cipher, ana.contacto, MOTIVO, app.now()) == folio

    def toca(minutos):
        return folio in borrado.por_hacer(app.db, app.now() + timedelta(minutes=minutos))

    assert not toca(5) and toca(61)
    sql(app, "UPDATE asistente.mensajes_entrantes SET estado = 'atendido' WHERE contacto_id = %s", ana.contacto.id)
    sql(app, "UPDATE asistente.mensajes_salientes SET estado = 'leido' WHERE contacto_id = %s", ana.contacto.id)
    assert not toca(1) and toca(3)


def test_L20_una_copia_restaurada_se_vuelve_a_borrar(ana, tmp_path):
    """The copy brings back the contact, its rows and its key; the journal outside tells whom to erase again."""
    app = ana.app
    borrar(ana)
    pruebas_de_borrado.anotar(app.db, tmp_path, app.now())
    antes = app.now() - timedelta(days=3)
    ((vuelto,),) = sql(app, "INSERT INTO asistente.contactos (telefono, creado_en) VALUES (%s, %s) RETURNING id",
                       ana.telefono, antes)  # fmt: skip
    otra = cliente_completo.nuevo(app, ana.nucleo)
    assert orden.repetir(app, tmp_path / pruebas_de_borrado.DIARIO) == 1
    assert sql(app, "SELECT telefono, borrado_en IS NOT NULL FROM asistente.contactos WHERE id = %s", vuelto) == [
        (None, True)
    ]
    assert sql(app, "SELECT telefono FROM asistente.contactos WHERE id = %s", otra.contacto.id) == [(otra.telefono,)]
    assert orden.repetir(app, tmp_path / pruebas_de_borrado.DIARIO) == 0


def test_L20_repetir_no_toca_a_quien_escribio_despues_de_su_borrado(ana, tmp_path):
    borrar(ana)
    pruebas_de_borrado.anotar(ana.app.db, tmp_path, ana.app.now())
    manana = datetime.now(timezone.utc) + timedelta(days=1)
    sql(ana.app, "INSERT INTO asistente.contactos (telefono, creado_en) VALUES (%s, %s)", ana.telefono, manana)
    assert orden.repetir(ana.app, tmp_path / pruebas_de_borrado.DIARIO) == 0


def test_L20_todo_lo_que_se_conserva_tiene_sus_palabras():
    assert set(conservado()) == set(conservacion.CODIGOS)
