"""A report that is read: a title, what it is, and sections of lines, on as many letter-size pages as it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from proalto.formats.dias_habiles import momento_exacto
from proalto.gateways.hoja import AMBAR, GRIS, LINEA, TINTA, VERDE, Hoja, letras_que_hay
from proalto.gateways.membrete import pies

MARGEN, ANCHO, BORDE_INFERIOR = 22.0, 171.9, 256.0  # millimetres
LARGO_DE_LINEA = 1500  # letters of one piece of a paragraph


@dataclass(frozen=True)
class Seccion:
    """A part under a heading; `nota` says what it is for."""

    titulo: str
    nota: str = ""
    lineas: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Informe:
    """A report; what it says stays out of repr, and so out of logs."""

    entidad: str
    titulo: str
    pie: str
    generado_en: datetime
    secciones: tuple[Seccion, ...] = field(repr=False)
    entrada: str = field(default="", repr=False)


def dibujar(informe: Informe) -> bytes:
    """Return the PDF."""
    return bytes(_Dibujo(informe).todo())


class _Dibujo:
    def __init__(self, informe: Informe) -> None:
        self._i = informe
        self._h = Hoja(MARGEN, informe.titulo, informe.entidad, informe.generado_en)

    def todo(self) -> bytearray:
        self._pagina()
        self._portada()
        for seccion in self._i.secciones:
            self._seccion(seccion)
        pies(self._h, legible(self._i.pie), "{pagina} / {paginas}", y=263)
        return self._h.output()

    def _pagina(self) -> None:
        h = self._h
        h.add_page()
        with h.adorno():
            h.set_fill_color(*VERDE)
            h.rect(MARGEN, 17, ANCHO, 0.7, style="F")
            h.set_fill_color(*AMBAR)
            h.rect(MARGEN, 17, 26, 0.7, style="F")
        with h.marca("/P"):
            h.letra(9, VERDE, negrita=True)
            h.set_xy(MARGEN, 11)
            h.cell(text=self._i.entidad, h=5)
        h.set_xy(MARGEN, 23)

    def _portada(self) -> None:
        self._parrafo(self._i.titulo, "/H1", 16, 8, negrita=True, verde=True)
        self._parrafo(momento_exacto(self._i.generado_en), "/P", 8.5, 5, gris=True)
        self._h.ln(2)
        for parrafo in self._i.entrada.split("\n\n"):
            self._parrafo(parrafo, "/P", 10, 5.4)
            self._h.ln(1.5)

    def _seccion(self, seccion: Seccion) -> None:
        h = self._h
        h.ln(3)
        if h.y + 24 > BORDE_INFERIOR:  # a heading is not left alone at the foot
            self._pagina()
        self._parrafo(seccion.titulo, "/H2", 12, 6.4, negrita=True, verde=True)
        if seccion.nota:
            self._parrafo(seccion.nota, "/P", 8.5, 4.6, gris=True)
        with h.adorno():
            h.set_draw_color(*LINEA)
            h.set_line_width(0.2)
            h.line(MARGEN, h.y + 0.8, MARGEN + ANCHO, h.y + 0.8)
        h.ln(2)
        for linea in seccion.lineas:
            self._parrafo(linea, "/P", 9, 4.8)
            h.ln(0.7)

    def _parrafo(
        self, texto: str, tipo: str, puntos: float, alto: float, *,
        negrita: bool = False, verde: bool = False, gris: bool = False,
    ) -> None:  # fmt: skip
        """Draw a paragraph, on the next page if it does not fit on this one, and in pieces if it fits on none."""
        h, color = self._h, VERDE if verde else GRIS if gris else TINTA
        h.letra(puntos, color, negrita=negrita)
        for trozo in _trozos(legible(texto)):
            if h.y + h.alto_de(trozo, ANCHO, alto) > BORDE_INFERIOR:
                self._pagina()
                h.letra(puntos, color, negrita=negrita)
            with h.marca(tipo):
                h.parrafo(trozo, ANCHO, alto)


def legible(texto: str) -> str:
    """Return a text with the letters that the fonts have; what they lack is a space."""
    return "".join(letra if letra == "\n" or ord(letra) in letras_que_hay() else " " for letra in texto)


def _trozos(texto: str) -> list[str]:
    """Return a text in pieces that fit on a page each."""
    return [texto[desde : desde + LARGO_DE_LINEA] for desde in range(0, len(texto), LARGO_DE_LINEA)] or [" "]
