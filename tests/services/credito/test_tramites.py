"""Applications: one open a product, left and taken up again, filed once with what proves them."""

import threading
from datetime import timedelta

import pytest

from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito import evidencia
from proalto.services.credito.asignacion import asesores, asignar
from proalto.services.credito.tramites import (
    SinTramite,
    abandonar,
    abrir_tramite,
    anotar_datos,
    radicar,
    tramite_abierto,
)
from tests.actions.ayuda import autorizar
from tests.conftest import conectar, otra_vez

DATOS = {"segmento": "empleado", "nombres": "Ana Prueba", "departamento": "Atlántico"}


@pytest.fixture
def autorizado(app, contacto):
    autorizar(app, contacto)
    return contacto


def abre(app, contacto, producto="credito_nuevo", **datos):
    return abrir_tramite(app.db, app.cipher, contacto, producto, datos or DATOS, app.now())


def guardada(app, radicado):
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidencia, evidencia_sha256 FROM asistente.tramites WHERE radicado = %s", (radicado,))
        sellada, huella = cursor.fetchone()
    connection.close()
    return app.cipher.unseal(bytes(sellada), evidencia.EVIDENCIA), huella


def test_sin_autorizacion_no_se_recoge_nada(app, contacto):
    with pytest.raises(FaltaAutorizacion):
        abre(app, contacto)
    assert tramite_abierto(app.db, app.cipher, contacto) is None


def test_abrir_otra_vez_sigue_el_mismo(app, autorizado):
    uno = abre(app, autorizado)
    otro = abre(app, otra_vez(autorizado), municipio="Soledad")
    assert (otro.id, otro.datos) == (uno.id, DATOS | {"municipio": "Soledad"})
    assert "Ana" not in repr(otro)


def test_una_respuesta_vacia_se_olvida(app, autorizado):
    abre(app, autorizado)
    seguido = anotar_datos(app.db, app.cipher, autorizado, "credito_nuevo", {"nombres": ""}, app.now())
    assert "nombres" not in seguido.datos


def test_lo_abandonado_no_vuelve(app, autorizado):
    abre(app, autorizado)
    assert abandonar(app.db, autorizado, "credito_nuevo", app.now())
    assert not abandonar(app.db, autorizado, "credito_nuevo", app.now())
    assert tramite_abierto(app.db, app.cipher, autorizado) is None
    with pytest.raises(SinTramite):
        anotar_datos(app.db, app.cipher, autorizado, "credito_nuevo", {"a": "b"}, app.now())


def test_el_abierto_es_el_que_se_toco_de_ultimo(app, autorizado, reloj):
    abre(app, autorizado)
    reloj.pasa(minutes=1)
    abre(app, autorizado, "renovacion", segmento="empleado")
    assert tramite_abierto(app.db, app.cipher, autorizado).producto == "renovacion"
    reloj.pasa(minutes=1)
    anotar_datos(app.db, app.cipher, autorizado, "credito_nuevo", {"municipio": "Soledad"}, app.now())
    assert tramite_abierto(app.db, app.cipher, autorizado).producto == "credito_nuevo"


def test_radicar_dos_veces_con_el_mismo_mensaje_es_un_radicado(app, autorizado):
    abre(app, autorizado)
    cuando = otra_vez(autorizado)
    uno = radicar(app.db, app.cipher, cuando, "credito_nuevo", app.now())
    assert radicar(app.db, app.cipher, cuando, "credito_nuevo", app.now()) == uno
    assert uno.numero.startswith("W-2026-") and "Caribe" in uno.asesor
    with pytest.raises(SinTramite):
        radicar(app.db, app.cipher, otra_vez(autorizado), "credito_nuevo", app.now())


def test_dos_radicados_a_la_vez_son_uno(app, autorizado):
    abre(app, autorizado)
    hechos = []

    def radica():
        try:
            hechos.append(radicar(app.db, app.cipher, otra_vez(autorizado), "credito_nuevo", app.now()))
        except SinTramite:
            hechos.append(None)

    hilos = [threading.Thread(target=radica) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len([hecho for hecho in hechos if hecho]) == 1


def test_la_evidencia_dice_con_que_se_hizo(app, autorizado):
    abre(app, autorizado)
    radicado = radicar(app.db, app.cipher, otra_vez(autorizado), "credito_nuevo", app.now())
    prueba, huella = guardada(app, radicado.numero)
    assert huella == evidencia.huella(prueba)
    assert prueba["datos"] == DATOS and prueba["contacto"]["telefono"] == autorizado.address.phone
    assert set(prueba["autorizacion"]) == {"version", "sha256", "cadena"} and prueba["identidad"] == {"nivel": 0}
    prueba["datos"]["nombres"] = "Otra"
    assert evidencia.huella(prueba) != huella


def test_llama_el_mas_cercano_y_luego_el_menos_cargado(app, autorizado, monkeypatch):
    with app.db.transaction() as tx:
        assert asignar(tx, "Atlántico", "empleado", app.now()).codigo == "comercial-caribe"
        assert asignar(tx, "Atlántico", "pensionado", app.now()).codigo in ("comercial-caribe", "comercial-pensionados")
        assert asignar(tx, "Amazonas", "empleado", app.now()).codigo == "comercial-centro"
        assert asignar(tx, "", "", app.now()).codigo == "comercial-centro"
    gemelos = (asesores()[0], asesores()[0].__class__("otro", "otro", asesores()[0].departamentos, ("*",)))
    monkeypatch.setattr("proalto.services.credito.asignacion.asesores", lambda: gemelos)
    elegidos = []
    for _ in range(8):
        abre(app, autorizado)
        elegidos.append(radicar(app.db, app.cipher, otra_vez(autorizado), "credito_nuevo", app.now()).asesor)
    assert elegidos[0] == "otro" and set(elegidos[-2:]) == {gemelos[0].nombre, "otro"}


def test_la_promesa_es_en_tiempo_habil(app, autorizado):
    abre(app, autorizado)
    radicado = radicar(app.db, app.cipher, otra_vez(autorizado), "credito_nuevo", app.now())
    assert timedelta(hours=8) <= radicado.prometido_para - app.now() <= timedelta(days=2)
