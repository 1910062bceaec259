"""L-14, L-20 and L-23: a session that shows little, or a lender's database that is away, loses nobody a right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.mis_datos import (
    ActionActualizarMisDatos,
    ActionConocerMisDatos,
    ActionRevocarAutorizacion,
    ActionSuprimirMisDatos,
)
from proalto.db.database import Unreadable
from proalto.services.consentimiento.autorizacion import Evento, decision
from proalto.services.datos import ejercer, gestion_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.datos.gestion_de_datos import FaltaIdentificarse, Respuesta
from proalto.services.identificacion.sesiones import CEDULA, Alcance, Nivel, abrir_sesion
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import otra_vez
from tests.legal.gente_de_datos import hacer, identificar, radicar, sql

DERECHOS = [(ActionConocerMisDatos, "conocer"), (ActionActualizarMisDatos, "actualizar"),
            (ActionSuprimirMisDatos, "suprimir"), (ActionRevocarAutorizacion, "revocar")]  # fmt: skip
PORQUES = {"restringida": "WhatsApp de tu *celular registrado*", "compartida": "registrado para más de una persona"}


@pytest.fixture(params=list(PORQUES))
def cual(request, app, nucleo, contacto):
    """A chat with an authorization and a session that is good, but does not reach to the person's data."""
    restringida = Alcance(b"x", restringida_hasta=app.now() + timedelta(hours=20))
    alcance = restringida if request.param == "restringida" else Alcance(b"x", compartida=True)
    cedula = nucleo.cliente()
    autorizar(app, contacto)
    with app.db.transaction() as tx:
        sellada = app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
        abrir_sesion(tx, contacto.id, sellada, app.cipher.keyed_hash("cedula", cedula), Nivel.N2, app.now(), alcance)
    return request.param


def radicadas(app, contacto):
    return sql(app, "SELECT derecho, folio FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id)


class SinPrestamista:
    """The lender's database, of which a view is gone."""

    def transaction(self):
        raise Unreadable("UndefinedTable")


@pytest.mark.parametrize(("accion", "derecho"), DERECHOS)
def test_L14_cada_derecho_se_radica_con_folio_y_nada_se_muestra(app, contacto, cual, accion, derecho):
    dicho = Charla(app, otra_vez(contacto)).toca(f"/{derecho}").corre(accion)
    ((cuales, folio),) = radicadas(app, contacto)
    assert cuales == derecho and folio in dicho.texto and dicho.documentos == []


def test_L14_a_quien_quiere_conocer_se_le_dice_por_que_no_y_cuando_le_responden(app, contacto, cual):
    dicho = Charla(app, otra_vez(contacto)).toca("/conocer_mis_datos").corre(ActionConocerMisDatos)
    assert dicho.texto.index(PORQUES[cual]) < dicho.texto.index("sí quedó registrada")
    assert "1 de diciembre" in dicho.texto


@pytest.mark.usefixtures("cual")
@pytest.mark.parametrize(("accion", "derecho"), [d for d in DERECHOS if d[1] in ("actualizar", "suprimir")])
def test_L14_no_se_ofrece_confirmar_otra_vez_lo_que_no_abre_nada(app, contacto, accion, derecho):
    dicho = Charla(app, otra_vez(contacto)).toca(f"/{derecho}").corre(accion)
    assert dicho.opciones[-2:] == ["Hablar con un asesor", "Más tarde"] and "Confirmar quién soy" not in dicho.opciones


def test_L20_revocar_desde_una_sesion_que_no_alcanza_revoca(app, contacto, cual):
    Charla(app, otra_vez(contacto)).toca("/revocar_autorizacion").corre(ActionRevocarAutorizacion)
    assert decision(app.db, contacto) is Evento.REVOCADA


@pytest.mark.usefixtures("cual")
def test_L20_una_sesion_que_no_alcanza_no_prueba_quien_es_para_que_se_borre(app, contacto, andres):
    _, folio = radicar(app, Derecho.SUPRIMIR, otra_vez(contacto))
    with pytest.raises(FaltaIdentificarse):
        hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(True, "Hecho."))


@pytest.mark.parametrize("derecho", ["suprimir", "revocar"])
def test_L23_sin_la_base_del_prestamista_se_radica_bajo_las_dos_leyes(app, nucleo, contacto, derecho):
    autorizar(app, contacto)
    identificar(app, contacto, nucleo.cliente())
    pedir = getattr(ejercer, derecho)
    pedido = pedir(app.db, SinPrestamista(), app.cipher, otra_vez(contacto), "ya no", app.now())
    assert radicadas(app, contacto) == [(derecho, pedido.radicada.folio)] and pedido.conservado == ()
    assert sql(app, "SELECT regimen FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id) == [("ambos",)]
    assert decision(app.db, contacto) is (Evento.REVOCADA if derecho == "revocar" else Evento.ACEPTADA)


def test_L20_la_autorizacion_se_retira_aunque_no_se_pueda_radicar(app, contacto, monkeypatch):
    autorizar(app, contacto)

    def caida(*_, **__):
        raise Unreadable("away")

    monkeypatch.setattr("proalto.services.datos.solicitudes_de_datos.radicar", caida)
    with pytest.raises(Unreadable):
        ejercer.revocar(app.db, app.nucleo, app.cipher, otra_vez(contacto), "ya no", app.now())
    assert decision(app.db, contacto) is Evento.REVOCADA
