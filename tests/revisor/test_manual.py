"""docs/conversaciones.md shows what the linter says: the worked change, and the example of its output."""

import re
import shutil
from datetime import date

import pytest

from proalto.settings import ROOT
from revisor.revision import revisar

MANUAL = (ROOT / "docs/conversaciones.md").read_text(encoding="utf-8")
HOY = max(date.today(), date(2026, 11, 20))  # the manual's example is of that day


@pytest.fixture
def copia(tmp_path):
    """A copy of the conversations of this tree."""
    for carpeta in ("data", "textos", "actions", "tests/nlu", "tests/conversations"):
        shutil.copytree(ROOT / carpeta, tmp_path / carpeta)
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


def sin_linea(renglon):
    """The lines of a file move with every change; the rest of a finding does not."""
    return re.sub(r":\d+  ", ":N  ", str(renglon))


def dichos(copia):
    return [sin_linea(hallazgo) for hallazgo in revisar(copia, HOY) if not hallazgo.aviso]


def bloque(inicio):
    """Return the lines of the manual's example that begins like this, without its indentation."""
    (hallado,) = re.findall(rf"^( *)({re.escape(inicio)}.*?)^ *```", MANUAL, re.MULTILINE | re.DOTALL)
    return [linea.removeprefix(hallado[0]) for linea in hallado[1].splitlines()]


def poner(archivo, antes_de, lineas, ultima=False):
    texto = archivo.read_text()
    corte = texto.rindex(antes_de) if ultima else texto.index(antes_de)
    archivo.write_text(texto[:corte] + "\n".join(lineas) + "\n" + texto[corte:])


def test_el_ejemplo_de_lo_que_dice_es_lo_que_dice(copia):
    dominio = copia / "domain.yml"
    antes, despues = dominio.read_text().split("  utter_no_entendi:\n")
    despues = despues.replace("title: Consultar mi saldo\n", "title: Consultar mi saldo hoy\n", 1)
    dominio.write_text(f"{antes}  utter_no_entendi:\n{despues}")
    assert dichos(copia) == [sin_linea(bloque("domain.yml:")[0])]


def test_el_cambio_de_principio_a_fin_dice_lo_que_falta_y_termina_bien(copia):
    intencion = bloque("- intent: faq/medios_de_pago") + [f"    - pago por internet {n}" for n in range(60)]
    poner(copia / "data/nlu.yml", "# -- CHARLA --", intencion)
    respuesta = [f"  {linea}" for linea in bloque("utter_faq/medios_de_pago:")]
    poner(copia / "domain.yml", "  # -- CHARLA --", respuesta, ultima=True)
    assert dichos(copia) == [sin_linea(bloque("data/nlu.yml:")[0])]
    with (copia / "tests/nlu/test_nlu.yml").open("a") as medida:
        frases = "".join(f"    - se puede consignar en la oficina {n}\n" for n in range(25))
        medida.write(f"\n- intent: faq/medios_de_pago\n  examples: |\n{frases}")
    assert dichos(copia) == []
