"""The Registro de Números Excluidos: the file and its twin answer alike, and what cannot be trusted says nothing."""

import os
import time

import pytest

from proalto.gateways.rne import DIAS_QUE_VALE, MemoryRne, RneAway, RneEnArchivo

EXCLUIDO, LIBRE = "573001234567", "573009999999"


@pytest.fixture
def archivo(tmp_path):
    uno = tmp_path / "rne.txt"
    uno.write_text("3001234567\n\n573111111111\n+573222222222\n6015551234\n", encoding="utf-8")
    return uno


@pytest.fixture(params=["archivo", "memoria"])
def rne(request, archivo):
    return RneEnArchivo(archivo) if request.param == "archivo" else MemoryRne(EXCLUIDO, "573111111111")


def test_dice_quien_esta_excluido(rne):
    assert rne.excluido(EXCLUIDO) and rne.excluido("573111111111")
    assert not rne.excluido(LIBRE) and not rne.excluido("570000000000")


def test_se_lee_otra_vez_cuando_cambia(archivo):
    rne = RneEnArchivo(archivo)
    assert not rne.excluido(LIBRE)
    archivo.write_text("3009999999\n", encoding="utf-8")
    os.utime(archivo, (time.time(), time.time() + 1))
    assert rne.excluido(LIBRE) and not rne.excluido(EXCLUIDO)


def test_uno_viejo_no_dice_nada(archivo):
    rne = RneEnArchivo(archivo, lambda: time.time() + DIAS_QUE_VALE * 24 * 3600 + 60)
    with pytest.raises(RneAway):
        rne.excluido(LIBRE)


@pytest.mark.parametrize("contenido", ["", "\n\n", "3001234567\nnombre;numero\n", "<html>error</html>"])
def test_uno_roto_tampoco_y_no_deja_pasar_a_nadie(archivo, contenido):
    archivo.write_text(contenido, encoding="utf-8")
    with pytest.raises(RneAway):
        RneEnArchivo(archivo).excluido(LIBRE)


def test_si_no_esta_tampoco(tmp_path):
    with pytest.raises(RneAway):
        RneEnArchivo(tmp_path / "no.txt").excluido(LIBRE)


def test_la_gemela_tambien_se_ausenta():
    ausente = MemoryRne()
    ausente.away = True
    with pytest.raises(RneAway):
        ausente.excluido(LIBRE)
