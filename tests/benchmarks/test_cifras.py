"""Percentiles, goals and what is done with figures that are not there."""

import pytest

from benchmarks.cifras import percentil, resumir
from benchmarks.metas import METAS, Meta, _una, buscar, revisar


def test_los_percentiles_son_valores_que_se_midieron():
    valores = [float(n) for n in range(1, 101)]
    assert [percentil(valores, p) for p in (0.0, 0.5, 0.95, 0.99, 1.0)] == [1, 51, 96, 100, 100]


def test_el_resumen_no_depende_del_orden():
    assert resumir([5, 1, 3]) == resumir([3, 5, 1]) == {"n": 3, "p50": 3, "p95": 5, "p99": 5, "max": 5}


def test_sin_medidas_no_hay_cifras_inventadas():
    assert resumir([]) == {"n": 0, "p50": None, "p95": None, "p99": None, "max": None}


def test_una_cifra_que_no_se_midio_no_cumple_ni_incumple():
    assert {meta["cumple"] for meta in revisar({})} == {None}
    assert buscar({"a": {"p99": None}}, "a.p99") is None
    assert buscar({"a": {"error": "se cayó"}}, "a.ms.p99") is None


@pytest.mark.parametrize(
    ("meta", "cumple"),
    [
        (Meta("como mucho", "a", 100), True),
        (Meta("como mucho", "a", 99), False),
        (Meta("al menos", "a", 100, al_menos=True), True),
        (Meta("al menos", "a", 101, al_menos=True), False),
        (Meta("veces", "a", 2, al_menos=True, entre="b"), True),
        (Meta("veces", "a", 1.5, entre="b"), False),
    ],
)
def test_cada_meta_compara_en_su_sentido(meta, cumple):
    assert _una({"a": 100, "b": 40}, meta)["cumple"] is cumple


def test_dividir_por_cero_no_es_una_cifra():
    assert _una({"a": 1, "b": 0}, Meta("veces", "a", 2, entre="b"))["medido"] is None


def test_las_metas_del_issue_estan_todas():
    dichas = " ".join(meta.nombre for meta in METAS).lower()
    for parte in ("acuse", "turnos por segundo de cpu", "de punta a punta", "5.000 eventos", "memoria", "make up"):
        assert parte in dichas
