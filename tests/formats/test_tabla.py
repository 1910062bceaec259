"""Tables that people edit: what is wrong is told with its file, its line and its column."""

from datetime import date
from decimal import Decimal

import pytest

from proalto.formats.tabla import TablaInvalida, leer_codigos, leer_palabras, leer_tabla

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
        ("7", lambda fila: fila.entero_o_nada("valor", 0, 10), 7),
        ("", lambda fila: fila.entero_o_nada("valor", 0, 10), None),
        ("a | b||c", lambda fila: fila.partes("valor"), ("a", "b", "c")),
        ("", lambda fila: fila.partes("valor", alguna=False), ()),
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
        ("", lambda f: f.partes("valor"), "no puede quedar vacía"),
        ("11", lambda f: f.entero_o_nada("valor", 0, 10), "un número entero entre 0 y 10"),
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


@pytest.fixture
def codigos(tmp_path):
    def leer(texto):
        archivo = tmp_path / "paso" / "ritmo.csv"
        archivo.parent.mkdir()
        archivo.write_text(texto, encoding="utf-8")
        return leer_codigos(archivo, {"espera": (1, 60), "rafaga": (0, 9)})

    return leer


def test_lee_una_tabla_de_codigos_en_cualquier_orden(codigos):
    assert codigos("# x\ncodigo,valor,que_es\nrafaga,0,a\nespera,60,b\n") == {"espera": 60, "rafaga": 0}


@pytest.mark.parametrize(
    "filas, queja",
    [
        ("espera,61,b\nrafaga,0,a\n", "paso/ritmo.csv, línea 2, columna valor: dice «61» y debe ser un número entero"),
        ("espera,1,b\nrafaga,10,a\n", "paso/ritmo.csv, línea 3, columna valor: dice «10» y debe ser un número entero"),
        ("paso,1,b\n", "paso/ritmo.csv, línea 2, columna codigo: dice «paso» y debe ser una de estas: espera, rafaga."),
        ("", "paso/ritmo.csv: falta la fila de espera, rafaga."),
        ("espera,1,b\n", "paso/ritmo.csv: falta la fila de rafaga."),
    ],
)
def test_una_tabla_de_codigos_los_tiene_todos_y_cada_uno_entre_los_suyos(codigos, filas, queja):
    with pytest.raises(TablaInvalida) as error:
        codigos("codigo,valor,que_es\n" + filas)
    assert str(error.value).startswith(queja)


def test_lee_una_tabla_de_palabras(tmp_path):
    (tmp_path / "rotulos.csv").write_text('clave,titulo\nb,Dos\na,"Uno, solo"\n', encoding="utf-8")
    assert list(leer_palabras(tmp_path / "rotulos.csv", "clave").items()) == [("b", "Dos"), ("a", "Uno, solo")]
    with pytest.raises(TablaInvalida, match=r"rotulos\.csv, línea 1: debe decir codigo,titulo"):
        leer_palabras(tmp_path / "rotulos.csv", "codigo")
