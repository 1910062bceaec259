"""Rasa loads the model that was trained, and no other."""

import hashlib
from dataclasses import replace

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage

from proalto import bootstrap
from proalto.channel import mends
from proalto.channel.mends.modelo import ModeloAjeno, comprobar


@pytest.fixture
def archivo(tmp_path):
    archivo = tmp_path / "modelo.tar.gz"
    archivo.write_bytes(b"pesos")
    return archivo


def test_el_que_se_entreno_se_carga_y_otro_no(archivo):
    comprobar(archivo, hashlib.sha256(b"pesos").hexdigest(), exigir=True)
    with pytest.raises(ModeloAjeno, match="MODELO_SHA256"):
        comprobar(archivo, hashlib.sha256(b"otros pesos").hexdigest(), exigir=False)


def test_sin_sello_solo_en_desarrollo(archivo):
    comprobar(archivo, None, exigir=False)
    with pytest.raises(ModeloAjeno, match="Falta MODELO_SHA256"):
        comprobar(archivo, None, exigir=True)


def test_rasa_lo_comprueba_antes_de_abrirlo(archivo, app, tmp_path, monkeypatch):
    mends.apply()
    sellada = replace(app, settings=replace(app.settings, modelo_sha256="0" * 64))
    monkeypatch.setattr(bootstrap, "app", lambda: sellada)
    with pytest.raises(ModeloAjeno):
        LocalModelStorage.from_model_archive(tmp_path / "destino", archivo)
    assert not (tmp_path / "destino").exists()
