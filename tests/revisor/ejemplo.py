"""A small tree without faults, and what the linter finds when one line of it is spoiled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from revisor.hallazgo import Hallazgo
from revisor.limites import Minimos
from revisor.revision import revisar

HOY = date(2026, 11, 18)
MINIMOS = Minimos(del_cliente=3, las_demas=2, medida=1, aparte={"negar": 1})
DOMINIO, REGLAS, HISTORIAS, FRASES = "domain.yml", "data/rules.yml", "data/stories.yml", "data/nlu.yml"
CHARLAS, MEDIDA, ACCIONES = "tests/conversations/test_todo.yml", "tests/nlu/test_nlu.yml", "actions/todo.py"
TITULOS, SMS, VERSIONES = "textos/titulos.csv", "textos/sms_codigo.txt", "textos/versiones.csv"

ARCHIVOS = {
    DOMINIO: """\
version: "3.1"
intents:
  # -- MENU --
  - pedir_menu
  - negar
  # -- SALDO --
  - consultar_saldo
  # -- FAQ --
  - faq
  - ver_respuesta   # solo botones
entities:
  - credito
  - tema
slots:
  tramite: {type: text}
  cedula: {type: text}
forms:
  identidad_form:
    required_slots: [cedula]
actions:
  # -- SALDO --
  - action_consultar_saldo
  # -- FAQ --
  - action_responder
responses:
  # -- MENU --
  utter_menu:
    - text: "¿Qué quieres hacer? Toca una opción."
      buttons:
        - title: Consultar mi saldo
          payload: /consultar_saldo
          sinonimos: [saldo, cuánto debo]
        - title: Ver tasas
          payload: '/ver_respuesta{{"tema": "tasas"}}'
        - title: No, gracias
          payload: /negar
          sinonimos: ["no", nada más]
  utter_adios:
    - text: "Que te vaya *muy bien*."
  utter_ask_identidad_form_cedula:
    - text: "Escribe tu *cédula*."
  # -- SALDO -- datos: {saldo} {cuotas}
  utter_saldo:
    - text: "Debes *{saldo}* en {cuotas} cuotas."
      buttons:
        - title: Ver todos mis créditos
          payload: '/consultar_saldo{{"credito": "todos"}}'
          description: Lo que debes en cada uno
  # -- FAQ --
  utter_faq/tasas:
    # fuente: Ley 1527 de 2012, art. 3; vigente desde: 2026-11-01
    - text: "Depende del plazo y de tu pagaduría."
""",
    FRASES: """\
version: "3.1"
nlu:
# -- MENU --
- intent: pedir_menu
  examples: |
    - menú
    - qué sabes hacer
- intent: negar
  examples: |
    - no
# -- SALDO --
- intent: consultar_saldo
  examples: |
    - cuánto debo
    - mi saldo
    - lo que falta
# -- FAQ --
- intent: faq/tasas
  examples: |
    - qué tasa manejan
    - cuánto cobran de interés
    - a cómo está el interés
""",
    REGLAS: """\
version: "3.1"
rules:
# -- MENU --
- rule: "Menú: mostrarlo"
  steps:
  - intent: pedir_menu
  - action: utter_menu
- rule: "No: despedirse"
  steps:
  - intent: negar
  - action: utter_adios
# -- SALDO --
- rule: "Saldo: consultarlo"
  steps:
  - intent: consultar_saldo
  - action: action_consultar_saldo
- rule: "Identidad: seguir con el saldo"
  condition:
  - active_loop: identidad_form
  steps:
  - action: identidad_form
  - active_loop: null
  - action: action_consultar_saldo
# -- FAQ --
- rule: "Pregunta frecuente: responderla"
  steps:
  - intent: faq
  - action: utter_faq
- rule: "Una respuesta que se propuso"
  steps:
  - intent: ver_respuesta
  - action: action_responder
""",
    HISTORIAS: """\
version: "3.1"
stories:
# -- SALDO --
- story: "Saldo, y nada más"
  steps:
  - intent: consultar_saldo
    entities:
    - credito
  - action: action_consultar_saldo
  - or:
    - intent: negar
    - intent: pedir_menu
  - action: utter_adios
""",
    CHARLAS: """\
version: "3.1"
stories:
- story: "Menú"
  steps:
  - intent: pedir_menu
  - action: utter_menu
  - intent: negar
  - action: utter_adios
- story: "Saldo"
  steps:
  - intent: consultar_saldo
  - action: action_consultar_saldo
  - active_loop: identidad_form
  - action: identidad_form
  - active_loop: null
  - slot_was_set:
    - requested_slot: null
  - action: action_consultar_saldo
- story: "Tasas"
  steps:
  - intent: faq/tasas
  - action: utter_faq
  - intent: ver_respuesta
    entities:
    - tema: tasas
  - action: action_responder
""",
    MEDIDA: """\
version: "3.1"
nlu:
- intent: pedir_menu
  examples: |
    - muéstreme las opciones
- intent: negar
  examples: |
    - no señor
- intent: consultar_saldo
  examples: |
    - cuánta plata les debo
- intent: faq/tasas
  examples: |
    - qué interés cobran
""",
    ACCIONES: """\
class ActionConsultarSaldo:
    rasa_name = "action_consultar_saldo"

    def handle(self, chat):
        chat.say("utter_saldo", saldo="$1", **cuotas(chat))


class ActionResponder:
    rasa_name = "action_responder"

    def handle(self, chat):
        chat.say(f"utter_faq/{chat.entidad('tema')}")


def cuotas(chat):
    return {"cuotas": 3}
""",
    TITULOS: "intencion,titulo\nconsultar_saldo,Consultar mi saldo\nfaq/tasas,Tasas e intereses\n",
    SMS: "ProAlto: {codigo} es tu codigo.\n",
    "textos/boton_de_lista.txt": "Ver opciones\n",
    "textos/demora.txt": "Recibí tu mensaje.\nTe respondo apenas pueda.\n",
    "textos/autorizacion/v1.txt": "¿Autorizas?\n",
    "textos/politica/v1.txt": "Esta es la política.\n",
    VERSIONES: "documento,version,sha256,cambia_finalidad\n"
    f"autorizacion,v1,{hashlib.sha256('¿Autorizas?'.encode()).hexdigest()},si\n"
    f"politica,v1,{hashlib.sha256('Esta es la política.'.encode()).hexdigest()},si\n",
}


@dataclass(frozen=True)
class Falla:
    """In `archivo`, `viejo` becomes `nuevo`; one finding is expected, which says `dice`.

    It stands at the first line that holds `en` (in `donde`, when that is another file), or at its `cual`-th.
    """

    archivo: str
    viejo: str
    nuevo: str
    en: str
    dice: str
    donde: str = ""
    cual: int = 0

    def __str__(self) -> str:
        return self.dice


def escribir(raiz: Path) -> Path:
    for nombre, texto in ARCHIVOS.items():
        (raiz / nombre).parent.mkdir(parents=True, exist_ok=True)
        (raiz / nombre).write_text(texto, encoding="utf-8")
    return raiz


def estropear(raiz: Path, falla: Falla) -> list[Hallazgo]:
    """Write the tree with one fault and return what the linter finds."""
    escribir(raiz)
    archivo = raiz / falla.archivo
    antes = archivo.read_text(encoding="utf-8")
    assert antes.count(falla.viejo) == 1, falla.viejo
    archivo.write_text(antes.replace(falla.viejo, falla.nuevo), encoding="utf-8")
    return revisar(raiz, HOY, MINIMOS)


def comprobar(raiz: Path, falla: Falla) -> Hallazgo:
    """Spoil the tree and hold the one finding against what was expected: its file, its line, and its words."""
    hallazgos = estropear(raiz, falla)
    assert len(hallazgos) == 1, [str(uno) for uno in hallazgos]
    donde = falla.donde or falla.archivo
    lineas = (raiz / donde).read_text(encoding="utf-8").splitlines()
    esperada = [numero for numero, linea in enumerate(lineas, start=1) if falla.en in linea][falla.cual]
    assert str(hallazgos[0]).startswith(f"{donde}:{esperada}  "), str(hallazgos[0])
    assert falla.dice in str(hallazgos[0]) and hallazgos[0].remedio, str(hallazgos[0])
    return hallazgos[0]
