"""The conversations of this very tree, and the command that designers run."""

import subprocess
import sys
from datetime import date

import pytest

from proalto.settings import ROOT
from revisor.__main__ import main
from revisor.proyecto import abrir
from revisor.revision import revisar
from tests.revisor.ejemplo import ACCIONES, ARCHIVOS, DOMINIO, HOY, MINIMOS, Falla, escribir, estropear


def test_lo_que_dice_y_entiende_el_asistente_no_tiene_faltas():
    assert [str(hallazgo) for hallazgo in revisar(ROOT, date.today()) if not hallazgo.aviso] == []


def test_hay_que_revisar():
    proyecto = abrir(ROOT)
    assert len(proyecto.respuestas) > 60 and len(proyecto.reglas) > 30 and len(proyecto.dichos) > 20
    assert len(proyecto.conversaciones) > 90 and len(proyecto.temas.nombres) > 12


def test_un_arbol_pequeno_tampoco_las_tiene(tmp_path):
    assert revisar(escribir(tmp_path), HOY, MINIMOS) == []


def test_la_orden_dice_cuanto_reviso_y_no_carga_rasa():
    codigo = (
        "import sys; from revisor.__main__ import main; assert main() == 0; "
        "assert not {'rasa', 'sklearn', 'psycopg2', 'flask', 'actions'} & set(sys.modules)"
    )
    hecha = subprocess.run([sys.executable, "-c", codigo], cwd=ROOT, capture_output=True, text=True, check=False)
    assert hecha.returncode == 0, hecha.stderr
    assert hecha.stdout.startswith("✓ Todo bien: ") and "frases." in hecha.stdout


def test_la_orden_dice_donde_que_y_que_hacer_y_termina_en_uno(tmp_path, capsys):
    # The small tree has few phrases for the real minimums: what counts is the line of the button.
    estropear(tmp_path, Falla(DOMINIO, "title: Ver tasas", "title: Ver todas las tasas de hoy", "", ""))
    assert main(tmp_path) == 1
    *lineas, _, total = capsys.readouterr().out.splitlines()
    assert (
        'domain.yml:33  utter_menu, botón "Ver todas las tasas de hoy": el título tiene 26 caracteres y en un botón '
        "caben 20. Acórtalo." in lineas
    )
    assert total == f"✗ {len(lineas)} cosas por corregir."


@pytest.mark.parametrize("nombre", [nombre for nombre in ARCHIVOS if nombre.endswith((".yml", ".csv"))])
def test_falte_la_linea_que_falte_nunca_revienta(tmp_path, nombre):
    escribir(tmp_path)
    lineas = ARCHIVOS[nombre].splitlines()
    for borrada in range(len(lineas)):
        (tmp_path / nombre).write_text("\n".join([*lineas[:borrada], *lineas[borrada + 1 :]]) + "\n")
        for hallazgo in revisar(tmp_path, HOY, MINIMOS):
            largo = len((tmp_path / hallazgo.archivo).read_text().splitlines())
            assert 1 <= hallazgo.linea <= largo and hallazgo.problema and hallazgo.remedio


def test_una_carpeta_sin_nada_se_explica_y_no_revienta(tmp_path, capsys):
    assert main(tmp_path) == 1
    assert "domain.yml:1  el archivo: no existe." in capsys.readouterr().out


def test_un_programa_a_medio_escribir_se_explica(tmp_path):
    (escribir(tmp_path) / ACCIONES).write_text("uno = 1\ndef dos(:\n")
    assert list(map(str, revisar(tmp_path, HOY, MINIMOS))) == [
        "actions/todo.py:2  el programa: no se puede leer. Avísale a quien lo está cambiando."
    ]


@pytest.mark.parametrize("nombre", ["domain.yml", "data/nlu.yml", "data/rules.yml", "tests/nlu/test_nlu.yml"])
def test_de_un_archivo_que_no_se_puede_leer_solo_se_dice_eso(tmp_path, nombre):
    (escribir(tmp_path) / nombre).write_text("esto: [no cierra\n")
    (hallazgo,) = revisar(tmp_path, HOY, MINIMOS)
    assert (hallazgo.archivo, hallazgo.linea) == (nombre, 1)
