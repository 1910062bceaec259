"""How long a past is."""

from benchmarks.pasado import contar, turnos_para


def test_el_pasado_tiene_los_turnos_justos():
    por_turno = [4, 3, 5]
    assert [turnos_para(por_turno, n) for n in (0, 1, 4, 5, 12, 13, 24, 25)] == [0, 1, 1, 2, 3, 4, 6, 7]


def test_contar_es_lo_contrario():
    por_turno = [4, 3, 5]
    assert [contar(por_turno, n) for n in (0, 1, 2, 3, 4)] == [0, 4, 7, 12, 16]
    for eventos in (1, 10, 100, 5000):
        turnos = turnos_para(por_turno, eventos)
        assert contar(por_turno, turnos) >= eventos > contar(por_turno, turnos - 1)
