"""What is written into the documentation, and what is drawn."""

import pytest

from benchmarks import graficas, metas, mezcla, tablas
from benchmarks.__main__ import DOCUMENTO, _opciones
from benchmarks.plan import CORTO, ENTERO


def de_prueba():
    """Figures of two systems, of which stock was not measured at 400."""
    ms = {"n": 3, "p50": 1234.5, "p95": 20.25, "p99": 3.0, "max": 4.0}
    una = {"ms": ms, "ofrecidos": 10, "errores": {"TimeoutError": 2}, "por_s": 30.0, "por_s_de_cpu": 40.0}
    otra = una | {"por_s": 10.0, "por_s_de_cpu": 8.0}
    return {
        "acuse": {
            "nuestro": {"50": una, "400": una, "de_nuevos": una | {"ritmo": 200}, "cuando": {}},
            "stock": {"50": otra},
        },
        "turnos": {"nuestro": {"8": una}, "stock": {"8": otra}},
    }


def test_las_cifras_se_escriben_a_la_colombiana():
    assert [tablas.decir(v) for v in (1234.5, 20.25, 3.0, 0.126, None, "a|b", True)] == [
        "1.234", "20,2", "3", "0,13", "–", "a\\|b", "True",
    ]  # fmt: skip


def test_la_tabla_dice_la_razon_y_lo_que_falta():
    assert "| 8 | **nuestro / de fábrica** | 3× | 5× |" in tablas.turnos(de_prueba())
    lineas = tablas.acuse(de_prueba()).splitlines()
    assert len({linea.count("|") for linea in lineas}) == 1
    assert lineas[-2].startswith("| 400 | Rasa de fábrica | – |")
    assert lineas[-1].startswith("| 200, de quien nunca había escrito | nuestro | 10 |")


def test_todas_las_tablas_se_escriben_sin_ninguna_cifra():
    for tabla in tablas.TABLAS.values():
        lineas = tabla({}).splitlines()
        assert len({linea.count("|") for linea in lineas}) == 1


def test_solo_cambia_lo_que_hay_entre_las_marcas():
    texto = "antes\n<!-- tabla: a -->\nviejo\n<!-- fin -->\nentre\n<!-- tabla: b -->\nb\n<!-- fin -->\n"
    nuevo = tablas.entre_marcas(texto, "a", "| 1\\2 |")
    assert nuevo == texto.replace("viejo", "| 1\\2 |") and tablas.entre_marcas(nuevo, "a", "viejo") == texto
    with pytest.raises(tablas.SinMarcas):
        tablas.entre_marcas(texto, "c", "")


def test_el_documento_tiene_lugar_para_cada_tabla_y_cada_grafica(tmp_path):
    copia = tmp_path / "rendimiento.md"
    copia.write_text(DOCUMENTO.read_text(encoding="utf-8"), encoding="utf-8")
    tablas.poner(copia, de_prueba() | {"mezcla": mezcla.publicada(), "metas": metas.revisar({})})
    texto = copia.read_text(encoding="utf-8")
    assert "xkcd plof" in texto and all(f"rendimiento-{nombre}.png" in texto for nombre in graficas.DIBUJOS)


def test_se_dibuja_lo_que_se_midio_y_nada_mas(tmp_path):
    hechas = graficas.dibujar(de_prueba(), tmp_path)
    assert [archivo.name for archivo in hechas] == ["rendimiento-acuse.png", "rendimiento-turnos.png"]
    assert all(archivo.read_bytes().startswith(b"\x89PNG") for archivo in hechas)


def test_una_parte_que_no_existe_se_dice_por_su_nombre(capsys):
    assert _opciones(["--solo", "acuse,turnos"]).solo == ("acuse", "turnos")
    with pytest.raises(SystemExit):
        _opciones(["--solo", "acuse,velocidad"])
    assert "no existe velocidad" in capsys.readouterr().err


def test_hay_una_muestra_de_stock_para_cada_longitud():
    for plan in (CORTO, ENTERO):
        assert len(plan.muestras_stock) == len(plan.longitudes)
