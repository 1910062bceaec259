"""Certificates after their issue: told to whoever holds the folio, and revoked."""

import psycopg2
import pytest

from proalto.services.credito.certificados import NoExiste, iniciales, pdf_de, revocar, verificar
from proalto.services.credito.folios import nuevo_folio
from tests.conftest import conectar
from tests.services.credito.test_paz_y_salvo import cedula, emitir  # noqa: F401 - a fixture


@pytest.fixture
def folio(app, contacto, nucleo, cedula):  # noqa: F811
    nucleo.pagado(cedula)
    return emitir(app, contacto).folio


def test_con_el_folio_se_sabe_lo_justo(app, folio, cedula):  # noqa: F811
    vigente = verificar(app.db, app.cipher, folio.lower().replace("-", " "))
    assert (vigente.folio, vigente.iniciales, vigente.cedula_final) == (folio, "A. P.", cedula[-3:])
    assert cedula not in repr(vigente) and "Ana" not in repr(vigente)


def test_solo_el_archivo_expedido_es_el_expedido(app, folio):
    vigente, pdf = verificar(app.db, app.cipher, folio), pdf_de(app.db, app.cipher, folio)
    assert vigente.es(pdf)
    volteados = [pdf[:n] + bytes([pdf[n] ^ 1]) + pdf[n + 1 :] for n in range(len(pdf))]
    assert not any(vigente.es(otro) for otro in [*volteados, pdf + b"\n", pdf[:-1], b"", b"%PDF-1.7"])


def test_un_folio_mal_copiado_uno_que_nadie_tiene_y_uno_revocado_no_existen(app, folio):
    revocar(app.db, app.cipher, folio, "pago devuelto", app.now())
    for texto in (folio, nuevo_folio(app.cipher), folio[:-1] + ("0" if folio[-1] != "0" else "1"), "", "x" * 500):
        with pytest.raises(NoExiste):
            verificar(app.db, app.cipher, texto)


def test_un_folio_mal_copiado_no_llega_a_la_base(app, folio):
    app.db.close()
    with pytest.raises(NoExiste):
        verificar(None, app.cipher, folio[:-1] + ("0" if folio[-1] != "0" else "1"))  # type: ignore[arg-type]


def test_uno_revocado_ya_no_se_envia(app, folio):
    revocar(app.db, app.cipher, folio, "pago devuelto", app.now())
    with pytest.raises(NoExiste):
        pdf_de(app.db, app.cipher, folio)


def test_se_revoca_por_folio_una_sola_vez_y_queda_el_motivo(app, folio):
    assert revocar(app.db, app.cipher, folio.lower(), "pago devuelto", app.now()) == [folio]
    with pytest.raises(NoExiste):
        revocar(app.db, app.cipher, folio, "otra vez", app.now())
    assert guardado(app, folio) == ("revocado", app.now(), "pago devuelto")


def test_se_revocan_todos_los_de_una_cedula(app, contacto, nucleo, cedula, folio):  # noqa: F811
    nucleo.pagado(cedula)
    otro = emitir(app, contacto).folio
    assert sorted(revocar(app.db, app.cipher, cedula, "pago devuelto", app.now())) == sorted([folio, otro])
    assert guardado(app, otro)[0] == "revocado"


@pytest.mark.parametrize("cual", ["", "no-es-nada", "12345678", "XXXX-XXXX"])
def test_revocar_lo_que_no_hay_lo_dice(app, cual):
    with pytest.raises(NoExiste):
        revocar(app.db, app.cipher, cual, "x", app.now())


@pytest.mark.parametrize("cambio", [
    "estado = 'vigente', revocado_en = NULL, motivo = NULL", "sha256 = 'x'", "folio = 'X'", "emitido_en = now()",
])  # fmt: skip
def test_ni_por_sql_cambia_lo_expedido_ni_revive_lo_revocado(app, folio, cambio):
    revocar(app.db, app.cipher, folio, "pago devuelto", app.now())
    with pytest.raises(psycopg2.Error, match="does not change"):
        guardado(app, folio, f"UPDATE asistente.certificados SET {cambio} WHERE folio = %s RETURNING estado")  # noqa: S608


def guardado(app, folio, sql="SELECT estado, revocado_en, motivo FROM asistente.certificados WHERE folio = %s"):
    conexion = conectar(app.settings.database_url)
    try:
        with conexion.cursor() as cursor:
            cursor.execute(sql, (folio,))
            return cursor.fetchone()
    finally:
        conexion.close()


@pytest.mark.parametrize(
    ("nombre", "esperadas"),
    [
        ("Álvaro Hernán Zuluaga Pineda", "Á. H. Z. P."),
        ("maría de los ángeles ñáñez", "M. D. L. Á. Ñ."),
        ("O'Connor D’Achiardi", "O. D."),
        ("😀 Ana (Anita) 3", "A. A."),
        ("", ""),
    ],
)
def test_las_iniciales(nombre, esperadas):
    assert iniciales(nombre) == esperadas
