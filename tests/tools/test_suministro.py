"""What the check of the supply chain finds; that it finds nothing here is said by `make test` itself."""

import subprocess

import pytest

from tools import sbom, suministro
from tools.suministro import (
    Aceptado,
    aceptados,
    aceptar,
    bandit,
    candados,
    comparar_secretos,
    indices,
    secretos,
    sin_explicar,
)

BUENO = """# a comment
flask==3.1.0 \\
    --hash=sha256:{h} \\
    --hash=sha256:{h}
    # via proyecto
coverage[toml]==7.6 ; python_version < "3.11" \\
    --hash=sha256:{h}
""".format(h="a" * 64)


@pytest.fixture
def repositorio(tmp_path):
    """A small repository with its locks."""
    for nombre in suministro.CANDADOS:
        (tmp_path / nombre).write_text(BUENO)
    (tmp_path / ".secrets.baseline").write_text('{"results": {}}')
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def agregar(repositorio, nombre, texto):
    (repositorio / nombre).write_text(texto)
    subprocess.run(["git", "add", "-A"], cwd=repositorio, check=True)


# -- EL CODIGO --
def test_lo_que_abre_una_puerta_se_dice_con_su_linea(tmp_path):
    (tmp_path / "malo.py").write_text("import subprocess\n\nsubprocess.run(orden, shell=True)\n")
    quejas = sin_explicar(bandit(tmp_path, ["."]), [])
    assert any("malo.py:3: B602" in queja and "shell=True" in queja for queja in quejas)


def test_una_explicacion_vale_solo_donde_dice_y_para_lo_que_dice(tmp_path):
    (tmp_path / "malo.py").write_text("import pickle\n\npickle.loads(b'')\n")
    hallazgos = bandit(tmp_path, ["."])
    motivo = "Lo escribimos nosotros y nadie más."
    reglas = {str(hallazgo["test_id"]) for hallazgo in hallazgos}
    filas = [Aceptado("malo.py", regla, suministro.re.compile("pickle"), motivo) for regla in reglas]
    assert hallazgos and sin_explicar(hallazgos, filas) == []
    for mala in ({"archivo": "otro.py"}, {"linea": suministro.re.compile("marshal")}, {"regla": "B999"}):
        otras = [Aceptado(**(vars(fila) | mala)) for fila in filas]
        quejas = sin_explicar(hallazgos, otras)
        assert len(quejas) == len(hallazgos) + len(otras)  # the findings, and what explains nothing


def test_una_explicacion_sin_motivo_no_explica():
    fila = Aceptado("x.py", "B1", suministro.re.compile(""), "porque sí")
    assert any("no dice por qué" in queja for queja in sin_explicar([], [fila]))


def test_la_tabla_del_proyecto_se_lee():
    filas = aceptados(suministro.RAIZ / suministro.ACEPTADOS)
    assert filas and all(fila.regla.startswith("B") and len(fila.motivo) > 20 for fila in filas)


# -- LOS SECRETOS --
def test_un_secreto_nuevo_se_dice_sin_repetirlo(repositorio):
    secreto = "AKIA" + "QWERTYUIOPASDFGH"
    agregar(repositorio, "llaves.py", f'AWS = "{secreto}"\n')
    (queja,) = secretos(repositorio)
    assert "llaves.py:1" in queja and secreto not in queja


def test_lo_que_alguien_ya_miro_se_acepta_y_lo_que_se_fue_se_quita(repositorio, capsys):
    secreto = "AKIA" + "QWERTYUIOPASDFGH"
    agregar(repositorio, "llaves.py", f'AWS = "{secreto}"\n')
    aceptar(repositorio)
    assert "llaves.py:1" in capsys.readouterr().out and secretos(repositorio) == []
    agregar(repositorio, "llaves.py", "AWS = None\n")
    assert "ya no está" in secretos(repositorio)[0]
    aceptar(repositorio)
    assert secretos(repositorio) == []


def uno(huella="h", revisado=False):
    return {"hashed_secret": huella, "type": "Secret Keyword", "line_number": 3} | (
        {"is_secret": False} if revisado else {}
    )


def test_lo_conocido_debe_estar_revisado_y_seguir_ahi():
    hallados, base = {"a.py": [uno()]}, {"a.py": [uno(revisado=True)]}
    assert comparar_secretos(hallados, base) == []
    assert "nadie lo ha revisado" in comparar_secretos(hallados, {"a.py": [uno()]})[0]
    assert "ya no está" in comparar_secretos({}, base)[0]
    assert "parece un secreto" in comparar_secretos({"b.py": [uno()]}, base)[0]


# -- LAS DEPENDENCIAS --
def test_un_candado_bueno_no_tiene_quejas(repositorio):
    assert candados(repositorio) == []


@pytest.mark.parametrize(
    "mala",
    ["flask==3.1.0\n", "flask>=3.1 \\\n    --hash=sha256:" + "a" * 64 + "\n", "flask==3.1.0 \\\n# via x\n",
     "git+https://codigo.example/x\n", "--index-url https://paquetes.example/x\n",
     "flask==3.1.0 \\\n    --hash=md5:1\n",
     "flask==3.1.0 \\"],
)  # fmt: skip
def test_una_linea_sin_version_o_sin_huella_se_dice(repositorio, mala):
    (repositorio / "requirements.lock").write_text(BUENO + mala)
    assert candados(repositorio)


@pytest.mark.parametrize(
    "linea",
    ["pip install --index-url https://paquetes.example/x", "PIP_INDEX_URL=https://paquetes.example",
     "UV_DEFAULT_INDEX: https://paquetes.example", "ver https://paquetes.example/simple/", "index-url = x",
     "https://paquetes.example/a-1.0-py3-none-any.whl", "[[tool.uv.index]]"],
)  # fmt: skip
def test_nadie_dice_de_donde_se_instalan_los_paquetes(repositorio, linea):
    agregar(repositorio, "notas.md", f"Para instalar:\n{linea}\n")
    assert indices(repositorio) == ["notas.md:2: nombra de dónde se instalan los paquetes"]


@pytest.mark.parametrize("linea", ["--no-emit-index-url", "https://docs.astral.sh/uv", "el índice de la base"])
def test_lo_demas_se_puede_decir(repositorio, linea):
    agregar(repositorio, "notas.md", linea + "\n")
    assert indices(repositorio) == []


# -- LO INSTALADO --
def test_lo_instalado_se_compara_con_los_candados():
    instalado = sbom.componentes(
        {"components": [{"name": "Flask", "version": "3.1.0"}, {"name": "x_y", "version": "1"}]}
    )
    assert sbom.diferencias(instalado, sbom.fijados("flask==3.1.0 \\\nx-y==1 \\\n")) == []
    quejas = sbom.diferencias(instalado, sbom.fijados("flask==3.2.0 \\\nz==1 \\\n"))
    assert [queja.split(":")[0] for queja in quejas] == ["flask", "x-y", "z"]
