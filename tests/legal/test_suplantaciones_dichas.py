"""L-32: who says in any words that another took a credit in their name is heard, also while Rasa is dead."""

import os
import tarfile
import time
import unicodedata
from pathlib import Path

import pytest
import yaml

from launcher.modelo import MODELO, entrenar_si_hace_falta
from proalto.formats.suplantacion import denuncia_suplantacion
from proalto.formats.texto import normalizar
from proalto.nlu.modelo import cargar
from proalto.services.contacto import bloqueos
from proalto.services.conversacion import frases_fijas
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.mensajeria.plantillas import Clase
from proalto.settings import ROOT
from proalto.worker.rasa import RasaAway
from tests.conftest import carpeta_abierta
from tests.worker.buzon import Buzon

AQUI = Path(__file__).parent
DENUNCIAS = (AQUI / "suplantaciones.txt").read_text(encoding="utf-8").splitlines()
PARECIDAS = (AQUI / "no_suplantaciones.txt").read_text(encoding="utf-8").splitlines()
FRAUDE = Orden.FRAUDE.value
# What our own code must hear by itself, and what it hears together with the model.
SOLA, JUNTAS, FALSAS = 0.80, 0.95, 0.05


def sin_tildes(texto):
    return "".join(letra for letra in unicodedata.normalize("NFD", texto) if not unicodedata.combining(letra))


def aprendidas():
    """(intent, phrase) of everything that the model learned or is measured with."""
    for archivo in ("data/nlu.yml", "tests/nlu/test_nlu.yml"):
        for bloque in yaml.safe_load((ROOT / archivo).read_text(encoding="utf-8"))["nlu"]:
            if "intent" in bloque:
                for renglon in bloque["examples"].splitlines():
                    yield bloque["intent"], renglon.strip().removeprefix("- ")


def umbral():
    etapas = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(etapa["threshold"] for etapa in etapas if etapa["name"] == "FallbackClassifier")


def test_L32_las_frases_son_otras_que_las_aprendidas():
    vistas = {normalizar(frase) for _, frase in aprendidas()}
    assert len(set(DENUNCIAS)) >= 200 and len(set(PARECIDAS)) >= 60
    assert [frase for frase in (*DENUNCIAS, *PARECIDAS) if normalizar(frase) in vistas] == []


def test_L32_nuestro_codigo_oye_casi_todas_sin_modelo():
    oidas = [frase for frase in DENUNCIAS if frases_fijas.pedida(frase, "") is Orden.FRAUDE]
    assert len(oidas) >= SOLA * len(DENUNCIAS)


@pytest.mark.parametrize(
    "frase",
    [
        "me llegó un código y yo no lo pedí",
        "me llegó un código que no pedí",
        "yo no he firmado nada",
        "robaron mi cédula",
        "me robaron la cédula",
        "usaron mi cédula",
        "sacaron un crédito a mi nombre",
    ],
)
def test_L32_lo_que_mas_se_escribe_se_oye_siempre_sin_modelo(frase):
    assert frases_fijas.pedida(f"Hola, {frase}!!", "") is Orden.FRAUDE


@pytest.mark.parametrize(
    "como",
    [
        str.upper,
        str.capitalize,
        sin_tildes,
        "{} 😡".format,
        "  ¡{}!!  ".format,
        "Hola buenas, {}".format,
        "{}\n".format,
    ],
    ids=["mayúsculas", "inicial", "sin tildes", "emoji", "signos", "saludo", "renglón"],
)
def test_L32_da_igual_como_se_escriba(como):
    oidas = [frase for frase in DENUNCIAS if denuncia_suplantacion(frase)]
    assert [frase for frase in oidas if not denuncia_suplantacion(como(frase))] == []


@pytest.mark.parametrize("frase", PARECIDAS)
def test_L32_lo_que_se_parece_y_dice_otra_cosa_no_abre_un_caso(frase):
    assert not denuncia_suplantacion(frase) and not denuncia_suplantacion(frase.upper())


def test_L32_no_se_confunde_con_nada_de_lo_que_el_asistente_aprendio():
    otras = [frase for intencion, frase in aprendidas() if intencion != FRAUDE]
    assert len(otras) > 10_000 and [frase for frase in otras if denuncia_suplantacion(frase)] == []


def test_L32_un_mensaje_largo_o_raro_no_cuesta():
    antes = time.monotonic()
    for raro in ("credito que " * 400, "no " * 130, "a" * 400, "yo no pedi " * 36, "\u202eno fui yo\u202c", "", " "):
        assert denuncia_suplantacion(raro) in (True, False)
    assert time.monotonic() - antes < 2


@pytest.fixture(scope="module")
def entiende(tmp_path_factory):
    """What the trained model takes a phrase for, if it is sure enough."""
    entrenar_si_hace_falta(os.environ, carpeta_abierta("entrenar") / "train.log")
    carpeta = tmp_path_factory.mktemp("modelo")
    with tarfile.open(MODELO) as paquete:
        for miembro in paquete.getmembers():
            if Path(miembro.name).name in ("modelo.json", "modelo.npz"):
                miembro.name = Path(miembro.name).name
                paquete.extract(miembro, carpeta)
    modelo = cargar(carpeta)
    return lambda frases: [nombre if segura >= umbral() else "" for nombre, segura in modelo.mejores(frases)]


def oidas_por_alguno(entiende, frases):
    dichas = zip(frases, entiende(frases))
    return [frase for frase, nombre in dichas if nombre == FRAUDE or denuncia_suplantacion(frase)]


def test_L32_entre_el_codigo_y_el_modelo_se_oyen_todas_menos_cinco_de_cien(entiende):
    oidas = oidas_por_alguno(entiende, DENUNCIAS)
    assert len(oidas) >= JUNTAS * len(DENUNCIAS), sorted(set(DENUNCIAS) - set(oidas))


def test_L32_y_de_las_parecidas_se_confunden_a_lo_sumo_cinco_de_cien(entiende):
    confundidas = oidas_por_alguno(entiende, PARECIDAS)
    assert len(confundidas) <= FALSAS * len(PARECIDAS), confundidas


def sin_rasa(app, contacto):
    buzon = Buzon(app, contacto)

    def muerta(*_):
        raise RasaAway("ConnectionError")

    buzon.rasa.turn = muerta
    return buzon


def test_L32_sin_rasa_abre_el_caso_detiene_el_cobro_y_dice_el_plazo(app, contacto):
    buzon = sin_rasa(app, contacto)
    buzon.llega("buenas, me aparece un crédito con ustedes y yo no lo solicité")
    buzon.atiende()
    assert buzon.casos() == ["fraude"]
    with app.db.transaction() as tx:
        assert not any(bloqueos.puede_salir(tx, contacto.id, clase) for clase in (Clase.COBRANZA, Clase.PUBLICIDAD))
    assert "Fiscalía" in buzon.textos()[-1]


def test_L32_con_rasa_viva_no_depende_del_modelo(app, contacto):
    buzon = Buzon(app, contacto)
    buzon.llega("esa platica no la pedi yo, ese prestamo no lo saque yo")
    buzon.atiende()
    assert buzon.rasa.leidos == [("", "/reportar_fraude")]
