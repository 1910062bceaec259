"""A new crédito: what is asked, in which order, and how each answer is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from proalto.db.database import Database
from proalto.formats.cedula import leer_cedula
from proalto.formats.municipio import leer_municipio
from proalto.formats.nombre import leer_nombre
from proalto.formats.parecido import distancia
from proalto.formats.pesos import leer_pesos
from proalto.formats.plazo import leer_plazo
from proalto.formats.preferencia import leer_franja, leer_medio
from proalto.formats.texto import normalizar
from proalto.services.credito.simulador import MONTO, PLAZO, Simulacion, exigir_limites, simular_credito
from proalto.services.operacion.parametros import CREDITO_NUEVO, vigentes

CAMPOS = ("nombres", "documento_identidad", "municipio", "pagaduria", "monto", "plazo", "franja", "medio")
LIBRES = ("nombres", "municipio", "pagaduria")  # any words may be an answer, so other intents go first
SEGMENTOS = ("empleado", "pensionado")
LARGO_LIBRE = 80
PALABRAS_LUGAR = 8
PARECIDO = 0.2  # a name with one wrong letter in five is still that name

# What a customer calls each answer when it was wrong: "no, mi municipio es Cali".
LLAMADOS = {
    "nombres": ("mi nombre", "me llamo", "mis apellidos"),
    "documento_identidad": ("cedula", "mi documento"),
    "municipio": ("municipio", "ciudad", "vivo en"),
    "pagaduria": ("pagaduria", "empresa", "trabajo en", "empleador", "mi fondo", "mi entidad"),
    "monto": ("el monto", "millones", "la plata"),
    "plazo": ("el plazo", "meses", " anos"),
    "franja": ("horario", "la manana", "la tarde"),
    "medio": ("llamada", "llamen", "whatsapp"),
}

Datos = dict[str, str]


def leer_campo(nucleo: Database, campo: str, texto: str) -> Datos | None:
    """Return what the answer adds to the application, or None when it is no answer to this question."""
    if campo == "pagaduria":
        return _pagaduria(nucleo, texto)
    return LECTORES[campo](texto)


def leer_correccion(texto: str) -> tuple[str, str]:
    """Return which earlier answer a text corrects and what it says instead; empty when it corrects none."""
    dicho = normalizar(texto)
    campos = [campo for campo, llamados in LLAMADOS.items() if any(llamado in dicho for llamado in llamados)]
    return ("", "") if len(campos) != 1 or "?" in texto else (campos[0], texto.rpartition(" es ")[2])


def simulacion(datos: Datos, hoy: date) -> Simulacion | None:
    """Return the instalment for the amount and term asked for, or None while one is missing."""
    if not datos.get(MONTO) or not datos.get(PLAZO):
        return None
    return simular_credito(segmento(datos), Decimal(datos[MONTO]), int(datos[PLAZO]), hoy)


def exigir_posible(campo: str, datos: Datos) -> None:
    """Raise FueraDeLimites when the amount, or the term, is more or less than the product allows."""
    limites = vigentes().limites[CREDITO_NUEVO, segmento(datos)]
    if campo == MONTO:
        exigir_limites(Decimal(datos[MONTO]), limites.monto_minimo, limites.monto_maximo, MONTO)
    if campo == PLAZO:
        exigir_limites(int(datos[PLAZO]), limites.plazo_minimo, limites.plazo_maximo, PLAZO)


def segmento(datos: Datos) -> str:
    """Return the segment that limits and rates are kept for."""
    return datos.get("segmento") or SEGMENTOS[0]


def faltan(datos: Datos) -> list[str]:
    """Return the questions without an answer, in order."""
    return [campo for campo in CAMPOS if not datos.get(campo)]


def _nombres(texto: str) -> Datos | None:
    nombre = leer_nombre(texto)
    return None if nombre is None else {"nombres": nombre}


def _documento(texto: str) -> Datos | None:
    cedula = leer_cedula(texto)
    return None if cedula is None else {"documento_identidad": cedula}


def _municipio(texto: str) -> Datos | None:
    """A municipio that the table does not know is kept as it was written: a person will understand it."""
    if "?" in texto or len(texto.split()) > PALABRAS_LUGAR:
        return None  # whoever asks about a town has not said where they live
    conocido = leer_municipio(texto)
    if conocido is not None:
        return {"municipio": conocido.nombre, "departamento": conocido.departamento}
    libre = _libre(texto)
    return None if libre is None else {"municipio": libre, "departamento": ""}


def _pagaduria(nucleo: Database, texto: str) -> Datos | None:
    """Whom the lender has an agreement with is told from who it has not, by name."""
    dicho = normalizar(texto)
    if not dicho:
        return None
    with nucleo.transaction() as tx:
        conocidas = [str(row["nombre"]) for row in tx.all("nucleo.pagadurias.todas")]
    cerca = min(conocidas, key=lambda nombre: _lejania(dicho, nombre), default=None)
    if cerca is not None and _lejania(dicho, cerca) <= PARECIDO:
        return {"pagaduria": cerca, "convenio": "si"}
    libre = _libre(texto)
    return None if libre is None else {"pagaduria": libre, "convenio": ""}


def _lejania(dicho: str, nombre: str) -> float:
    """Return how far the words are from the name: 0 when one contains the other, else edits a letter."""
    conocido = normalizar(nombre)
    if len(dicho) > 5 and (conocido in dicho or dicho in conocido):
        return 0.0
    return distancia(dicho, conocido) / max(len(conocido), 1)


def _libre(texto: str) -> str | None:
    """Return words to keep as they are: short, with letters, and no question."""
    dicho = " ".join(texto.split()).strip(" .,;")
    letras = sum(letra.isalpha() for letra in dicho)
    return dicho if "?" not in dicho and len(dicho) <= LARGO_LIBRE and letras >= 3 else None


def _monto(texto: str) -> Datos | None:
    monto = leer_pesos(texto)
    return None if monto is None else {"monto": str(monto.to_integral_value())}


def _plazo(texto: str) -> Datos | None:
    plazo = leer_plazo(texto)
    return None if plazo is None else {"plazo": str(plazo)}


def _franja(texto: str) -> Datos | None:
    franja = leer_franja(texto)
    return None if franja is None else {"franja": franja}


def _medio(texto: str) -> Datos | None:
    medio = leer_medio(texto)
    return None if medio is None else {"medio": medio}


LECTORES: dict[str, Callable[[str], Datos | None]] = {
    "nombres": _nombres,
    "documento_identidad": _documento,
    "municipio": _municipio,
    "monto": _monto,
    "plazo": _plazo,
    "franja": _franja,
    "medio": _medio,
}
