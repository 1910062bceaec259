"""L-35: the periodic statement of the crédito, with its description and where to ask (Ley 1527 de 2012 art. 5)."""

from dataclasses import replace
from datetime import date

import pytest

from proalto.gateways.llaves import de_contacto
from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito.extracto import pedir_extracto
from proalto.services.credito.saldo import SinCredito
from proalto.services.identificacion.sesiones import FaltaIdentidad
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento, SinDocumento
from proalto.services.operacion import llaves_guardadas
from proalto.services.operacion.textos import partes
from tests.conftest import otra_vez
from tests.gateways.papel import paginas
from tests.services.credito.test_saldo import autorizar, identificar_como

TELEFONO, CORREO = "601 745 0000", "servicio@proalto.co"


def pedir(app, contacto):
    return pedir_extracto(app.db, app.nucleo, app.cipher, otra_vez(contacto), app.now())


def documento(referencia):
    return Documento("extracto", referencia, partes("extracto")["archivo"])


def leido(app, referencia):
    return [pagina.replace("\u00a0", " ") for pagina in paginas(abierto(app, referencia))]


def abierto(app, referencia):
    return entregas.abrir(app.db, app.cipher, documento(referencia)).contenido


@pytest.fixture
def cedula(app, contacto, nucleo):
    cedula = nucleo.cliente(nombres="Claudia Patricia", apellidos="Orejuela Tobón")
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    return cedula


def test_L35_no_hay_extracto_sin_autorizacion_ni_sin_identidad(app, contacto):
    with pytest.raises(FaltaAutorizacion):
        pedir(app, contacto)
    autorizar(app, contacto)
    with pytest.raises(FaltaIdentidad):
        pedir(app, contacto)


def test_L35_el_extracto_describe_el_credito_y_dice_a_donde_preguntar(app, contacto, nucleo, cedula):
    nucleo.insertar("pagadurias", id=71, nombre="Secretaría de Educación", nit="900", sector="educacion")
    numero = nucleo.credito(cedula, tasa_mensual="1.62", pagaduria_id=71)
    (dicho,) = leido(app, pedir(app, contacto))
    for dato in (
        TELEFONO, CORREO, "Claudia Patricia Orejuela Tobón", numero, "$ 7.654.321", "$ 10.000.000",
        "10 de enero de 2025", "1,62 % mensual, que equivale a 21,27 % efectivo anual", "$ 234.567", "14 de 60", "46",
        "30 de noviembre de 2026", "Secretaría de Educación", "Total pendiente hoy", "Al día",
        "Ley 1527 de 2012, art. 5",
    ):  # fmt: skip
        assert dato in dicho
    assert "{" not in dicho


def test_L35_lo_que_nucleo_no_dice_no_se_inventa(app, contacto, nucleo, cedula):
    nucleo.credito(cedula, saldo=None, tasa_mensual=None, valor_cuota=None, proximo_descuento=None, cuotas_pagadas=None)
    (dicho,) = leido(app, pedir(app, contacto))
    # saldo, tasa, cuota, pagadas, por pagar, descuento, quién lo descuenta, y el total
    assert dicho.count("Lo confirma un asesor") == 8 and "$ 0" not in dicho


def test_L35_uno_pagado_tambien_sale_y_no_promete_descuentos(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    (dicho,) = leido(app, pedir(app, contacto))
    assert "Pagado" in dicho and "Próximo descuento" not in dicho and "Días de mora" not in dicho
    assert dicho.count("$ 0") == 2


def test_L35_quien_nunca_tuvo_credito_no_tiene_extracto(app, contacto, cedula):
    with pytest.raises(SinCredito):
        pedir(app, contacto)


def test_L35_muchos_creditos_pasan_de_pagina_y_cada_una_dice_de_quien_es_y_a_donde_preguntar(
    app, contacto, nucleo, cedula
):
    numeros = [nucleo.credito(cedula, fecha_desembolso=date(2024, 1, n + 1)) for n in range(7)]
    hojas = leido(app, pedir(app, contacto))
    assert len(hojas) > 1
    assert all("Claudia Patricia" in hoja and TELEFONO in hoja and CORREO in hoja for hoja in hojas)
    assert [numero for numero in numeros if numero not in " ".join(hojas)] == []


def test_L35_lo_que_se_pidio_no_cambia_si_cambia_el_credito_antes_de_enviarlo(app, contacto, nucleo, cedula):
    numero = nucleo.credito(cedula)
    referencia = pedir(app, contacto)
    nucleo.cambiar_credito(numero, saldo=1)
    assert "$ 7.654.321" in leido(app, referencia)[0]


def test_L35_la_referencia_no_dice_nada_de_nadie_y_solo_sirve_entera(app, contacto, nucleo, cedula):
    nucleo.credito(cedula)
    referencia = pedir(app, contacto)
    assert cedula not in referencia and cedula not in documento(referencia).clave
    assert len(documento(referencia).clave) < 100
    for rota in (referencia[:-8], "x" + referencia[1:], "", "no es base64"):
        with pytest.raises(SinDocumento):
            abierto(app, rota)


def test_L35_al_borrar_a_una_persona_su_extracto_ya_no_se_puede_leer(app, contacto, nucleo, cedula):
    nucleo.credito(cedula)
    referencia = pedir(app, contacto)
    assert abierto(app, referencia).startswith(b"%PDF")
    dueno = de_contacto(contacto.id)
    with app.db.transaction() as tx:
        llaves_guardadas.destruir(tx, dueno, app.now())
    app.cipher.forget(dueno)
    with pytest.raises(SinDocumento):
        abierto(app, referencia)


def test_L35_otro_contacto_no_recibe_el_de_esta_persona(app, contacto, nucleo, cedula):
    nucleo.credito(cedula)
    otro = replace(contacto, id=contacto.id + 1_000_000)
    with pytest.raises(FaltaAutorizacion):
        pedir(app, otro)
