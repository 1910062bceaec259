"""The outbox: queued once, sent in order, and followed by statuses that come in any order."""

import itertools

import pytest

from proalto.services.mensajeria.bandeja_salida import (
    aceptar,
    anotar_estado,
    encolar,
    fallar,
    marcar,
    olvidados,
    siguiente,
    tomar,
)
from proalto.services.mensajeria.salientes import Motivo, Saliente
from proalto.services.operacion.trabajos import despertar_envio
from proalto.whatsapp import payloads
from tests.conftest import conectar, nuevo_contacto, nuevo_wamid
from tests.services.mensajes import estado

CUERPO = payloads.text("Tu saldo es...")
ESCALERA = ["sent", "delivered", "read"]


class Bandeja:
    """One contact's outbox."""

    def __init__(self, app, contacto):
        self.app, self.contacto = app, contacto

    def encola(self, cuerpo=CUERPO, wamid=None, **como):
        with self.app.db.transaction() as tx:
            return encolar(tx, self.app.cipher, self.contacto.id, wamid or nuevo_wamid(), cuerpo, **como)

    def toma(self):
        """Take the next message as a worker does; None when there is none, or it must wait."""
        with self.app.db.transaction() as tx:
            saliente = siguiente(tx, self.app.cipher, self.contacto.id)
            if not isinstance(saliente, Saliente):
                return None
            tomar(tx, saliente)
            return saliente

    def acepta(self, saliente, wamid):
        with self.app.db.transaction() as tx:
            aceptar(tx, saliente.id, wamid)

    def marca(self, saliente, como, **mas):
        with self.app.db.transaction() as tx:
            if como == "fallido":
                return fallar(tx, saliente, Motivo.RECHAZADO, **mas)
            return marcar(tx, saliente, como, **mas)

    def anota(self, *estados):
        with self.app.db.transaction() as tx:
            for uno in estados:
                anotar_estado(tx, uno)

    def sql(self, sql, *params):
        connection = conectar(self.app.settings.database_url)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            fila = cursor.fetchone() if cursor.description else None
        connection.close()
        return fila

    def fila(self, saliente):
        """Return (estado, wamid, whether the body is still there)."""
        return self.sql(
            "SELECT estado, wamid, cuerpo IS NOT NULL FROM asistente.mensajes_salientes WHERE id = %s", saliente.id
        )

    def hace(self, saliente, segundos):
        """Make as if the last step had been so long ago."""
        self.sql(
            "UPDATE asistente.mensajes_salientes SET actualizado_en = now() - make_interval(secs => %s),"
            " proximo_intento = proximo_intento - make_interval(secs => %s) WHERE id = %s",
            segundos, segundos, saliente.id,
        )  # fmt: skip


@pytest.fixture
def bandeja(app, contacto):
    return Bandeja(app, contacto)


def test_una_causa_encola_una_vez_cada_clase_y_ordinal(bandeja):
    wamid = nuevo_wamid()
    assert [bandeja.encola(wamid=wamid) for _ in range(2)] == [True, False]
    assert bandeja.encola(wamid=wamid, ordinal=1) and bandeja.encola(wamid=wamid, clase="aviso")


def test_sale_en_orden_y_con_lo_que_se_encolo(bandeja):
    for n in range(3):
        bandeja.encola(payloads.text(str(n)), ordinal=n)
    vistos = []
    while (saliente := bandeja.toma()) is not None:
        vistos.append(saliente.cuerpo["text"]["body"])
        bandeja.acepta(saliente, nuevo_wamid())
    assert vistos == ["0", "1", "2"]


def test_el_destino_ajeno_va_cifrado_y_vuelve_entero(bandeja):
    bandeja.encola({"texto": "x"}, clase="codigo", canal="sms", destino="573001234567")
    saliente = bandeja.toma()
    assert (saliente.destino, saliente.canal, saliente.clase) == ("573001234567", "sms", "codigo")


@pytest.mark.parametrize("como", ["enviando", "incierto"])
def test_lo_que_pudo_llegar_espera_treinta_segundos_y_nadie_lo_adelanta(bandeja, como):
    bandeja.encola()
    bandeja.encola()
    primero = bandeja.toma()
    assert not primero.dudoso
    bandeja.marca(primero, como, segundos=30 if como == "incierto" else 0)
    assert bandeja.toma() is None
    bandeja.hace(primero, 29)
    assert bandeja.toma() is None
    bandeja.hace(primero, 31)
    otra_vez = bandeja.toma()
    assert (otra_vez.id, otra_vez.dudoso, otra_vez.intentos) == (primero.id, True, 2)


def test_un_estado_resuelve_lo_incierto_sin_repetirlo(bandeja):
    bandeja.encola()
    bandeja.encola()
    primero = bandeja.toma()
    bandeja.marca(primero, "incierto", segundos=30)
    bandeja.anota(estado("wamid.resuelto", "sent", primero.id))
    assert bandeja.fila(primero)[:2] == ("aceptado", "wamid.resuelto")
    assert bandeja.toma().id != primero.id


def test_lo_rechazado_por_ahora_espera_su_turno(bandeja):
    bandeja.encola()
    saliente = bandeja.toma()
    bandeja.marca(saliente, "pendiente", segundos=60, error_codigo=131056)
    assert bandeja.toma() is None
    bandeja.hace(saliente, 61)
    assert not bandeja.toma().dudoso


@pytest.mark.parametrize("orden", list(itertools.permutations(ESCALERA)))
def test_los_estados_en_cualquier_orden_terminan_en_el_mas_alto(bandeja, orden):
    bandeja.encola()
    saliente, wamid = bandeja.toma(), nuevo_wamid()
    bandeja.acepta(saliente, wamid)
    altura = 0
    for palabra in orden:
        bandeja.anota(estado(wamid, palabra))
        altura = max(altura, ESCALERA.index(palabra))
        assert bandeja.fila(saliente)[0] == ("aceptado", "entregado", "leido")[altura]


@pytest.mark.parametrize("palabra", ESCALERA)
def test_el_estado_que_llega_antes_que_la_respuesta_de_meta_no_se_pierde(bandeja, palabra):
    bandeja.encola()
    saliente, wamid = bandeja.toma(), nuevo_wamid()
    bandeja.anota(estado(wamid, palabra, saliente.id))
    antes = bandeja.fila(saliente)
    bandeja.acepta(saliente, wamid)
    assert bandeja.fila(saliente) == antes == (("aceptado", "entregado", "leido")[ESCALERA.index(palabra)], wamid, True)


def test_un_fallo_es_final_y_el_remitente_no_lo_revive(bandeja):
    bandeja.encola()
    saliente, wamid = bandeja.toma(), nuevo_wamid()
    bandeja.acepta(saliente, wamid)
    bandeja.anota(estado(wamid, "failed", codigo=131047), estado(wamid, "sent"), estado(wamid, "delivered"))
    bandeja.marca(saliente, "pendiente")
    bandeja.acepta(saliente, wamid)
    assert bandeja.fila(saliente)[0] == "fallido" and bandeja.toma() is None


def test_el_remitente_no_hace_retroceder_lo_que_un_estado_adelanto(bandeja):
    bandeja.encola()
    saliente = bandeja.toma()
    bandeja.anota(estado("wamid.rapido", "delivered", saliente.id))
    for como in ("pendiente", "incierto", "fallido"):
        bandeja.marca(saliente, como)
    assert bandeja.fila(saliente)[:2] == ("entregado", "wamid.rapido")


@pytest.mark.parametrize("callback", ["99999999999999999999", "-1", "1; DROP", "abc", ""])
def test_un_dato_de_vuelta_que_no_es_nuestro_no_mueve_nada(bandeja, callback):
    bandeja.encola()
    saliente = bandeja.toma()
    bandeja.anota(estado(nuevo_wamid(), "read", callback))
    assert bandeja.fila(saliente)[0] == "enviando"


def test_el_dato_de_vuelta_no_cambia_un_mensaje_que_ya_tiene_otro_wamid(bandeja):
    bandeja.encola()
    saliente = bandeja.toma()
    bandeja.acepta(saliente, "wamid.suyo")
    bandeja.anota(estado("wamid.ajeno", "failed", saliente.id))
    assert bandeja.fila(saliente)[:2] == ("aceptado", "wamid.suyo")


@pytest.mark.parametrize("final", ["aceptado", "estado", "fallido"])
def test_el_cuerpo_de_un_codigo_se_borra_cuando_ya_no_hace_falta(bandeja, final):
    bandeja.encola({"texto": "123456"}, clase="codigo", canal="sms", destino="573001234567")
    saliente = bandeja.toma()
    assert bandeja.fila(saliente)[2]
    if final == "aceptado":
        bandeja.acepta(saliente, "SM1")
    elif final == "estado":
        bandeja.anota(estado("wamid.codigo", "delivered", saliente.id))
    else:
        bandeja.marca(saliente, "fallido")
    assert not bandeja.fila(saliente)[2]


def test_el_cuerpo_de_una_respuesta_se_conserva(bandeja):
    bandeja.encola()
    saliente = bandeja.toma()
    bandeja.acepta(saliente, "wamid.x")
    assert bandeja.fila(saliente)[2]


def test_el_barrido_ve_lo_vencido_de_cada_contacto(app, bandeja):
    otra = Bandeja(app, nuevo_contacto(app))
    for una in (bandeja, otra):
        una.encola()
    saliente, aplazado = bandeja.toma(), otra.toma()
    otra.marca(aplazado, "pendiente", segundos=60)
    bandeja.hace(saliente, 5)
    assert vencidos(app) & {bandeja.contacto.id, otra.contacto.id} == set()  # a worker may still be sending it
    bandeja.hace(saliente, 26)
    assert vencidos(app) & {bandeja.contacto.id, otra.contacto.id} == {bandeja.contacto.id}


def test_el_barrido_no_llama_por_lo_que_espera_detras_de_otro_ni_dos_veces(app, bandeja):
    bandeja.encola()
    bandeja.encola()
    primero = bandeja.toma()
    bandeja.marca(primero, "pendiente", segundos=60)
    bandeja.sql("UPDATE asistente.mensajes_salientes SET actualizado_en = now() - interval '1 minute'")
    assert bandeja.contacto.id not in vencidos(app)
    bandeja.hace(primero, 61)
    assert bandeja.contacto.id in vencidos(app)
    with app.db.transaction() as tx:
        despertar_envio(tx, bandeja.contacto.id)
    assert bandeja.contacto.id not in vencidos(app)


def vencidos(app):
    with app.db.transaction() as tx:
        return set(olvidados(tx))
