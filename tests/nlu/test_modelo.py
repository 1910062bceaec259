"""The classifier's numbers: learned, kept, read back, and never code."""

import json
import pickle
import zipfile

import numpy as np
import pytest

from proalto.nlu.modelo import cargar, entrenar

FRASES = {
    "consultar_saldo": ["cuánto debo", "mi saldo", "saldo del crédito", "cuánto me falta por pagar", "saber mi saldo"],
    "hablar_con_asesor": ["un asesor", "quiero hablar con una persona", "páseme un asesor", "con alguien", "asesor"],
    "faq/tasas": ["qué tasa manejan", "cuál es el interés", "tasa de interés", "a qué tasa prestan", "los intereses"],
}  # fmt: skip
NUEVAS = ["dígame mi saldo", "necesito un asesor", "qué tasa de interés tienen", "zzz", ""]


@pytest.fixture(scope="module")
def modelo():
    pares = [(frase, etiqueta) for etiqueta, frases in FRASES.items() for frase in frases]
    return entrenar([frase for frase, _ in pares], [etiqueta for _, etiqueta in pares])


@pytest.mark.parametrize("frase, etiqueta", zip(NUEVAS, FRASES))
def test_entiende_frases_que_no_habia_visto(modelo, frase, etiqueta):
    assert modelo.etiquetas[int(modelo.probabilidades(frase).argmax())] == etiqueta


@pytest.mark.parametrize("frase", NUEVAS)
def test_las_probabilidades_suman_uno(modelo, frase):
    probabilidades = modelo.probabilidades(frase)
    assert probabilidades.shape == (3,)
    assert probabilidades.sum() == pytest.approx(1.0)


def test_la_mejor_etiqueta_de_varias_frases_es_la_de_cada_una(modelo):
    assert [etiqueta for etiqueta, _ in modelo.mejores(NUEVAS[:3])] == list(FRASES)
    assert [certeza for _, certeza in modelo.mejores(NUEVAS)] == pytest.approx(
        [modelo.probabilidades(frase).max() for frase in NUEVAS], abs=1e-6
    )


def test_las_candidatas_de_un_vistazo_tienen_la_buena(modelo):
    assert all(buena in suyas for buena, suyas in zip(FRASES, modelo.candidatas(NUEVAS[:3])))
    assert {len(suyas) for suyas in modelo.candidatas(NUEVAS)} == {2}


def test_de_lo_que_no_dice_nada_no_sabe_nada(modelo):
    assert set(modelo.probabilidades("")) == {1 / 3}


@pytest.mark.parametrize("otra", ["CUANTO DEBO!!", "cuantooo debo", "¿Cuánto debo?"])
def test_tildes_mayusculas_y_letras_alargadas_no_cambian_nada(modelo, otra):
    assert np.array_equal(modelo.probabilidades(otra), modelo.probabilidades("cuánto debo"))


def test_lo_guardado_y_leido_da_las_mismas_probabilidades(modelo, tmp_path):
    modelo.guardar(tmp_path)
    vuelta = cargar(tmp_path)
    assert vuelta.etiquetas == modelo.etiquetas
    for frase in [*NUEVAS, *FRASES["faq/tasas"]]:
        assert np.allclose(vuelta.probabilidades(frase), modelo.probabilidades(frase), atol=1e-5)


def test_los_archivos_son_numeros_y_palabras_nunca_codigo(modelo, tmp_path):
    modelo.guardar(tmp_path)
    assert sorted(archivo.name for archivo in tmp_path.iterdir()) == ["modelo.json", "modelo.npz"]
    json.loads((tmp_path / "modelo.json").read_text())
    with zipfile.ZipFile(tmp_path / "modelo.npz") as paquete:
        assert all(
            nombre.endswith(".npy") and paquete.read(nombre)[:6] == b"\x93NUMPY" for nombre in paquete.namelist()
        )
    with np.load(tmp_path / "modelo.npz", allow_pickle=False) as numeros:
        assert all(numeros[nombre].dtype.kind == "f" for nombre in numeros.files)


def test_no_se_lee_un_archivo_con_codigo(modelo, tmp_path):
    modelo.guardar(tmp_path)
    with np.load(tmp_path / "modelo.npz") as numeros:
        partes = {nombre: numeros[nombre] for nombre in numeros.files}
    np.savez(tmp_path / "modelo.npz", **(partes | {"sesgos": np.array([pickle.dumps, 1], dtype=object)}))
    with pytest.raises(ValueError, match="pickle"):
        cargar(tmp_path)


def test_con_solo_dos_etiquetas_tambien_da_una_probabilidad_por_cada_una():
    modelo = entrenar(["sí claro", "sí señor", "no gracias", "no quiero"], ["afirmar", "afirmar", "negar", "negar"])
    assert modelo.etiquetas == ["afirmar", "negar"]
    assert modelo.probabilidades("sí")[0] > 0.5 > modelo.probabilidades("no")[0]
