"""`make up` and `make demo`: what is wrong is said before anything starts."""

import shutil
import signal

import pytest

from launcher import __main__ as principal
from proalto.services.operacion import parametros


@pytest.fixture
def orden(tmp_path, monkeypatch):
    """Run an order in a folder of its own, without taking over this process's signals."""
    monkeypatch.setenv("RUN_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(principal.puertos, "ocupados", lambda *_, **__: [])
    return principal.main


def test_una_tabla_mal_escrita_se_dice_con_su_linea_y_nada_arranca(orden, tmp_path, monkeypatch, capsys):
    copia = tmp_path / "parametros"
    shutil.copytree(parametros.CARPETA, copia)
    (copia / "tasa_maxima.csv").write_text("desde,hasta,efectiva_anual,fuente\n2026-11-01,2026-11-30,24.9%,SFC\n")
    monkeypatch.setattr(parametros, "vigentes", lambda: parametros.leer(copia))
    assert orden("demo") == 1
    dicho = capsys.readouterr()
    assert "✗ parametros/tasa_maxima.csv, línea 2, columna efectiva_anual: dice «24.9%»" in dicho.err
    assert "Base de datos" not in dicho.out


def test_un_disco_lleno_no_acaba_con_lo_que_corre(monkeypatch, capsys):
    monkeypatch.setattr(principal, "RONDA", 0)
    monkeypatch.setattr(principal, "TRAS_FALLAR", 0)
    pasos = []

    class Rasas:
        def cuidar(self):
            pasos.append("rasas")
            raise OSError(28, "No space left on device")

    class Procesos:
        def cuidar(self):
            pasos.append("procesos")
            if len(pasos) == 4:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        principal._cuidar(Procesos(), Rasas(), None)
    assert pasos == ["rasas", "procesos"] * 2 and "No space left" in capsys.readouterr().out
