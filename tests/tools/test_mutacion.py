"""What mutation testing changes, how a change gets in, and how it is counted."""

import importlib
import sys

import pytest

from tools import mutacion
from tools.injertos import AlImportar, injertar
from tools.mutacion import PRUEBAS, RAIZ, componer, elegir, equivalentes
from tools.mutantes import de_fuente, mutantes

FUENTE = '''"""Doc."""
from functools import cache
TOPE = 3

class Cuenta:
    def __init__(self, cuanto: int = 1) -> None:
        self.cuanto = cuanto

    @property
    def pasa(self) -> bool:
        return self.cuanto > TOPE

@cache
def doble(n: int) -> int:
    """Doc."""
    return n * 2

def si(a: bool, b: bool) -> str:
    if a and not b:
        return "si"
    raise ValueError("no 1")
'''


@pytest.fixture
def juguete(tmp_path, monkeypatch):
    """A module of this test's own, not imported yet."""
    (tmp_path / "juguete_de_mutacion.py").write_text(FUENTE)
    monkeypatch.syspath_prepend(tmp_path)
    yield "juguete_de_mutacion"
    sys.modules.pop("juguete_de_mutacion", None)


def el_mutante(cambio, modulo="juguete_de_mutacion"):
    (mutante,) = [mutante for mutante in de_fuente(modulo, FUENTE) if mutante.cambio == cambio]
    return mutante


def test_cambia_cada_cosa_que_decide_y_nada_de_lo_que_solo_se_lee():
    assert sorted(mutante.cambio for mutante in de_fuente("x", FUENTE)) == [
        "1 -> 2", "2 -> 3", "3 -> 4", "Gt -> GtE: self.cuanto > TOPE", "Mult -> FloorDiv: n * 2",
        "None instead of: 'si'", "None instead of: n * 2", "None instead of: self.cuanto > TOPE",
        "and <-> or: a and (not b)", "never: if a and (not b)", "without a", "without not b", "without not: not b",
    ]  # fmt: skip


def test_sabe_de_que_linea_es_y_si_corre_solo_al_llamar():
    dentro, fuera, defecto = (el_mutante(cambio) for cambio in ("without a", "3 -> 4", "1 -> 2"))
    assert (dentro.linea, dentro.texto, list(dentro.lineas)) == (19, "if a and not b:", [19])
    assert (dentro.dentro, fuera.dentro, defecto.dentro) == (True, False, False)


@pytest.mark.parametrize(
    ("cambio", "mirar", "da"),
    [
        ("Mult -> FloorDiv: n * 2", lambda m: m.doble(9), 4),
        ("Gt -> GtE: self.cuanto > TOPE", lambda m: m.Cuenta(3).pasa, True),
        ("without a", lambda m: m.si(False, False), "si"),
    ],
)
def test_quien_ya_tenia_la_funcion_corre_la_cambiada(juguete, cambio, mirar, da):
    modulo = importlib.import_module(juguete)
    antes = vars(modulo).copy()
    modulo.doble(9)  # what a cache had kept would hide the change
    injertar(el_mutante(cambio))
    assert vars(modulo)["doble"] is antes["doble"] and mirar(modulo) == da


def test_lo_que_un_modulo_hace_una_vez_cambia_al_importarlo(juguete, monkeypatch):
    monkeypatch.setattr(sys, "meta_path", [AlImportar(el_mutante("3 -> 4")), *sys.meta_path])
    assert importlib.import_module(juguete).TOPE == 4


def test_la_muestra_es_siempre_la_misma_y_tiene_de_cada_modulo():
    todos = {"a": list(de_fuente("a", FUENTE)), "b": list(de_fuente("b", FUENTE * 5)) * 2}
    chica, grande = elegir(todos, 20), elegir(todos, 40)
    assert elegir(todos, 20) == chica and all(mutante in grande for mutante in chica)
    assert {mutante.modulo for mutante in chica} == {"a", "b"} and len(elegir(todos, None)) == 13 * 11


def test_el_equivalente_se_cuenta_aparte_y_el_colgado_no_es_muerto(monkeypatch):
    suyos = list(de_fuente("a", FUENTE))
    vivo, colgado, igual, *muertos = suyos
    monkeypatch.setattr(mutacion, "equivalentes", lambda: {("a", igual.texto, igual.cambio): "da lo mismo"})
    como = [(vivo, "vivo"), (colgado, "colgado"), (igual, "vivo"), *((mutante, "muerto") for mutante in muertos)]
    informe = componer({"a": suyos}, como, None)
    assert (informe["probados"], informe["muertos"], informe["equivalentes"]) == (13, 10, 1)
    assert informe["parte_muerta"] == round(10 / 12, 4)
    assert informe["cuales"]["equivalente"][0]["razon"] == "da lo mismo"
    assert [ficha["cambio"] for ficha in informe["cuales"]["vivo"]] == [vivo.cambio]


def test_los_vivos_se_prueban_otra_vez_y_lo_demas_sigue_contando(monkeypatch):
    suyos = list(de_fuente("a", FUENTE))
    vivo, otro, igual, *muertos = suyos
    monkeypatch.setattr(mutacion, "equivalentes", lambda: {("a", igual.texto, igual.cambio): "da lo mismo"})
    como = [(vivo, "vivo"), (otro, "vivo"), (igual, "vivo"), *((mutante, "muerto") for mutante in muertos)]
    antes = componer({"a": suyos}, como, 13) | {"revision": "abc"}
    otra_vez = mutacion._vivos({"a": suyos}, antes)
    assert otra_vez == [vivo, otro] or otra_vez == [otro, vivo]
    informe = componer({"a": suyos}, [(vivo, "muerto"), (otro, "vivo")], antes["muestra"], antes)
    assert (informe["probados"], informe["muertos"], informe["vivos"], informe["equivalentes"]) == (13, 11, 1, 1)
    assert informe["primera_vuelta"]["muertos"] == 10 and informe["muestra"] == 13


def test_lo_que_se_da_por_equivalente_existe_y_dice_por_que():
    hay = {(m.modulo, m.texto, m.cambio) for modulo in PRUEBAS for m in mutantes(modulo)}
    razones = equivalentes()
    assert set(razones) - hay == set()
    assert [cual for cual, razon in razones.items() if len(razon) < 20] == []


def test_las_pruebas_de_cada_modulo_existen():
    assert [prueba for suyas in PRUEBAS.values() for prueba in suyas if not (RAIZ / prueba).is_file()] == []
