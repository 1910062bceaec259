"""The inbox: everything stored once, in order, with its wake-up calls, or nothing at all."""

import threading

import pytest

from proalto.db.database import Database, DatabaseAway
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.mensajeria.bandeja_entrada import (
    Recibido,
    aplazar,
    espera_respuesta,
    recibir,
    siguiente,
    terminar,
)
from proalto.services.operacion import trabajos
from proalto.whatsapp.address import Address
from tests.conftest import conectar, nuevo_contacto, nuevo_wamid
from tests.services.mensajes import estado, mensaje, webhook
from tests.services.pasos import CELULAR


def recibe(app, *mensajes, statuses=()):
    return recibir(app.db, app.cipher, webhook(*mensajes, statuses=statuses), app.now())


def toma(app, contacto):
    return siguiente(app.db, app.cipher, contacto.id)


def termina(app, wamid, como="atendido"):
    with app.db.transaction() as tx:
        return terminar(tx, wamid, como)


def consulta(app, sql, *params):
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO asistente")  # procrastinate's triggers name their tables without a schema
        cursor.execute(sql, params)
        filas = cursor.fetchall() if cursor.description else []
    connection.close()
    return filas


def llamadas(app, contacto, wamids=()):
    """Return the waiting wake-up calls for this contact and these messages."""
    locks = [f"atender:{contacto.id}", f"enviar:{contacto.id}", *(f"acusar:{wamid}" for wamid in wamids)]
    filas = consulta(app, "SELECT lock FROM asistente.procrastinate_jobs WHERE lock = ANY(%s) ORDER BY id", locks)
    return [lock for (lock,) in filas]


def test_entrega_lo_que_se_escribio(app, contacto):
    recibe(app, mensaje(contacto.address, "¿Cuánto debo? 🙂", wamid="wamid.primero"))
    entrante = toma(app, contacto)
    assert (entrante.wamid, entrante.texto, entrante.tipo) == ("wamid.primero", "¿Cuánto debo? 🙂", "text")
    assert (entrante.address, entrante.intentos) == (contacto.address, 1)


def test_un_wamid_entra_una_vez_para_siempre(app, contacto):
    uno = mensaje(contacto.address)
    assert [recibe(app, uno, uno), recibe(app, uno)] == [Recibido(1, 1, 0), Recibido(0, 1, 0)]
    assert termina(app, uno.wamid)
    recibe(app, uno)
    assert toma(app, contacto) is None


def test_el_mismo_wamid_a_la_vez_por_muchos_caminos_entra_una_vez(app, contacto):
    uno, nuevos, barrera = mensaje(contacto.address), [], threading.Barrier(6)

    def llega():
        barrera.wait()
        nuevos.append(recibe(app, uno).nuevos)

    hilos = [threading.Thread(target=llega) for _ in range(6)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(nuevos) == [0, 0, 0, 0, 0, 1]


def test_un_lote_de_varias_personas_entra_entero_y_en_orden(app):
    personas = [nuevo_contacto(app) for _ in range(3)]
    lote = [mensaje(p.address, f"{n}") for n in range(4) for p in personas]
    assert recibe(app, *lote) == Recibido(12, 0, 0)
    for persona in personas:
        dichos = []
        while (entrante := toma(app, persona)) is not None:
            dichos.append(entrante.texto)
            termina(app, entrante.wamid)
        assert dichos == ["0", "1", "2", "3"]


def test_sin_terminar_se_vuelve_a_tomar_el_mismo_y_se_cuenta(app, contacto):
    recibe(app, mensaje(contacto.address, "uno"), mensaje(contacto.address, "dos"))
    assert [(toma(app, contacto).texto, toma(app, contacto).intentos)] == [("uno", 2)]


def test_aplazar_uno_no_adelanta_al_siguiente(app, contacto):
    primero, segundo = mensaje(contacto.address, "uno"), mensaje(contacto.address, "dos")
    recibe(app, primero, segundo)
    assert toma(app, contacto).wamid == primero.wamid
    aplazar(app.db, primero.wamid, 60)
    assert toma(app, contacto) is None
    aplazar(app.db, primero.wamid, 0)
    assert toma(app, contacto).texto == "uno"
    termina(app, primero.wamid)
    assert toma(app, contacto).texto == "dos"


def test_terminar_dos_veces_dice_quien_llego_tarde(app, contacto):
    uno = mensaje(contacto.address)
    recibe(app, uno)
    assert espera_respuesta(app.db, uno.wamid)
    assert (termina(app, uno.wamid), termina(app, uno.wamid, "fallido")) == (True, False)
    assert not espera_respuesta(app.db, uno.wamid) and not espera_respuesta(app.db, "wamid.nadie")


@pytest.mark.parametrize("kind", ["reaction", "system", "revoke", "edit"])
def test_lo_que_no_pide_respuesta_se_guarda_y_no_despierta_a_nadie(app, contacto, kind):
    suceso = mensaje(contacto.address, kind=kind)
    assert recibe(app, suceso).nuevos == 1
    assert toma(app, contacto) is None and llamadas(app, contacto, [suceso.wamid]) == []


@pytest.mark.parametrize("kind", ["text", "image", "audio", "interactive", "unsupported", "order"])
def test_lo_demas_pide_respuesta(app, contacto, kind):
    recibe(app, mensaje(contacto.address, kind=kind))
    consulta(app, "UPDATE asistente.mensajes_entrantes SET recibido_en = recibido_en - interval '2 s'")
    assert toma(app, contacto).tipo == kind


def test_un_cambio_de_numero_termina_la_sesion(app, pasos, nucleo):
    pasos.entra(nucleo.cliente(CELULAR))
    recibe(app, mensaje(pasos.contacto.address, "hola"))
    assert pasos.titular() is not None
    recibe(app, mensaje(pasos.contacto.address, kind="system"))
    assert pasos.titular() is None


def test_las_llamadas_se_escriben_con_el_mensaje_y_sin_repetirse(app, contacto):
    lote = [mensaje(contacto.address) for _ in range(3)]
    recibe(app, *lote)
    recibe(app, lote[0])
    wamids = [m.wamid for m in lote]
    assert sorted(llamadas(app, contacto, wamids)) == sorted(
        [f"atender:{contacto.id}", *(f"acusar:{w}" for w in wamids)]
    )


def test_si_algo_falla_no_queda_ni_el_mensaje_ni_la_llamada(app, contacto, monkeypatch):
    def se_cae(*_):
        raise RuntimeError("cut")

    monkeypatch.setattr(trabajos, "despertar_mensaje", se_cae)
    uno = mensaje(contacto.address)
    with pytest.raises(RuntimeError):
        recibe(app, uno)
    assert toma(app, contacto) is None and llamadas(app, contacto, [uno.wamid]) == []


def test_sin_base_de_datos_no_se_acusa_recibo(app, contacto):
    caida = Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")
    with pytest.raises(DatabaseAway):
        recibir(caida, app.cipher, webhook(mensaje(contacto.address)), app.now())


def test_el_barrido_despierta_lo_olvidado_y_solo_eso(app, contacto):
    uno = mensaje(contacto.address)
    recibe(app, uno)
    consulta(
        app,
        "UPDATE asistente.mensajes_entrantes SET recibido_en = now() - interval '5 seconds' WHERE wamid = %s",
        uno.wamid,
    )
    consulta(app, "DELETE FROM asistente.procrastinate_jobs WHERE lock = %s", f"atender:{contacto.id}")
    for _ in range(2):
        with app.db.transaction() as tx:
            trabajos.barrer(tx, bandeja_entrada.olvidados(tx), [], [], 10)
    assert llamadas(app, contacto) == [f"atender:{contacto.id}"]
    termina(app, uno.wamid)
    with app.db.transaction() as tx:
        assert contacto.id not in bandeja_entrada.olvidados(tx)


def test_el_barrido_suelta_lo_que_tenia_un_trabajador_muerto(app, contacto):
    recibe(app, mensaje(contacto.address))
    lock = f"atender:{contacto.id}"
    (vivo,), (muerto,) = consulta(
        app,
        "INSERT INTO asistente.procrastinate_workers (last_heartbeat)"
        " VALUES (now()), (now() - interval '1 hour') RETURNING id",
    )
    for trabajador, queda in ((vivo, 1), (muerto, 0)):
        consulta(
            app,
            "UPDATE asistente.procrastinate_jobs SET status = 'doing', worker_id = %s WHERE lock = %s",
            trabajador,
            lock,
        )
        with app.db.transaction() as tx:
            trabajos.barrer(tx, [], [], [], 10)
        assert len(llamadas(app, contacto)) == queda


def test_guarda_los_estados_aunque_no_los_entienda(app, contacto):
    wamid = nuevo_wamid()
    raros = (estado(wamid, "in_orbit"), estado(wamid, "failed", "no-es-un-id", 131047), estado(wamid, "failed"))
    assert recibe(app, statuses=raros) == Recibido(0, 0, 3)
    filas = consulta(
        app, "SELECT estado, error_codigo FROM asistente.estados_entrega WHERE wamid = %s ORDER BY 1", wamid
    )
    assert filas == [("failed", 131047), ("in_orbit", None)]


@pytest.mark.parametrize("codigo", [2**31, -(2**40), 10**19])
def test_un_codigo_de_error_enorme_no_cuesta_el_resto_del_lote(app, contacto, codigo):
    wamid = nuevo_wamid()
    assert recibe(app, mensaje(contacto.address), statuses=(estado(wamid, "failed", codigo=codigo),)).nuevos == 1
    assert toma(app, contacto) is not None


def test_el_telefono_y_el_bsuid_del_remitente_llegan_con_el_mensaje(app):
    persona = Address(None, f"CO.{nuevo_wamid()[6:]}")
    recibe(app, mensaje(persona))
    ((contacto_id,),) = consulta(app, "SELECT id FROM asistente.contactos WHERE bsuid = %s", persona.bsuid)
    assert siguiente(app.db, app.cipher, contacto_id).address == persona
