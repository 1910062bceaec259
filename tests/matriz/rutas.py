"""How each form is reached, and what answers each of its steps.

A new form of domain.yml needs one `Ruta` here, and each of its slots one `Paso`; test_matriz.py does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Toca:
    """A tap on a choice of the newest message that offers it."""

    titulo: str


@dataclass(frozen=True)
class Manda:
    """A message that is no text."""

    tipo: str
    contenido: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pasan:
    """Time in which nobody writes."""

    minutos: int


@dataclass(frozen=True)
class LePreguntan:
    """A case of theirs was closed: the assistant asks how it was, and they tap a score."""

    puntaje: str


# Words may hold {cedula} and {codigo}: those of the customer of the cell.
Dicho = str | Toca | Manda | Pasan | LePreguntan


@dataclass(frozen=True)
class Paso:
    """One slot: its right answer; and, if it can be corrected later, a wrong one and the words that correct it."""

    responde: Dicho
    equivocada: Dicho = ""
    corrige: tuple[str, ...] = ()
    salvo: frozenset[str] = frozenset()  # names of interruptions that are an answer at this step


@dataclass(frozen=True)
class Ruta:
    """One form: the message that leads to it, its steps in order, and the response that ends the errand behind it."""

    formulario: str
    pide: Dicho
    termina: str
    pasos: dict[str, Paso]
    antes: tuple[Dicho, ...] = ()  # what is said first: a right needs no authorization, the menu after it does
    solo: frozenset[str] = frozenset()  # of a long form, the interruptions to try at each step; empty: all of them


# A long form is tried with one interruption of each rule at each step; the short ones, with every interruption.
UNA_DE_CADA = frozenset(
    ("faq", "insulto", "menu", "cancelar", "asesor", "fraude", "otro_tramite", "politica", "repiteme", "ajeno",
     "nota_de_voz",
     "imagen", "reaccion", "hora_despues_menu", "rato_despues_responde")
)  # fmt: skip

RUTAS = [
    Ruta(
        "autorizacion_form",
        pide="quiero saber mi saldo",
        termina="utter_saldo",
        pasos={"autorizacion": Paso(Toca("Acepto"))},
    ),
    Ruta(
        "identidad_form",
        pide="quiero saber mi saldo",
        termina="utter_saldo",
        pasos={
            "cedula": Paso("{cedula}", equivocada="10203040", corrige=("no, mi cédula es {cedula}",)),
            "fecha_expedicion": Paso(
                "3 de mayo de 1998",
                equivocada="4 de junio de 1999",
                corrige=("me equivoqué de fecha", "la fecha es 3 de mayo de 1998"),
            ),
            "codigo": Paso("{codigo}"),
        },
    ),
    Ruta(
        "credito_nuevo_form",
        pide="quiero pedir un préstamo",
        termina="utter_documentos_avance",
        pasos={
            "nombres": Paso(
                "Ana María Prueba", equivocada="Luisa Gómez", corrige=("no, mi nombre es Ana María Prueba",)
            ),
            "documento_identidad": Paso("{cedula}"),
            "municipio": Paso("Soledad, Atlántico", equivocada="Tunja", corrige=("no, mi municipio es Soledad",)),
            "pagaduria": Paso("Panadería La Espiga"),
            "monto": Paso("10 millones"),
            "plazo": Paso("5 años"),
            "franja": Paso(Toca("En la tarde")),
            "medio": Paso(Toca("Por WhatsApp")),
            "confirmacion": Paso(Toca("Está bien")),
        },
        solo=UNA_DE_CADA,
    ),
    Ruta(
        "renovacion_form",
        pide="quiero renovar mi crédito",
        termina="utter_renovacion_tomada",
        pasos={"renovacion_respuesta": Paso(Toca("Me interesa"))},
        solo=UNA_DE_CADA,
    ),
    Ruta(
        "correccion_form",
        pide="quiero corregir mis datos",
        termina="utter_correccion_anotada",
        pasos={"que_corregir": Paso("dirección: calle 10 # 5-23, Barranquilla")},
        antes=("hola", Toca("Acepto")),
        solo=(UNA_DE_CADA - {"ajeno"}) | {"no", "mis_datos", "emoji"},  # what is not understood is what to correct
    ),
    Ruta(
        "encuesta_form",
        pide=LePreguntan("4 Buena"),
        termina="utter_encuesta_gracias",
        pasos={"comentario": Paso("me atendieron rápido y con cariño"), "recomienda": Paso("un 9")},
        solo=UNA_DE_CADA - {"insulto", "ajeno"},  # those two are comments
    ),
]

# What the assistant says that is no question of a form, and what it then tells the customer to do.
REMEDIOS: dict[str, Dicho] = {
    "utter_codigo_vencido": Toca("No me llegó"),
    "utter_credito_nuevo": Toca("Soy empleado"),
    "utter_credito_nuevo_sin_terminar": Toca("Sí, sigamos"),
    "utter_actualizar_confirmar_identidad": Toca("Confirmar quién soy"),
}
