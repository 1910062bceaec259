"""The watch: a round on a schedule, one at once for each announcement, and nothing that ends it."""

import asyncio
import logging
import time
from contextlib import suppress

import pytest

from proalto.db.database import DatabaseAway
from proalto.services.contacto.suscripciones import suscribir
from proalto.services.identificacion.sesiones import Nivel
from proalto.worker import novedades
from proalto.worker.enviar import enviar
from proalto.worker.novedades import CANAL, Vigia, revisar
from tests.actions.ayuda import autorizar, identificar
from tests.conftest import conectar


@pytest.fixture
def radicado(app, buzon, nucleo):
    """An application in `recepcion` that the contact, who has just written, follows."""
    cedula = nucleo.cliente()
    radicado = nucleo.solicitud(cedula, "recepcion")
    buzon.llega()
    autorizar(app, buzon.contacto)
    identificar(app, buzon.contacto, cedula, Nivel.N1)
    suscribir(app.db, app.nucleo, app.cipher, buzon.contacto, "", app.now())
    return radicado


def cambiar(app, nucleo, radicado, etapa="estudio"):
    nucleo.cambiar_solicitud(radicado, etapa=etapa, actualizada_en=app.now())


def vigilar(app, hasta, segundos=15.0):
    """Run the watch until `hasta()`, looked at from outside; return the seconds that it took."""

    async def correr():
        vigia = asyncio.ensure_future(Vigia(app).vigilar())
        desde = time.monotonic()
        while not await asyncio.to_thread(hasta):
            assert time.monotonic() - desde < segundos, "it never came"
            await asyncio.sleep(0.05)
        vigia.cancel()
        with suppress(asyncio.CancelledError):
            await vigia
        return time.monotonic() - desde

    return asyncio.run(correr())


def avisos(buzon):
    return [saliente for saliente in buzon.salientes() if saliente["clase"] == "novedad"]


def test_un_aviso_sale_por_whatsapp_con_las_palabras_de_la_etapa(app, buzon, nucleo, radicado):
    cambiar(app, nucleo, radicado)
    revisar(app)
    enviar(app, buzon.contacto.id)
    assert "*Estudio*" in app.whatsapp.sent[-1]["text"]["body"]
    assert app.whatsapp.sent[-1]["to"].lstrip("+") == buzon.contacto.address.phone


def test_al_arrancar_mira_lo_que_cambio_mientras_no_estaba(app, buzon, nucleo, radicado):
    cambiar(app, nucleo, radicado)
    assert vigilar(app, lambda: avisos(buzon)) < 5


def test_cada_ronda_encuentra_lo_nuevo_sin_que_nadie_anuncie(app, buzon, nucleo, radicado, monkeypatch):
    monkeypatch.setattr(novedades, "RONDA_SEGUNDOS", 0.2)
    vueltas = []

    def hasta():
        vueltas.append(1)
        if len(vueltas) == 5:
            cambiar(app, nucleo, radicado)
        return avisos(buzon)

    vigilar(app, hasta)
    assert len(avisos(buzon)) == 1


def test_un_notify_de_nucleo_no_espera_a_la_ronda(app, buzon, nucleo, radicado, monkeypatch):
    monkeypatch.setattr(novedades, "RONDA_SEGUNDOS", 600.0)
    cambiado = []

    def hasta():
        escuchan = buzon.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'asistente-escucha'")
        if escuchan and not cambiado:
            time.sleep(0.5)  # the first round is over
            cambiar(app, nucleo, radicado)
            cambiado.append(1)
        if cambiado:
            connection = conectar(app.settings.database_url)
            connection.cursor().execute("SELECT pg_notify(%s, %s)", (CANAL, radicado))
            connection.close()
        return avisos(buzon)

    vigilar(app, hasta)
    assert len(avisos(buzon)) == 1


@pytest.mark.parametrize("error", [DatabaseAway("gone"), RuntimeError("bug")])
def test_una_ronda_que_falla_no_termina_la_vigilancia(app, monkeypatch, caplog, error):
    vueltas = []

    def falla(_app, _radicados):
        vueltas.append(1)
        if len(vueltas) == 1:
            raise error

    monkeypatch.setattr(novedades, "revisar", falla)
    monkeypatch.setattr(novedades, "RONDA_SEGUNDOS", 0.05)
    with caplog.at_level(logging.WARNING):
        vigilar(app, lambda: len(vueltas) >= 3)
    assert "notices" in caplog.text and "bug" not in caplog.text


def test_si_nucleo_no_deja_escuchar_las_rondas_siguen(app, buzon, nucleo, radicado, monkeypatch):
    monkeypatch.setattr(novedades.bootstrap, "nucleo_url", lambda _: "host=127.0.0.1 port=1 dbname=x user=x")
    cambiar(app, nucleo, radicado)
    vigilar(app, lambda: avisos(buzon))
