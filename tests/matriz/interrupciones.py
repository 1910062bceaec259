"""What people do in the middle of a form, and what must come of it: one rule each, whatever the form and the step."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tests.matriz.rutas import Dicho, Manda, Pasan

HORA_Y_ALGO = Pasan(70)
LARGO = (
    "El perro de mi vecina se comió unos zapatos nuevos que había dejado en el patio y ahora nadie los encuentra. " * 36
)


class Regla(Enum):
    """What is expected; each has its check in test_matriz.py, and after each the customer goes on to the end."""

    SIGUE = "answers, and asks the pending question again"
    CALLA = "no answer is due; the form waits as it was"
    DEJA = "leaves the form; the next request starts clean"
    PERSONA = "opens a case and says its folio; the form is left, and the next request starts clean"
    MENU_DESPUES = "asks again what the law asks first; then the menu, and the next request starts clean"
    CAMBIA = "attends the other errand, now or after this one, and forgets neither"
    VUELVE = "says what they were doing and asks whether to go on; «sí» goes on"
    AVANZA = "takes it as the answer that was pending, or says why it no longer is one"


@dataclass(frozen=True)
class Interrupcion:
    """Messages in a row; `dicen` are names of responses of which the last answer must have one."""

    nombre: str
    dice: tuple[Dicho, ...]
    regla: Regla
    dicen: tuple[str, ...] = ()
    caso: str = ""
    en: dict[str, Regla] = field(default_factory=dict)  # the forms where another rule stands

    def regla_en(self, formulario: str) -> Regla:
        return self.en.get(formulario, self.regla)


# The authorization is asked by law: no menu without it, and a bare «no» is no answer to it.
SIN_DEJARLA = {"autorizacion_form": Regla.SIGUE}
# The survey is optional: whatever else they want, it is left. (A complaint in words of anger is its comment too.)
NO_INSISTE = {"encuesta_form": Regla.DEJA}
SIN_MENU = {"autorizacion_form": Regla.MENU_DESPUES}

INTERRUPCIONES = [
    Interrupcion("faq", ("¿cuáles son los requisitos?",), Regla.SIGUE, ("utter_faq/requisitos",), en=NO_INSISTE),
    Interrupcion(
        "dos_preguntas", ("qué tasas manejan", "y dónde quedan las oficinas"), Regla.SIGUE,
        ("utter_faq/horarios_oficinas",),
    ),
    Interrupcion("charla", ("¿eres un robot?",), Regla.SIGUE, ("utter_charla/eres_un_bot",)),
    Interrupcion("gracias", ("muchas gracias",), Regla.SIGUE, ("utter_agradecimiento",)),
    Interrupcion("saludo", ("buenas tardes",), Regla.SIGUE, ("utter_seguimos",)),
    Interrupcion("despedida", ("chao, hasta luego",), Regla.SIGUE, ("utter_despedida",)),
    Interrupcion("si", ("sí",), Regla.SIGUE),
    Interrupcion("no", ("no",), Regla.DEJA, ("utter_cancelado", "utter_correccion_dejada"), en=SIN_DEJARLA),
    Interrupcion("menu", ("menú",), Regla.DEJA, ("utter_menu",), en=SIN_MENU),
    Interrupcion(
        "cancelar", ("cancelar",), Regla.DEJA,
        ("utter_cancelado", "utter_cancelado_guardado", "utter_correccion_dejada"),
    ),
    Interrupcion("asesor", ("quiero hablar con un asesor",), Regla.PERSONA, caso="asesor"),
    Interrupcion("fraude", ("me están suplantando, yo no pedí ningún crédito",), Regla.PERSONA, caso="fraude"),
    Interrupcion("queja", ("quiero poner una queja por el mal servicio",), Regla.PERSONA, caso="queja"),
    Interrupcion(
        "enojo", ("esto es el colmo, estoy furioso con ustedes",),
        Regla.PERSONA, caso="enojo",
    ),
    Interrupcion("crisis", ("ya no quiero vivir más, me quiero morir",), Regla.PERSONA, caso="crisis"),
    Interrupcion("insulto", ("eres un inútil de mierda",), Regla.SIGUE, ("utter_charla/insulto",)),
    Interrupcion("mis_datos", ("quiero que borren mis datos",), Regla.PERSONA, caso="datos"),
    Interrupcion("otro_tramite", ("¿cómo va la solicitud de crédito que hice?",), Regla.CAMBIA),
    Interrupcion("el_mismo_tramite", ("quiero saber mi saldo",), Regla.SIGUE),
    Interrupcion("politica", ("quiero leer la política de datos",), Regla.SIGUE, ("utter_politica",), en=NO_INSISTE),
    Interrupcion("no_llego_el_codigo", ("no me ha llegado el código",), Regla.SIGUE),
    Interrupcion("que", ("¿qué?",), Regla.SIGUE),
    Interrupcion(
        "repiteme", ("no entendí, repíteme por favor",), Regla.SIGUE, ("utter_repetir",),
        en={"encuesta_form": Regla.SIGUE},
    ),
    Interrupcion("ajeno", ("¿qué clima hace hoy en Cali?",), Regla.SIGUE, ("utter_no_entendi_en_formulario",)),
    Interrupcion(
        "ajeno_dos_veces", ("¿qué clima hace hoy en Cali?", "deme una receta de ajiaco"), Regla.PERSONA,
        caso="no_entendido",
    ),
    Interrupcion("sin_sentido", ("xqzt wvbn plmk",), Regla.SIGUE, ("utter_no_entendi_en_formulario",)),
    Interrupcion(
        "sin_sentido_faq_sin_sentido", ("xqzt wvbn plmk", "qué tasas manejan", "zzqx kjhg mnbv"), Regla.SIGUE,
        ("utter_no_entendi_en_formulario",),
    ),
    Interrupcion("dos_digitos", ("12",), Regla.SIGUE),
    Interrupcion("emoji", ("😂😂😂",), Regla.SIGUE),
    Interrupcion("signos", ("...",), Regla.SIGUE),
    Interrupcion("orden", ("/session_start",), Regla.SIGUE),
    Interrupcion("orden_con_datos", ('/consultar_saldo{"credito": "todos"}',), Regla.SIGUE),
    Interrupcion("muy_largo", (LARGO,), Regla.SIGUE),
    Interrupcion(
        "nota_de_voz", (Manda("audio", {"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}),),
        Regla.SIGUE, ("utter_mensaje_no_admitido",), en=NO_INSISTE),
    Interrupcion(
        "sticker", (Manda("sticker", {"id": "2", "mime_type": "image/webp"}),), Regla.SIGUE,
        ("utter_mensaje_no_admitido",),
    ),
    Interrupcion(
        "ubicacion", (Manda("location", {"latitude": 4.6, "longitude": -74.1}),), Regla.SIGUE,
        ("utter_mensaje_no_admitido",),
    ),
    Interrupcion(
        "imagen", (Manda("image", {"id": "4", "mime_type": "image/jpeg"}),), Regla.SIGUE,
        ("utter_documento_para_que", "utter_documento_para_caso", "utter_documento_recibido",
         "utter_documento_sin_autorizar"), en=NO_INSISTE),
    Interrupcion(
        "reaccion", (Manda("reaction", {"message_id": "wamid.x", "emoji": "👍"}),), Regla.CALLA
    ),
    *(
        Interrupcion(f"hora_despues_{nombre}", (HORA_Y_ALGO, texto), Regla.VUELVE)
        for nombre, texto in {
            "hola": "hola", "ya": "ya", "aqui_estoy": "aquí estoy", "sin_sentido": "xqzt wvbn plmk", "emoji": "👋",
            "gracias": "gracias por esperar",
        }.items()
    ),
    Interrupcion("hora_despues_menu", (HORA_Y_ALGO, "menú"), Regla.DEJA, ("utter_menu",), en=SIN_MENU),
    Interrupcion("hora_despues_asesor", (HORA_Y_ALGO, "un asesor por favor"), Regla.PERSONA, caso="asesor"),
    Interrupcion("hora_despues_responde", (HORA_Y_ALGO,), Regla.AVANZA),
    Interrupcion("rato_despues_responde", (Pasan(7),), Regla.AVANZA),
    Interrupcion("rato_despues_saludo", (Pasan(20), "hola"), Regla.SIGUE, ("utter_seguimos",)),
]  # fmt: skip
