"""`rasa test` from the root reads our conversations and not those of Rasa's example, which .venv brings."""

from pathlib import Path

import pytest
import rasa.shared.data
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

from proalto.nlu import mends

HISTORIA = "stories:\n- story: una\n  steps:\n  - intent: saludar\n  - action: utter_saludo\n"
NUESTRA, AJENA = "tests/conversations/test_saludos.yml", ".venv/lib/rasa/tests/test_stories.yml"


@pytest.fixture
def raiz(tmp_path, monkeypatch):
    for nombre in (NUESTRA, AJENA):
        archivo = tmp_path / nombre
        archivo.parent.mkdir(parents=True)
        archivo.write_text(HISTORIA)
    monkeypatch.chdir(tmp_path)
    buscar = rasa.shared.data._find_data_files_in_directory
    monkeypatch.setattr(rasa.shared.data, "_find_data_files_in_directory", getattr(buscar, "__wrapped__", buscar))
    return tmp_path


def halladas(desde):
    archivos = rasa.shared.data.get_data_files([str(desde)], YAMLStoryReader.is_test_stories_file)
    return [str(Path(archivo).absolute().relative_to(Path.cwd())) for archivo in archivos]


def test_sin_el_remiendo_rasa_lee_lo_que_hay_en_venv(raiz):
    assert halladas(".") == [AJENA, NUESTRA]


@pytest.mark.parametrize("desde", [".", "absoluta"])
def test_rasa_test_lee_solo_nuestras_conversaciones(raiz, desde):
    mends.apply()
    mends.apply()
    assert halladas(raiz if desde == "absoluta" else desde) == [NUESTRA]


def test_un_proyecto_en_una_carpeta_oculta_tambien_se_lee(raiz):
    mends.apply()
    assert halladas(raiz / ".venv") == [AJENA]
