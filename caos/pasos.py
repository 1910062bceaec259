"""What the invented customers write, and what only the right answer to it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paso:
    """One message of a walk. `dice`: the answer holds one of these, and no answer to another kind does.

    `efecto` is what must exist once because of it: codigo, certificado, caso, documento.
    """

    clase: str
    texto: str
    dice: tuple[str, ...]
    efecto: str = ""


# Open steps: they need neither identity nor consent, change nothing, and may wait in line behind each other.
ABIERTOS = (
    Paso("faq/requisitos", "requisitos", ("dos últimos desprendibles de pago",)),
    Paso("faq/tasas", "qué tasa manejan", ("nunca supera la máxima legal",)),
    Paso("faq/montos_plazos", "a cuántos meses", ("Los plazos van de 12 a 120 meses",)),
    Paso("faq/que_es_libranza", "qué es una libranza", ("descuento automático de tu nómina",)),
    Paso("faq/convenios", "convenios", ("con las que tenemos convenio",)),
    Paso("faq/horarios_oficinas", "a qué hora abren", ("Oficina principal",)),
    Paso("faq/pago_anticipado", "puedo pagar antes", ("abonos a capital cuando quieras",)),
    Paso("faq/centrales_riesgo", "prestan a reportados", ("Estudiamos cada caso",)),
    Paso("faq/cuando_descuentan", "cuándo descuentan", ("uno o dos meses después del desembolso",)),
    Paso("faq/cambio_de_trabajo", "qué pasa si renuncio", ("se traslada a tu nuevo pagador",)),
    Paso("charla/eres_un_bot", "eres un bot", ("Soy un programa:",)),
)
MENU = Paso("menu", "menú", ("¿En qué te puedo ayudar hoy?",))  # of whoever has given their consent

# The way to the first figure: each one waits for the answer to the one before.
PEDIR_SALDO = Paso("entrada/saldo", "saldo", ("¿Autorizas este tratamiento?",))
PEDIR_CERTIFICADO = Paso("entrada/paz_y_salvo", "paz y salvo", ("¿Autorizas este tratamiento?",))
ACEPTAR = Paso("entrada/acepto", "acepto", ("*número de cédula*",))
FECHA_EN_PALABRAS = "3 de mayo de 1998"
PIDE_FECHA = ("*fecha de expedición*",)
PIDE_CODIGO = ("en un momento recibirás un código",)

CERTIFICADO = ("Este es tu *paz y salvo*",)
CERTIFICADO_OTRA_VEZ = Paso("paz_y_salvo/otra_vez", "paz y salvo", ("otra vez el *paz y salvo*",))
# The second: the case was opened, whoever opened it died before saying so, and the fixed menu says it.
CASO = Paso("caso/nuevo", "asesor", ("le pasé tu conversación a un asesor", "Ya tienes el caso"), "caso")
CASO_OTRA_VEZ = Paso("caso/otra_vez", "asesor", ("Ya tienes el caso",))
ARCHIVO = ("Todavía no lo he abierto",)
CODIGO_VENCIDO = "Ese código ya no sirve"
DISCULPA = "no pude terminar lo que pediste"  # of utter_falla: a bug's answer, which no fault may cause


def pesos(valor: int) -> str:
    """Write an amount as the answer does: 7.000.001."""
    return f"{valor:,}".replace(",", ".")
