"""A thousand wrong codes in a day, of whomever: then codes are longer, and a number alone opens nothing."""

from __future__ import annotations

from datetime import timedelta

from proalto.formats.codigo import leer_codigo
from proalto.services.identificacion import desafios, presupuesto
from proalto.services.identificacion.limites import LIMITES
from tests.services.identificacion.vigilancia import llenar_de_errados
from tests.services.pasos import BIEN, CON_CODIGO, NIVEL_1


def test_mil_codigos_errados_en_un_dia_alargan_los_codigos_y_el_numero_solo_ya_no_abre(app, pasos, sin_errados):
    propia = pasos.nucleo.cliente(pasos.contacto.address.phone)
    llenar_de_errados(pasos, LIMITES.codigos_malos_del_sistema_24h - 1)
    assert pasos.entra_con_numero(propia) == NIVEL_1
    pasos.da_fecha(propia)
    assert len(pasos.recibe()) == 6 and desafios.digitos(app.db, pasos.contacto, app.now()) == 6
    llenar_de_errados(pasos, 1)
    assert pasos.entra_con_numero(propia) == CON_CODIGO
    pasos.da_fecha(propia)
    codigo = pasos.recibe()
    assert len(codigo) == 8 and desafios.digitos(app.db, pasos.contacto, app.now()) == 8
    assert pasos.prueba(codigo) == BIEN and pasos.titular() == propia


def test_el_presupuesto_es_de_las_ultimas_24_horas(app, pasos, sin_errados, reloj):
    llenar_de_errados(pasos, LIMITES.codigos_malos_del_sistema_24h, timedelta(hours=23, minutes=59))
    with app.db.transaction() as tx:
        assert presupuesto.agotado(tx, app.now()) is True
        assert presupuesto.agotado(tx, reloj.pasa(minutes=1)) is False


def test_un_codigo_de_ocho_cifras_se_lee_entero():
    assert leer_codigo("es 1234 5678", 8) == "12345678"
    assert leer_codigo("es 123456", 8) is None and leer_codigo("12345678") is None
