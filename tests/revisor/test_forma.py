"""YAML that cannot be read, or that does not say what it seems to."""

import pytest

from revisor.proyecto import abrir
from tests.revisor.ejemplo import DOMINIO, FRASES, HISTORIAS, Falla, comprobar, escribir, estropear

ADIOS = '    - text: "Que te vaya *muy bien*."\n'
NO = '["no", nada más]'
FALLAS = [
    Falla(DOMINIO, NO, "[no, nada más]", "[no, nada más]",
          'utter_menu, botón "No, gracias": el sinónimo no está sin comillas, y YAML puede leerlo como otra cosa'),
    Falla(DOMINIO, "title: No, gracias", "title: No", "title: No", "title No está sin comillas"),
    Falla(DOMINIO, "title: No, gracias", "title: 12:30", "title: 12:30", 'Escríbelo así: "12:30".'),
    Falla(DOMINIO, NO, "nada más", "title: No, gracias", "los sinónimos no son una lista"),
    Falla(DOMINIO, NO, "[a: b]", "[a: b]", "un sinónimo no es una palabra"),
    Falla(DOMINIO, "sinonimos: [saldo", "sinónimos: [saldo", "sinónimos:",
          'nadie lee "sinónimos". ¿Quisiste escribir "sinonimos"?'),
    Falla(DOMINIO, "          payload: /negar\n", "", "title: No, gracias", "no tiene payload"),
    Falla(DOMINIO, ADIOS, "    - Que te vaya bien\n", "- Que te vaya bien", "a un texto le falta su nombre"),
    Falla(DOMINIO, ADIOS, '    - text: ""\n', '- text: ""', "utter_adios: no tiene text, o está vacío."),
    Falla(DOMINIO, ADIOS, "    - text: [hola]\n", "[hola]", "text no es una frase"),
    Falla(DOMINIO, ADIOS, "", "utter_adios:", "utter_adios: no tiene textos."),
    Falla(DOMINIO, ADIOS, ADIOS + "      custom:\n        type: interactive\n", "custom:",
          '"custom" no va en domain.yml: el asistente dice textos y botones'),
    Falla(DOMINIO, ADIOS, ADIOS + "      image: https://x.co/a.png\n", "image:", '"image" no va en domain.yml'),
    Falla(DOMINIO, ADIOS, ADIOS + "      buttons: []\n", "Que te vaya", "buttons está vacío"),
    Falla(DOMINIO, ADIOS, ADIOS + "      buttons: [hola]\n", "[hola]", "un botón no tiene nombres"),
    Falla(DOMINIO, "  utter_adios:", "  utter_menu:\n    - text: x\n  utter_adios:", "utter_menu:",
          '"utter_menu": está dos veces en el mismo sitio; la primera, en la línea 27.', cual=-1),
    Falla(HISTORIAS, "stories:", "responses:\n  utter_menu:\n    - text: Otra cosa\nstories:", "responses:",
          "las respuestas escritas en data/ pisan en silencio a las de domain.yml"),
    Falla(HISTORIAS, "stories:", "historias: []\nstories:", "historias:", '"historias": nadie lee esta sección.'),
    Falla(HISTORIAS, "stories:", "rules: 3\nstories:", "rules:", '"rules": está vacía, o no es una lista.'),
    Falla(FRASES, "    - lo que falta\n", "    - lo que falta\n    otra cosa\n", "otra cosa", "le falta el guion"),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_lo_que_no_tiene_forma(tmp_path, falla):
    comprobar(tmp_path, falla)


ILEGIBLES = [
    Falla(DOMINIO, ADIOS, "\t- text: hola\n", "\t- text", "un carácter que no puede ir ahí (un tabulador"),
    Falla(DOMINIO, ADIOS, "    - text: Mira: esto\n", "Mira: esto", "hay dos puntos (:) donde no se esperaban"),
    Falla(DOMINIO, ADIOS, '    - text: "Dijo "hola" y ya"\n', 'Dijo "hola"', "esta línea no cuadra con las de arriba"),
    Falla(DOMINIO, ADIOS, "     text: hola\n    - text: dos\n", "- text: dos", "esta línea no cuadra"),
    Falla(DOMINIO, ADIOS, "    - text: *muy bien*\n", "*muy bien*", "un asterisco (*) al comienzo"),
    Falla(DOMINIO, ADIOS, '    - text: "C:\\dos"\n', "C:", "una barra al revés"),
    Falla(DOMINIO, ADIOS, "    - text: {saldo} pesos\n", "{saldo} pesos", "esta línea no cuadra"),
    Falla(DOMINIO, NO, '["no", nada más', '["no", nada más', "una lista entre corchetes no está bien cerrada"),
    Falla(DOMINIO, ADIOS, "    - text: {a: b\n", "{a: b", "unas llaves no están bien cerradas"),
    Falla(DOMINIO, ADIOS, ADIOS + "    - otro\n      mas: 1\n", "mas: 1", "hay dos puntos (:) donde no se esperaban"),
    Falla(DOMINIO, ADIOS, "    - text: ho\x07la\n", "ho\x07la", "hay un carácter invisible"),
    Falla(DOMINIO, ADIOS, ADIOS + "    text: dos\n", "    text: dos", "aquí se esperaba un guion"),
    Falla(FRASES, "    - lo que falta\n", "    - lo que falta\n  - intent: x\n", "- intent: x", "esta línea no cuadra"),
]  # fmt: skip


@pytest.mark.parametrize("falla", ILEGIBLES, ids=str)
def test_un_yaml_que_no_se_puede_leer_se_explica_en_espanol(tmp_path, falla):
    assert comprobar(tmp_path, falla).donde == "el archivo"


def test_unas_comillas_sin_cerrar_se_senalan_donde_se_abrieron(tmp_path):
    falla = Falla(DOMINIO, '"Depende del plazo y de tu pagaduría."', '"Depende.', "", "")
    (hallazgo,) = estropear(tmp_path, falla)
    assert hallazgo.problema == "unas comillas se abren y no se cierran."
    assert (tmp_path / DOMINIO).read_text().splitlines()[hallazgo.linea - 1].strip() == '- text: "Depende.'


def test_un_archivo_en_otra_codificacion_se_explica(tmp_path):
    escribir(tmp_path)
    (tmp_path / FRASES).write_bytes((tmp_path / FRASES).read_text().encode("latin-1"))
    (hallazgo,) = abrir(tmp_path).rotos
    assert (hallazgo.archivo, hallazgo.linea) == (FRASES, 6) and "UTF-8" in hallazgo.problema
