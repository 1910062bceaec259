"""The report of an audit says what really happened."""

import json
import sys

from tools import auditoria
from tools.auditoria import Paso, componer, hacer, por_requisito

PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q")
PRUEBAS = """
import os, pytest
def test_L16_y_L17_las_dos(): assert os.environ["AUDITORIA"] == "1"
@pytest.mark.parametrize("n", [1, 2])
def test_L17_parametros(n): assert n
def test_L18_falla(): assert {falla}
@pytest.mark.skip
def test_L19_no_corre(): assert False
"""


def paso(tmp_path, falla):
    (tmp_path / "test_x.py").write_text(PRUEBAS.format(falla=falla))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return hacer(Paso("x", "un ensayo", (*PYTEST, "test_x.py"), ("test_x.py",)), tmp_path, tmp_path / "trabajo")


def test_cuenta_cada_requisito_y_lo_que_no_corrio(tmp_path):
    hecho = paso(tmp_path, True)
    assert hecho["paso_bien"] and hecho["pruebas"] == {"pasaron": 4, "fallaron": 0, "omitidas": 1}
    requisitos = hecho["requisitos"]
    assert [requisitos[n]["pasaron"] for n in ("L-16", "L-17", "L-18", "L-19")] == [1, 3, 1, 0]
    assert requisitos["L-19"]["omitidas"] == 1


def test_lo_que_falla_no_pasa(tmp_path):
    informe = componer([paso(tmp_path, False)], "abc", True)
    assert not informe["todo_bien"] and informe["requisitos"]["L-18"]["fallaron"] == 1
    assert informe["version"] == "abc" and "requisitos" not in informe["pasos"][0]


def test_lo_que_no_se_puede_correr_tampoco_pasa(tmp_path):
    hecho = hacer(Paso("x", "nada", ("true",), ("no/hay.py",)), tmp_path, tmp_path)
    assert hecho["falta"] == ["no/hay.py"] and not componer([hecho], "", True)["todo_bien"]
    vacio = hacer(Paso("x", "sin pruebas", (*PYTEST, "no_hay.py")), tmp_path, tmp_path)
    assert not vacio["paso_bien"]
    assert not componer([], "", True)["todo_bien"]


def test_un_paso_suelto_no_pisa_el_informe_completo(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(auditoria, "PASOS", (Paso("a", "bien", ("true",)), Paso("b", "mal", ("false",))))
    monkeypatch.setattr(auditoria, "RAIZ", tmp_path)
    monkeypatch.setattr(auditoria, "INFORME", tmp_path / "docs" / "auditoria.json")
    monkeypatch.setattr(auditoria, "TRABAJO", tmp_path / "trabajo")
    monkeypatch.setattr(auditoria, "_de_git", lambda *orden: "")
    assert auditoria.main(["a"]) == 0 and not auditoria.INFORME.exists()
    assert auditoria.main([]) == 1
    informe = json.loads(auditoria.INFORME.read_text())
    assert [(uno["paso"], uno["paso_bien"]) for uno in informe["pasos"]] == [("a", True), ("b", False)]
    assert auditoria.main(["c"]) == 2 and "Uso" in capsys.readouterr().err


def test_lo_que_ya_paso_con_esta_version_no_se_repite(tmp_path, monkeypatch):
    veces = tmp_path / "veces"
    anota = "echo {} >> " + str(veces)
    bien, mal = ("sh", "-c", anota.format("a")), ("sh", "-c", anota.format("b") + "; false")
    monkeypatch.setattr(auditoria, "PASOS", (Paso("a", "bien", bien), Paso("b", "mal", mal)))
    monkeypatch.setattr(auditoria, "RAIZ", tmp_path)
    monkeypatch.setattr(auditoria, "INFORME", tmp_path / "docs" / "auditoria.json")
    monkeypatch.setattr(auditoria, "TRABAJO", tmp_path / "trabajo")
    git = {"rev-parse": "v1", "status": ""}
    monkeypatch.setattr(auditoria, "_de_git", lambda *orden: git[orden[0]])
    auditoria.main([])
    assert auditoria.main(["--seguir"]) == 1 and veces.read_text().split() == ["a", "b", "b"]
    assert [uno["paso"] for uno in json.loads(auditoria.INFORME.read_text())["pasos"]] == ["a", "b"]
    auditoria.main([])
    git["rev-parse"] = "v2"
    auditoria.main(["--seguir"])
    git["status"] = " M algo.py"
    auditoria.main(["--seguir"])
    assert veces.read_text().split().count("a") == 4


def test_un_nombre_sin_numero_no_es_de_ningun_requisito():
    assert por_requisito([("test_otra_cosa", "pasaron", 0.1), ("test_de_L9", "pasaron", 0.1)]) == {}
