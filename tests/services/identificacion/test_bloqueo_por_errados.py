"""Ten wrong codes lock a cédula until somebody confirms who it is."""

from __future__ import annotations

import pytest

from proalto.services.atencion import gestion_casos
from proalto.services.identificacion.sesiones import Nivel
from tests.services.identificacion.vigilancia import avisados, avisar, casos, cerrar, gastar_diez
from tests.services.pasos import BIEN, malo


def test_diez_codigos_malos_avisan_al_celular_y_abren_un_caso_de_fraude(app, pasos, cedula, telefono, reloj):
    gastar_diez(pasos, cedula, reloj)
    antes = len(casos(app))
    assert any("bloqueamos la consulta" in aviso for aviso in avisados(app, telefono))
    (_folio, de_quien, huella), *_ = casos(app)[antes:]
    assert de_quien == telefono and bytes(huella) == app.cipher.keyed_hash("cedula", cedula)
    assert avisar(app) == 0 and len(casos(app)) == antes + 1


def test_el_bloqueo_cierra_lo_abierto_y_ningun_codigo_vivo_abre_ya(app, pasos, cedula, reloj):
    for chat, intentos in ((pasos, 3), (pasos.otro(), 3), (pasos, 3)):
        chat.da_fecha(cedula)
        codigo = chat.recibe()
        for _ in range(intentos):
            chat.prueba(malo(codigo))
        reloj.pasa(minutes=31)
    vecino, ultimo = pasos.otro(), pasos.otro()
    vecino.da_fecha(cedula)
    vivo = vecino.recibe()
    ultimo.da_fecha(cedula)
    codigo = ultimo.recibe()
    assert ultimo.prueba(malo(codigo)) == "quedan 2"
    assert [ultimo.prueba(codigo), ultimo.prueba(codigo)] == ["quedan 1", "quedan 0"]  # as a decoy would
    assert vecino.prueba(vivo) == "quedan 2" and vecino.titular(Nivel.N1) is None


@pytest.mark.parametrize(("causa", "abre"), [("identidad_confirmada", True), ("intento_de_estafa", False)])
def test_solo_quien_confirma_la_identidad_desbloquea(app, pasos, cedula, telefono, laura, reloj, causa, abre):
    gastar_diez(pasos, cedula, reloj)
    avisar(app)
    reloj.pasa(hours=25)
    (folio,) = [folio for folio, de_quien, _ in casos(app) if de_quien == telefono]
    assert pasos.da_fecha(cedula) == BIEN and pasos.recibe() is None
    cerrar(app, folio, laura, causa)
    reloj.pasa(minutes=31)
    assert pasos.otro().da_fecha(cedula) == BIEN
    chat = pasos.otro()
    chat.da_fecha(cedula)
    assert (chat.recibe() is not None) is abre


def test_reabrir_el_caso_bloquea_otra_vez(app, pasos, cedula, telefono, laura, reloj):
    gastar_diez(pasos, cedula, reloj)
    avisar(app)
    (folio,) = [folio for folio, de_quien, _ in casos(app) if de_quien == telefono]
    cerrar(app, folio, laura, "identidad_confirmada")
    with app.db.transaction() as tx:
        gestion_casos.reabrir(tx, folio, laura, app.now())
    reloj.pasa(hours=25)
    assert pasos.otro().da_fecha(cedula) == BIEN
    chat = pasos.otro()
    chat.da_fecha(cedula)
    assert chat.recibe() is None
