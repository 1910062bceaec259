"""`make shell` tells what is wrong in the YAML, and is not stopped by it."""

import os
import sys

import pytest

from launcher import __main__ as lanzador


def test_dice_lo_que_hallo_el_revisor(capfd):
    lanzador._revisar(dict(os.environ))
    dicho = capfd.readouterr().out
    assert dicho.startswith("▸ Conversaciones") and ("✓ Todo bien" in dicho or "por corregir" in dicho)


@pytest.mark.parametrize("codigo", [0, 1])
def test_una_falta_no_estorba(monkeypatch, codigo):
    ordenes = []

    def correr(orden, *, check, **_):
        ordenes.append(orden)
        assert not check
        return codigo

    monkeypatch.setattr(lanzador.subprocess, "run", correr)
    lanzador._revisar({})
    assert ordenes == [[sys.executable, "-m", "revisor"]]
