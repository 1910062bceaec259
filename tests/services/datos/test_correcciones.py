"""What must be corrected: in whose request it is kept, once, and sealed."""

from __future__ import annotations

import pytest

from proalto.services.datos import correcciones, ejercer
from proalto.services.datos.derecho_pedido import Derecho, Estado
from proalto.services.datos.solicitudes_de_datos import terminar
from proalto.services.identificacion.sesiones import FaltaIdentidad, Nivel
from tests.conftest import otra_vez
from tests.legal.gente_de_datos import identificar, radicar, solicitud, sql

DICHO = "dirección: calle 10 # 5-23, Barranquilla"


def anotar(app, contacto, texto=DICHO):
    return correcciones.anotar(app.db, app.nucleo, app.cipher, contacto, texto, app.now())


def anotadas(app, folio):
    with app.db.transaction() as tx:
        hechas = correcciones.de_caso(tx, app.cipher, solicitud(app, folio)["caso_id"])
    return [una.texto for una in hechas]


@pytest.fixture
def identificado(app, nucleo, contacto):
    identificar(app, contacto, nucleo.cliente())
    return contacto


def test_queda_en_la_solicitud_que_espera_y_lo_segundo_tambien(app, identificado):
    folio = ejercer.actualizar(app.db, app.nucleo, app.cipher, identificado, app.now()).radicada.folio
    assert anotar(app, otra_vez(identificado)).folio == folio
    assert anotar(app, otra_vez(identificado), "correo: ana@ejemplo.co").folio == folio
    assert anotadas(app, folio) == [DICHO, "correo: ana@ejemplo.co"]


def test_el_mismo_mensaje_atendido_otra_vez_no_se_anota_dos_veces(app, identificado):
    folios = {anotar(app, identificado).folio for _ in range(2)}
    assert len(folios) == 1 and anotadas(app, *folios) == [DICHO]


def test_se_guarda_cifrado_y_la_conversacion_del_caso_sigue_ahi(app, identificado):
    folio = anotar(app, identificado).folio
    ((antes,),) = sql(app, "SELECT transcripcion FROM casos WHERE folio = %s", folio)
    anotar(app, otra_vez(identificado), "mi correo también")
    ((sellada,),) = sql(app, "SELECT transcripcion FROM casos WHERE folio = %s", folio)
    assert b"Barranquilla" not in bytes(sellada)
    lineas = [app.cipher.unseal(una, f"casos:{folio}") for una in (antes, sellada)]
    assert lineas[1][: len(lineas[0])] == lineas[0] and lineas[1][-1]["texto"] == "mi correo también"


def test_si_la_respondieron_mientras_escribia_queda_en_una_nueva(app, identificado):
    folio = ejercer.actualizar(app.db, app.nucleo, app.cipher, identificado, app.now()).radicada.folio
    with app.db.transaction() as tx:
        terminar(tx, folio, Estado.FAVORABLE, app.now())
    nueva = anotar(app, otra_vez(identificado))
    assert nueva.folio != folio and nueva.nueva
    assert anotadas(app, nueva.folio) == [DICHO] and anotadas(app, folio) == []


@pytest.mark.parametrize("nivel", [None, Nivel.N1])
def test_de_quien_no_ha_probado_quien_es_no_se_anota_nada(app, nucleo, contacto, nivel):
    if nivel:
        identificar(app, contacto, nucleo.cliente(), nivel)
    _, folio = radicar(app, Derecho.ACTUALIZAR, contacto)
    with pytest.raises(FaltaIdentidad):
        anotar(app, otra_vez(contacto))
    assert anotadas(app, folio) == []


def test_otra_persona_en_el_mismo_chat_no_anota_en_la_solicitud_de_la_primera(app, nucleo, identificado):
    folio = anotar(app, identificado).folio
    identificar(app, identificado, nucleo.cliente())
    suyo = anotar(app, otra_vez(identificado), "mi apellido es Gómez").folio
    assert suyo != folio and anotadas(app, suyo) == ["mi apellido es Gómez"] and anotadas(app, folio) == [DICHO]
