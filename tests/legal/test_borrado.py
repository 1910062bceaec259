"""L-20: whoever asks to be erased leaves nothing but the proof."""

import pytest

from proalto import bootstrap
from proalto.gateways.cipher import LlaveDestruida, Undecipherable
from proalto.services.consentimiento.autorizacion import decision
from proalto.services.identificacion.contactos import identificar
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.supresion import pruebas_de_borrado
from tests.legal import cliente_completo, rastros
from tests.legal.borrados import QUEDA, borrar, cuantas, quedan
from tests.services.gente import sql
from tests.services.mensajes import mensaje, webhook


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
        nuevo = identificar(tx, ana.app.cipher, ana.contacto.address)
    assert nuevo != ana.contacto.id
    assert decision(ana.app.db, cliente_completo.Contacto(nuevo, ana.contacto.address)) is None


def test_L20_lo_que_pidio_no_recibir_vale_para_quien_vuelve(ana):
    borrar(ana)
    bandeja_entrada.recibir(ana.app.db, ana.app.cipher, webhook(mensaje(ana.contacto.address, "hola")), ana.app.now())
    with ana.app.db.transaction() as tx:
        nuevo = identificar(tx, ana.app.cipher, ana.contacto.address)
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
