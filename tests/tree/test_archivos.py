"""Every verdict on a file has its words."""

from proalto.gateways.archivos.motivos import Motivo
from proalto.worker.revisar import PERDIDO
from tests.tree.arbol import dominio


def test_cada_motivo_tiene_sus_palabras():
    motivos = {motivo.value for motivo in Motivo} | {PERDIDO, "aceptado", "repetido"}
    assert {f"utter_archivo_{motivo}" for motivo in motivos} == {
        respuesta for respuesta in dominio()["responses"] if respuesta.startswith("utter_archivo_")
    }
