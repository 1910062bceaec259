"""The model is trained when what it is made of changed, and only then."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from launcher import modelo


@pytest.fixture
def proyecto(tmp_path, monkeypatch):
    """A small project; `rasa train` is a function that counts its calls."""
    for nombre in ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "proalto/nlu/modelo.py", "README.md"):
        (tmp_path / nombre).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / nombre).write_text(nombre)
    monkeypatch.setattr(modelo, "ROOT", tmp_path)
    monkeypatch.setattr(modelo, "MODELO", tmp_path / "models" / "asistente.tar.gz")
    proyecto = Proyecto(tmp_path)
    monkeypatch.setattr(modelo.subprocess, "run", proyecto.rasa_train)
    return proyecto


class Proyecto:
    def __init__(self, raiz: Path) -> None:
        self.raiz, self.codigo, self.veces = raiz, 0, 0

    def rasa_train(self, orden, **_):
        self.veces += 1
        if self.codigo == 0:
            destino = Path(orden[orden.index("--out") + 1])
            assert destino != modelo.MODELO.parent  # whoever looks must not find half a model
            destino.mkdir(parents=True, exist_ok=True)
            nombre = orden[orden.index("--fixed-model-name") + 1]
            (destino / f"{nombre}.tar.gz").write_bytes(b"modelo %d" % self.veces)
        return subprocess.CompletedProcess(orden, self.codigo)

    def entrena(self) -> bool:
        return modelo.entrenar_si_hace_falta({}, self.raiz / "logs" / "train.log")


def test_entrena_una_vez_y_la_segunda_no(proyecto):
    assert [proyecto.entrena() for _ in range(3)] == [True, False, False]
    assert proyecto.veces == 1


@pytest.mark.parametrize(
    "archivo", ["config.yml", "domain.yml", "data/nlu.yml", "data/nuevo.yml", "proalto/nlu/modelo.py"]
)
def test_un_cambio_en_lo_que_lo_forma_lo_vuelve_a_entrenar(proyecto, archivo):
    proyecto.entrena()
    (proyecto.raiz / archivo).write_text("cambio")
    assert [proyecto.entrena(), proyecto.entrena()] == [True, False]


def test_un_archivo_que_cambia_de_nombre_tambien_cuenta(proyecto):
    proyecto.entrena()
    (proyecto.raiz / "data/rules.yml").rename(proyecto.raiz / "data/reglas.yml")
    assert proyecto.entrena()


def test_otros_cambios_no_lo_vuelven_a_entrenar(proyecto):
    proyecto.entrena()
    for archivo in ("README.md", "data/notas.txt", "proalto/settings.py"):
        (proyecto.raiz / archivo).write_text("cambio")
    (proyecto.raiz / "domain.yml").touch()
    assert not proyecto.entrena()


def test_sin_el_archivo_del_modelo_se_entrena_otra_vez(proyecto):
    proyecto.entrena()
    modelo.MODELO.unlink()
    assert proyecto.entrena()


def test_un_entrenamiento_fallido_se_dice_y_no_se_da_por_hecho(proyecto):
    proyecto.entrena()
    (proyecto.raiz / "domain.yml").write_text("con un error")
    proyecto.codigo = 1
    for _ in range(2):
        with pytest.raises(modelo.EntrenamientoFallido, match=r"train\.log"):
            proyecto.entrena()
    proyecto.codigo = 0
    assert proyecto.entrena()


def test_un_entrenamiento_fallido_deja_el_modelo_de_antes(proyecto):
    proyecto.entrena()
    antes = modelo.MODELO.read_bytes(), modelo.marca()
    (proyecto.raiz / "domain.yml").write_text("con un error")
    proyecto.codigo = 1
    with pytest.raises(modelo.EntrenamientoFallido):
        proyecto.entrena()
    assert (modelo.MODELO.read_bytes(), modelo.marca()) == antes


def test_la_copia_se_llama_segun_lo_que_lleva_y_las_viejas_se_quitan(proyecto):
    assert (modelo.marca(), modelo.entrenado_en()) == ("", 0)
    proyecto.entrena()
    entrenado_en = modelo.entrenado_en()
    carpeta = proyecto.raiz / "run" / "modelos"
    una = modelo.copiar(carpeta)
    assert modelo.copiar(carpeta) == una and una.read_bytes() == b"modelo 1"
    marca = modelo.marca()
    (proyecto.raiz / "domain.yml").write_text("cambio")
    proyecto.entrena()
    otra = modelo.copiar(carpeta)
    assert modelo.marca() != marca and modelo.entrenado_en() > entrenado_en > 0
    assert sorted(carpeta.iterdir()) == sorted([una, otra])
    modelo.limpiar(carpeta, [otra])
    assert list(carpeta.iterdir()) == [otra]


def test_un_modelo_que_no_es_el_que_se_entreno_no_se_copia_y_al_arrancar_se_entrena_otra_vez(proyecto):
    proyecto.entrena()
    assert modelo.sello() == hashlib.sha256(b"modelo 1").hexdigest()
    modelo.MODELO.write_bytes(b"de otros")
    with pytest.raises(modelo.ModeloAjeno, match="asistente"):
        modelo.copiar(proyecto.raiz / "modelos")
    assert list((proyecto.raiz / "modelos").iterdir()) == []
    assert proyecto.entrena() and modelo.MODELO.read_bytes() == b"modelo 2"
    modelo.copiar(proyecto.raiz / "modelos")


def test_lo_que_lo_forma_existe_en_el_proyecto():
    raiz = Path(modelo.__file__).parent.parent
    assert all(list(raiz.glob(patron)) for patron in modelo.FUENTES)
