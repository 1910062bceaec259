"""L-20: an erasure twice, interrupted, or undone by a restored copy; and when it may not begin."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto import borrar as orden
from proalto.db.database import Database, DatabaseAway
from proalto.services.identificacion.contactos import SinContacto
from proalto.services.operacion.textos import conservado
from proalto.services.supresion import borrado, conservacion, pruebas_de_borrado
from tests.legal import cliente_completo
from tests.legal.borrados import MOTIVO, QUEDA, borrar, huella_de, quedan
from tests.services.gente import sql


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
        borrado.borrar(ana.app.db, caida, ana.app.cipher, ana.contacto, huella_de(ana), MOTIVO, ana.app.now())
    assert sql(ana.app, "SELECT borrado_en FROM asistente.contactos WHERE id = %s", ana.contacto.id) == [(None,)]


@pytest.mark.parametrize("motivo", ["Se llama Ana", "", "a", "ñoño", "x" * 41])
def test_L20_el_motivo_es_un_codigo_y_no_palabras_de_nadie(ana, motivo):
    with pytest.raises(borrado.MotivoInvalido):
        borrado.pedir(ana.app.db, ana.app.cipher, ana.contacto, None, motivo, ana.app.now())


def test_L20_a_quien_no_existe_no_se_borra(app):
    nadie = cliente_completo.Contacto(999_999_999, cliente_completo.Address())
    with pytest.raises(SinContacto):
        borrado.pedir(app.db, app.cipher, nadie, None, MOTIVO, app.now())


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
    folio = borrado.pedir(app.db, app.cipher, ana.contacto, huella_de(ana), MOTIVO, app.now())
    assert borrado.pedir(app.db, app.cipher, ana.contacto, huella_de(ana), MOTIVO, app.now()) == folio

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


def test_L20_lo_que_el_disco_no_tiene_todavia_no_esta_anotado(ana, tmp_path, monkeypatch):
    """A line that dies with the machine would leave nobody to erase again."""
    borrar(ana)
    por_anotar = "SELECT 1 FROM asistente.borrados WHERE anotado_en IS NULL AND contacto_id = %s"
    with monkeypatch.context() as roto:
        roto.setattr(pruebas_de_borrado.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            pruebas_de_borrado.anotar(ana.app.db, tmp_path, ana.app.now())
    assert sql(ana.app, por_anotar, ana.contacto.id)
    assert pruebas_de_borrado.anotar(ana.app.db, tmp_path, ana.app.now()) >= 1
    assert not sql(ana.app, por_anotar, ana.contacto.id)


def test_L20_repetir_no_toca_a_quien_escribio_despues_de_su_borrado(ana, tmp_path):
    borrar(ana)
    pruebas_de_borrado.anotar(ana.app.db, tmp_path, ana.app.now())
    manana = datetime.now(timezone.utc) + timedelta(days=1)
    sql(ana.app, "INSERT INTO asistente.contactos (telefono, creado_en) VALUES (%s, %s)", ana.telefono, manana)
    assert orden.repetir(ana.app, tmp_path / pruebas_de_borrado.DIARIO) == 0


def test_L20_todo_lo_que_se_conserva_tiene_sus_palabras():
    assert set(conservado()) == set(conservacion.CODIGOS)
