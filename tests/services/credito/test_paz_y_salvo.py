"""Paz y salvo: only to its owner, only if nothing at all is owed, and once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest

from proalto.db.database import Database, DatabaseAway
from proalto.gateways.imprenta import MemoryImprenta
from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito.certificados import pdf_de, revocar, verificar
from proalto.services.credito.paz_y_salvo import AunDebe, Deuda, Emision, RequiereAsesor, emitir_paz_y_salvo
from proalto.services.credito.saldo import SinCredito
from proalto.services.identificacion.sesiones import CEDULA, FaltaIdentidad, Nivel, abrir_sesion
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.credito.test_saldo import autorizar, identificar_como


def emitir(app, contacto, imprenta=None):
    return emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, imprenta or app.imprenta, otra_vez(contacto), app.now())


def filas(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT folio, estado, dia, emitido_en, wamid_origen FROM asistente.certificados"
            " WHERE contacto_id = %s ORDER BY emitido_en, folio", (contacto.id,)
        )  # fmt: skip
        return cursor.fetchall()


@pytest.fixture
def cedula(app, contacto, nucleo):
    """A customer who has accepted and proved who they are."""
    cedula = nucleo.cliente()
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    return cedula


# -- QUIEN --
def test_no_expide_sin_autorizacion(app, contacto):
    with pytest.raises(FaltaAutorizacion):
        emitir(app, contacto)


def test_no_expide_sin_identidad(app, contacto):
    autorizar(app, contacto)
    with pytest.raises(FaltaIdentidad):
        emitir(app, contacto)


def test_saber_la_cedula_no_basta(app, contacto, nucleo):
    cedula = nucleo.cliente()
    nucleo.pagado(cedula)
    autorizar(app, contacto)
    with app.db.transaction() as tx:
        abrir_sesion(
            tx, contacto.id, app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id), b"h", Nivel.N1, app.now()
        )
    with pytest.raises(FaltaIdentidad):
        emitir(app, contacto)


def test_la_sesion_vencida_no_sirve(app, contacto, nucleo, cedula, reloj):
    nucleo.pagado(cedula)
    emitir(app, contacto)
    reloj.pasa(minutes=11)
    with pytest.raises(FaltaIdentidad):
        emitir(app, contacto)


# -- QUE --
SALDADOS = [
    {},
    {"saldo": None},
    {"saldo": Decimal("0.00")},
    {"fecha_cancelacion": None},
    {"dias_mora": None, "cuotas_pagadas": None, "proximo_descuento": None},
    {"proximo_descuento": date(2026, 12, 30)},  # the payroll office asks for the certificate to stop it
]
DE_ASESOR = [
    {"estado": "castigado", "saldo": 0},
    {"estado": "castigado", "saldo": 500_000},
    {"estado": "cedido"},  # sold: somebody else holds the debt
    {"estado": "vendido", "saldo": 300_000},
    {"estado": None},
    {"estado": "CANCELADO"},
    {"saldo": 1},
    {"saldo": -1},
    {"fecha_cancelacion": date(2099, 1, 1)},
    {"estado": "vigente", "saldo": None},
    {"estado": "vigente", "saldo": 0},
    {"estado": "en_mora", "saldo": -5},
]


@pytest.mark.parametrize("columnas", SALDADOS, ids=str)
def test_expide_a_quien_pago_todo(app, contacto, nucleo, cedula, columnas):
    numero = nucleo.pagado(cedula, **columnas)
    emision = emitir(app, contacto)
    (impreso,) = app.imprenta.impresos
    assert emision == Emision(impreso.folio, nuevo=True)
    assert (impreso.nombre, impreso.cedula) == ("Ana Prueba", cedula)
    assert [(uno.numero, uno.cancelada_en) for uno in impreso.obligaciones] == [
        (numero, columnas.get("fecha_cancelacion", date(2026, 9, 30)))
    ]


@pytest.mark.parametrize("columnas", DE_ASESOR, ids=str)
@pytest.mark.parametrize("con_otro", [False, True])
def test_lo_dudoso_lo_ve_una_persona(app, contacto, nucleo, cedula, columnas, con_otro):
    nucleo.pagado(cedula, **columnas)
    if con_otro:
        nucleo.pagado(cedula)
    with pytest.raises(RequiereAsesor):
        emitir(app, contacto)
    assert (app.imprenta.impresos, filas(app, contacto)) == ([], [])


@pytest.mark.parametrize("estado", ["vigente", "en_mora"])
def test_quien_debe_recibe_la_lista_de_lo_que_debe(app, contacto, nucleo, cedula, estado):
    nucleo.pagado(cedula)
    uno = nucleo.credito(cedula, estado=estado, saldo=1_000_000, fecha_desembolso=date(2024, 1, 1))
    otro = nucleo.credito(cedula, saldo=Decimal("2500000.50"), fecha_desembolso=date(2025, 1, 1))
    with pytest.raises(AunDebe) as error:
        emitir(app, contacto)
    assert error.value.deudas == (Deuda(uno, Decimal(1_000_000)), Deuda(otro, Decimal("2500000.50")))
    assert "1000000" not in str(error.value) and filas(app, contacto) == []


def test_quien_debe_y_ademas_tiene_algo_dudoso_sabe_primero_lo_que_debe(app, contacto, nucleo, cedula):
    nucleo.credito(cedula)
    nucleo.pagado(cedula, estado="castigado", saldo=9)
    with pytest.raises(AunDebe):
        emitir(app, contacto)


def test_quien_nunca_tuvo_credito(app, contacto, cedula):
    with pytest.raises(SinCredito):
        emitir(app, contacto)


def test_lo_de_otros_no_cuenta(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    nucleo.credito(nucleo.cliente())
    assert emitir(app, contacto).nuevo


def test_sin_nombre_no_hay_certificado(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    with conectar(nucleo.dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET nombres = '  ', apellidos = NULL WHERE cedula = %s", (cedula,))
    with pytest.raises(RequiereAsesor):
        emitir(app, contacto)


def test_con_la_base_del_prestamista_caida_no_se_inventa_nada(app, contacto, cedula):
    caida = replace(app, nucleo=Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida"))
    with pytest.raises(DatabaseAway):
        emitir(caida, contacto)


# -- UNA VEZ --
def test_el_mismo_dia_es_el_mismo_folio_y_el_mismo_archivo(app, contacto, nucleo, cedula, reloj):
    nucleo.pagado(cedula)
    primero = emitir(app, contacto)
    pdf = pdf_de(app.db, app.cipher, primero.folio)
    reloj.pasa(minutes=5)
    assert emitir(app, contacto) == Emision(primero.folio, nuevo=False)
    assert pdf_de(app.db, app.cipher, primero.folio) == pdf
    assert len(app.imprenta.impresos) == len(filas(app, contacto)) == 1


def test_el_dia_es_el_de_bogota(app, contacto, nucleo, cedula, reloj):
    nucleo.pagado(cedula)
    dias = []
    for momento in ((18, 23, 50), (19, 4, 50), (19, 5, 10)):  # UTC; the third one is already the 19th in Bogotá
        reloj.ahora = datetime(2026, 11, *momento, tzinfo=timezone.utc)
        identificar_como(app, contacto, cedula)
        dias.append(emitir(app, contacto).folio)
    assert dias[0] == dias[1] != dias[2]
    assert [fila[2] for fila in filas(app, contacto)] == [date(2026, 11, 18), date(2026, 11, 19)]


def test_un_turno_repetido_recibe_lo_mismo_y_lo_llama_nuevo(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    unas = [emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, contacto, app.now()) for _ in range(2)]
    assert unas[0] == unas[1] and unas[0].nuevo


def test_desde_otro_chat_la_misma_persona_recibe_el_mismo(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    otro = nuevo_contacto(app)
    autorizar(app, otro)
    identificar_como(app, otro, cedula)
    assert emitir(app, otro).folio == emitir(app, contacto).folio


def test_si_cambia_lo_que_certifica_es_otro(app, contacto, nucleo, cedula):
    numero = nucleo.pagado(cedula)
    primero = emitir(app, contacto)
    nucleo.pagado(cedula, fecha_cancelacion=date(2026, 11, 17))
    segundo = emitir(app, contacto)
    nucleo.cambiar_credito(numero, fecha_cancelacion=date(2026, 9, 29))
    assert len({primero.folio, segundo.folio, emitir(app, contacto).folio}) == 3


def test_despues_de_revocado_se_expide_uno_nuevo(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    primero = emitir(app, contacto)
    revocar(app.db, app.cipher, primero.folio, "pago devuelto", app.now())
    segundo = emitir(app, contacto)
    assert segundo.nuevo and segundo.folio != primero.folio


# -- A LA VEZ --
class ImprentaLenta(MemoryImprenta):
    """While it prints, something happens."""

    def __init__(self, mientras):
        super().__init__()
        self._mientras = mientras

    def imprimir(self, certificado):
        self._mientras(len(self.impresos))
        return super().imprimir(certificado)


def test_si_el_pago_se_devuelve_mientras_se_imprime_no_se_expide(app, contacto, nucleo, cedula):
    numero = nucleo.pagado(cedula)
    lenta = ImprentaLenta(lambda _: nucleo.cambiar_credito(numero, estado="vigente", saldo=700_000))
    with pytest.raises(AunDebe) as error:
        emitir(app, contacto, lenta)
    assert [deuda.numero for deuda in error.value.deudas] == [numero]
    assert len(lenta.impresos) == 1 and filas(app, contacto) == []


def test_si_se_castiga_mientras_se_imprime_lo_ve_una_persona(app, contacto, nucleo, cedula):
    numero = nucleo.pagado(cedula)
    with pytest.raises(RequiereAsesor):
        emitir(app, contacto, ImprentaLenta(lambda _: nucleo.cambiar_credito(numero, estado="castigado")))
    assert filas(app, contacto) == []


def test_si_aparece_otro_credito_pagado_mientras_se_imprime_se_imprime_de_nuevo(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    lenta = ImprentaLenta(lambda impresos: None if impresos else nucleo.pagado(cedula))
    emision = emitir(app, contacto, lenta)
    assert [len(impreso.obligaciones) for impreso in lenta.impresos] == [1, 2]
    assert [fila[0] for fila in filas(app, contacto)] == [emision.folio] == [lenta.impresos[-1].folio]


def test_si_no_deja_de_cambiar_lo_ve_una_persona(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    with pytest.raises(RequiereAsesor):
        emitir(app, contacto, ImprentaLenta(lambda _: nucleo.pagado(cedula)))
    assert filas(app, contacto) == []


def test_dos_pedidos_a_la_vez_dan_un_folio(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    with ThreadPoolExecutor(6) as hilos:
        emisiones = list(hilos.map(lambda _: emitir(app, contacto), range(6)))
    assert len({emision.folio for emision in emisiones}) == 1
    assert [emision.nuevo for emision in emisiones].count(True) == 1
    assert len(filas(app, contacto)) == 1


def test_el_segundo_que_ya_habia_impreso_entrega_el_del_primero(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    lenta = ImprentaLenta(lambda _: emitir(app, contacto))  # somebody else is quicker
    emision = emitir(app, contacto, lenta)
    (fila,) = filas(app, contacto)
    assert (emision.folio, emision.nuevo) == (fila[0], False)
    assert fila[0] == app.imprenta.impresos[0].folio != lenta.impresos[0].folio


# -- LO GUARDADO --
def test_el_corte_es_el_momento_en_que_se_miro_y_la_pagina_dice_lo_impreso(app, contacto, nucleo, cedula):
    antes = datetime.now(timezone.utc)
    nucleo.pagado(cedula)
    emision = emitir(app, contacto)
    (impreso,) = app.imprenta.impresos
    assert antes <= impreso.corte_en <= datetime.now(timezone.utc)
    vigente = verificar(app.db, app.cipher, emision.folio)
    assert (vigente.corte_en, vigente.emitido_en) == (impreso.corte_en, app.now())
    assert vigente.es(pdf_de(app.db, app.cipher, emision.folio))


def test_en_la_tabla_no_se_lee_ni_el_nombre_ni_la_cedula(app, contacto, nucleo, cedula):
    nucleo.pagado(cedula)
    emitir(app, contacto)
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT * FROM asistente.certificados WHERE contacto_id = %s", (contacto.id,))
        crudo = b"|".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in cursor.fetchone())
    assert cedula.encode() not in crudo and b"Prueba" not in crudo and b"%PDF" not in crudo
