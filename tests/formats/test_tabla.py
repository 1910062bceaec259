"""Tables that people edit: what is wrong is told with its file, its line and its column."""

from datetime import date
from decimal import Decimal

import pytest

from proalto.formats.tabla import TablaInvalida, leer_tabla

COLUMNAS = ("codigo", "valor")


@pytest.fixture
def tabla(tmp_path):
    archivo = tmp_path / "precios" / "lista.csv"
    archivo.parent.mkdir()

    def escribir(texto):
        archivo.write_bytes(texto if isinstance(texto, bytes) else texto.encode())
        return leer_tabla(archivo, COLUMNAS, ("codigo",))

    return escribir


def test_lee_las_filas_y_deja_los_comentarios(tabla):
    filas = tabla('# qué es esto, con comas\n\ncodigo,valor\n# otro\na, 1 \n\nb,"dos, tres"\n')
    assert [(fila.linea, fila.valores) for fila in filas] == [
        (5, {"codigo": "a", "valor": "1"}),
        (7, {"codigo": "b", "valor": "dos, tres"}),
    ]


def test_la_marca_de_excel_y_sus_saltos_de_linea_no_estorban(tabla):
    assert tabla(b"\xef\xbb\xbfcodigo,valor\r\na,1\r\n")[0].valores == {"codigo": "a", "valor": "1"}


@pytest.mark.parametrize(
    "texto, queja",
    [
        ("", "precios/lista.csv: está vacío; debe empezar por codigo,valor."),
        ("# nada más\n", "precios/lista.csv: está vacío"),
        ("# hola\ncodigo;valor\na;1\n", "precios/lista.csv, línea 2: debe decir codigo,valor"),
        ("valor,codigo\n", "precios/lista.csv, línea 1: debe decir codigo,valor"),
        ("codigo,valor\na,1,5\n", "precios/lista.csv, línea 2: tiene 3 valores y deben ser 2."),
        ("codigo,valor\na\n", "precios/lista.csv, línea 2: tiene 1 valores y deben ser 2."),
        ("codigo,valor\na,1\n# x\na,2\n", "precios/lista.csv, línea 4: repite la línea 2 (codigo)."),
        ("codigo,valor\ná,1\n".encode("latin-1"), "precios/lista.csv: no está en UTF-8"),
    ],
)
def test_dice_donde_esta_mal_la_tabla(tabla, texto, queja):
    with pytest.raises(TablaInvalida) as error:
        tabla(texto)
    assert queja in str(error.value)


def test_si_el_archivo_no_existe_lo_nombra(tmp_path):
    with pytest.raises(TablaInvalida, match=r"/nada\.csv: no existe\."):
        leer_tabla(tmp_path / "nada.csv", COLUMNAS, ("codigo",))


@pytest.mark.parametrize(
    "valor, leer, esperado",
    [
        ("7", lambda fila: fila.entero("valor", 0, 10), 7),
        ("007", lambda fila: fila.entero("valor", 0, 10), 7),
        ("1.62", lambda fila: fila.decimal("valor", Decimal(0), Decimal(5)), Decimal("1.62")),
        ("2", lambda fila: fila.decimal("valor", Decimal(0), Decimal(5)), Decimal(2)),
        ("2026-01-31", lambda fila: fila.fecha("valor"), date(2026, 1, 31)),
        ("si", lambda fila: fila.si_o_no("valor"), True),
        ("no", lambda fila: fila.si_o_no("valor"), False),
        ("hola", lambda fila: fila.texto("valor"), "hola"),
        ("b", lambda fila: fila.una_de("valor", ("a", "b")), "b"),
    ],
)
def test_lee_cada_valor_como_lo_que_es(tabla, valor, leer, esperado):
    assert leer(tabla(f"codigo,valor\na,{valor}\n")[0]) == esperado


@pytest.mark.parametrize(
    "valor, leer, queja",
    [
        *[(mal, lambda f: f.entero("valor", 0, 10), "un número entero entre 0 y 10") for mal in
          ("", "11", "-1", "1.5", "1.000", "siete", "٧", "1e1", "9" * 30)],
        *[(mal, lambda f: f.decimal("valor", Decimal(1), Decimal(5)), "un número entre 1 y 5, con punto decimal")
          for mal in ("", "0.0162", "5.01", '"1,62"', "1.62%", "NaN", "-2", ".5", "1.")],
        *[(mal, lambda f: f.fecha("valor"), "una fecha que exista") for mal in
          ("", "31/01/2026", "2026-02-30", "20260131", "2026-1-31", "ayer")],
        *[(mal, lambda f: f.si_o_no("valor"), "una de estas: si, no") for mal in ("", "sí", "SI", "1", "true")],
        ("", lambda f: f.texto("valor"), "no puede quedar vacía"),
        ("c", lambda f: f.una_de("valor", ("a", "b")), "una de estas: a, b"),
    ],
)  # fmt: skip
def test_un_valor_malo_se_dice_con_su_lugar(tabla, valor, leer, queja):
    (fila,) = tabla(f"codigo,valor\na,{valor}\n")
    with pytest.raises(TablaInvalida) as error:
        leer(fila)
    dicho = valor.strip('"')
    assert str(error.value).startswith(f"precios/lista.csv, línea 2, columna valor: dice «{dicho}» y ")
    assert queja in str(error.value)
