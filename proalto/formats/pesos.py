"""Amounts of Colombian pesos: as people say them, and as they are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proalto.formats.numeros import juntar
from proalto.formats.texto import plegar

_ESPACIO_FIJO = "\u00a0"
_APOSTROFOS = re.compile("[\u2018\u2019\u00b4`\u2032']")
_CEROS_CON_LETRA = re.compile(r"[.,]oo\b")
_MILES_CON_ESPACIO = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])")
_MILES = re.compile(r"(\d{1,3})((?:[.,']\d{3})+)(?:([.,])(\d{1,2}))?")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_CON_PALABRA = re.compile(r"(\d) (?:punto|coma) (\d)")
_PIEZA = re.compile(r"\$|\d+(?:[.,']\d+)*|[a-z]+|[%,;:/?!+-]")
ESCALAS = {
    "mil": 1000, "k": 1000, "luca": 1000, "lucas": 1000, "barras": 1000,
    "millon": 10**6, "millones": 10**6, "miyon": 10**6, "miyones": 10**6, "millone": 10**6, "mm": 10**6,
    "mill": 10**6, "palo": 10**6, "palos": 10**6, "melon": 10**6, "melones": 10**6, "millonsito": 10**6,
    "millonsitos": 10**6, "milloncito": 10**6, "milloncitos": 10**6, "palitos": 10**6, "palito": 10**6,
}  # fmt: skip
MARCAS = frozenset({"$", "pesos", "peso", "cop", "pesitos", "mcte"})
_DE_TIEMPO = re.compile(r"mes(es)?|ano?s?|anit[oa]s?|anio?s?|cuotas?|dias?|quincenas?|mensualidad(es)?|%|porciento|m")
_LARGO_MAXIMO = 20
_MILLON = 10**6
_DICEN_UNO = frozenset({"mil", "millon", "miyon", "millone", "palo", "palito", "melon", "milloncito"})
_UNEN_RANGO = frozenset({"y", "o", "u", "a", "-"})
_MIL_GRACIAS = re.compile(r"\bmil (?=gracias|disculpas|perdones|bendiciones)")


def leer_pesos(texto: str) -> Decimal | None:
    """Return the one amount of pesos in `texto`; None if there is none, or several that differ.

    Where one carries a mark ($, pesos, mil, millones) the bare numbers beside it do not count. What follows
    millions without a unit is thousands, as people speak: "dos millones quinientos" is 2,500,000.
    """
    cantidades = list(_cantidades(_piezas(texto)))
    marcadas = {cantidad.valor for cantidad in cantidades if cantidad.marcada}
    valores = marcadas or {cantidad.valor for cantidad in cantidades}
    if len(valores) != 1:
        return None
    valor = valores.pop()
    return Decimal(int(valor)) if valor == int(valor) else valor


def pesos(valor: Decimal) -> str:
    """Return `valor` for reading, rounded half up to the peso: "$ 1.234.567", with a no-break space."""
    entero = int(valor.to_integral_value(rounding=ROUND_HALF_UP))
    signo = "-" if entero < 0 else ""
    return f"{signo}${_ESPACIO_FIJO}{abs(entero):,}".replace(",", ".")


@dataclass
class _Cantidad:
    """An amount while it is read: what is summed, its last scale, and a number not yet scaled."""

    suma: Decimal = Decimal(0)
    escala: int = 0
    suelto: Decimal | None = None
    marcada: bool = False

    def numero(self, valor: Decimal) -> bool:
        """Take a number; return False when it begins another amount."""
        if self.suelto is not None:
            return False
        self.suelto = valor
        return True

    def por(self, escala: int, *, solo: bool) -> bool:
        """Take "mil" or "millones"; return False when it belongs to another amount, or to none.

        `solo`: it says one without a number before it, as "mil" and "millón" do and "millones" does not.
        """
        if self.escala == 1000 and escala == _MILLON:
            self.suma, self.suelto = (self.suma + (self.suelto or 0)) * escala, None
        elif (self.suelto is None and (self.escala or not solo)) or escala >= (self.escala or escala + 1):
            return False
        else:
            self.suma += (Decimal(1) if self.suelto is None else self.suelto) * escala
            self.suelto = None
        self.escala, self.marcada = escala, True
        return True

    def medio(self) -> None:
        """Take "medio": half of the unit said before, or of the one to come."""
        if self.escala and self.suelto is None:
            self.suma += Decimal(self.escala) / 2
        else:
            self.suelto = (self.suelto or Decimal(0)) + Decimal("0.5")

    @property
    def valor(self) -> Decimal:
        de_mil = self.escala == _MILLON and self.suelto is not None and self.suelto < 1000
        return self.suma + (self.suelto or Decimal(0)) * (1000 if de_mil else 1)

    @property
    def dice_algo(self) -> bool:
        bruta = not self.escala and self.suelto is not None and self.suelto < 1000
        partida = bruta and self.suelto != int(self.suelto or 0)
        return (self.escala > 0 or self.suelto is not None) and not partida


def _cantidades(piezas: Sequence[str]) -> Iterator[_Cantidad]:
    cantidad = _Cantidad()
    for i, pieza in enumerate([*piezas, ";"]):
        siguiente = piezas[i + 1] if i + 1 < len(piezas) else ""
        if _toma(cantidad, pieza, siguiente):
            continue
        if pieza in _UNEN_RANGO and _numero(siguiente) is not None and cantidad.suelto is not None:
            cantidad.marcada = True
        if cantidad.dice_algo and not (cantidad.suelto is not None and _DE_TIEMPO.fullmatch(pieza)):
            yield cantidad
        cantidad = _Cantidad(marcada=pieza == "$")
        _toma(cantidad, pieza, siguiente)


def _toma(cantidad: _Cantidad, pieza: str, siguiente: str) -> bool:
    """Add `pieza` to `cantidad`; return whether the amount goes on."""
    numero = _numero(pieza)
    if numero is not None:
        return cantidad.numero(numero)
    if pieza in ESCALAS:
        return cantidad.por(ESCALAS[pieza], solo=pieza in _DICEN_UNO)
    if pieza in ("medio", "media") and (cantidad.escala or cantidad.suelto is not None or siguiente in ESCALAS):
        cantidad.medio()
        return True
    if pieza in MARCAS - {"$"}:
        cantidad.marcada = True
        return False
    if pieza == "y":
        return siguiente == "medio" or (cantidad.escala > 0 and cantidad.suelto is None)
    return pieza == "de" and cantidad.escala > 0


def _numero(pieza: str) -> Decimal | None:
    """Return the number written in digits; None if its separators can be read in two ways."""
    if not pieza[:1].isdecimal() or len(pieza) > _LARGO_MAXIMO:
        return None
    miles = _MILES.fullmatch(pieza)
    if miles:
        primero, grupos, separador, centavos = miles.groups()
        # "2'500" may stand for 2'500.000, and "2.500.00" may have lost a zero.
        if len(grupos) == 4 and ("'" in grupos or separador == grupos[0]):
            return None
        return Decimal(re.sub(r"\D", "", primero + grupos) + (f".{centavos}" if centavos else ""))
    if pieza.isdecimal() or _DECIMAL.fullmatch(pieza):
        return Decimal(pieza.replace(",", "."))
    return None


def _piezas(texto: str) -> list[str]:
    plano = plegar(_APOSTROFOS.sub("'", texto)).replace("m/cte", " mcte ")
    plano = _MIL_GRACIAS.sub("", _CEROS_CON_LETRA.sub("", plano))
    plano = _MILES_CON_ESPACIO.sub(lambda hallado: hallado.group().replace(" ", ""), plano)
    piezas = _en_cifras(_PIEZA.findall(plano))
    return _PIEZA.findall(_CON_PALABRA.sub(r"\1.\2", " ".join(piezas)))


def _en_cifras(piezas: Sequence[str]) -> list[str]:
    """Turn the numbers said in words into digits, but for the scales, and drop the article "un"."""
    cifras: list[str] = []
    tramo: list[str] = []
    for pieza, siguiente in zip(piezas, [*piezas[1:], ""], strict=False):
        es_articulo = pieza in ("un", "una") and siguiente not in ESCALAS and tramo[-1:] != ["y"]
        if pieza in ESCALAS or es_articulo:
            cifras += [*juntar(tramo), ";" if es_articulo else pieza]
            tramo = []
        else:
            tramo.append(pieza)
    return cifras + juntar(tramo)
