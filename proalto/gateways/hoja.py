"""A page that fpdf2 draws: embedded fonts, PDF/A-2U, and tags that let a screen reader tell words from ornament."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.prefs import ViewerPreferences

# The DejaVu fonts (free to embed; LICENSE_DEJAVU beside them) come with matplotlib, which Rasa needs.
FUENTE = "DejaVu"
ARCHIVOS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
VERDE, AMBAR, TINTA, GRIS, LINEA = (11, 107, 87), (240, 169, 46), (24, 38, 33), (96, 110, 104), (214, 222, 218)
CLARO, ROJO, BLANCO = (244, 248, 246), (179, 38, 30), (255, 255, 255)
Color = tuple[int, int, int]

for _ruidoso in ("fontTools", "fpdf"):  # they log the letters of whatever is drawn
    logging.getLogger(_ruidoso).setLevel(logging.ERROR)


class Hoja(FPDF):
    """Letter-size pages in millimetres, of which a viewer shows title, author and date.

    What is drawn must be within `marca` or `adorno`.
    """

    def __init__(self, margen: float, titulo: str, entidad: str, cuando: datetime) -> None:
        super().__init__(format="letter", enforce_compliance=DocumentCompliance.PDFA_2U)
        self.set_margins(margen, margen, margen)
        self.c_margin = 0  # words and rules share their left edge
        self.set_auto_page_break(False)  # a page break inside a tag would tear it
        self.set_lang("es-CO")
        self.set_title(titulo)
        self.set_author(entidad)
        self.set_creator(entidad)
        self.set_creation_date(cuando)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        for estilo, archivo in ARCHIVOS.items():
            self.add_font(FUENTE, estilo, str(carpeta_de_fuentes() / archivo))  # type: ignore[arg-type]

    @contextmanager
    def marca(self, tipo: str, alternativo: str | None = None) -> Iterator[None]:
        """Tag what is drawn inside as /P, /H1, /Figure...; fpdf2 tags only pictures, by the same two calls."""
        mcid = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=tipo, mcid=mcid, alt_text=alternativo)
        self._out(f"{tipo} <</MCID {mcid}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def adorno(self) -> Iterator[None]:
        """Mark what is drawn inside as ornament, which is not read aloud."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def volver_a(self, pagina: int) -> None:
        """Go on drawing on an earlier page; fpdf2 would take its type for chosen already, and write other letters."""
        self.page = pagina
        self.font_family = ""

    def letra(self, puntos: float, color: Color = TINTA, *, negrita: bool = False) -> None:
        """Choose the type for what follows."""
        self.set_font(FUENTE, "B" if negrita else "", puntos)
        self.set_text_color(*color)

    def parrafo(
        self, texto: str, ancho: float, alto: float, *, markdown: bool = False, al_centro: bool = False
    ) -> None:
        """Draw a paragraph from here on, and go below it."""
        self.multi_cell(
            ancho, alto, texto, align="C" if al_centro else "L", markdown=markdown, new_x="LMARGIN", new_y="NEXT"
        )

    def alto_de(self, texto: str, ancho: float, alto: float, *, markdown: bool = False) -> float:
        """Return the height that a paragraph will take with the type in use."""
        lineas = self.multi_cell(ancho, alto, texto, align="L", markdown=markdown, dry_run=True, output="LINES")
        assert isinstance(lineas, list)
        return alto * len(lineas)

    def que_quepa(self, texto: str, ancho: float) -> None:
        """Make the type smaller if the text would take more than `ancho`."""
        self.set_font_size(max(3.0, self.font_size_pt * min(1.0, ancho / max(self.get_string_width(texto), 0.1))))

    def qr(self, texto: str, x: float, y: float, lado: float) -> None:
        """Draw a QR code as rectangles, one for each run of dark modules."""
        matriz = [bytes(fila) for fila in segno.make(texto, error="m", micro=False).matrix]
        modulo = lado / len(matriz)
        self.set_fill_color(0, 0, 0)
        for j, fila in enumerate(matriz):
            for corrida in re.finditer(rb"\x01+", fila):
                desde, hasta = corrida.span()
                self.rect(x + desde * modulo, y + j * modulo, (hasta - desde) * modulo, modulo, style="F")


def limpiar(texto: str) -> str:
    """Return a name as it can be drawn: composed letters, plain spaces, no emoji nor anything that the fonts lack."""
    compuesto = unicodedata.normalize("NFC", texto)
    return " ".join("".join(c if _se_dibuja(c) else " " for c in compuesto).split())


def _se_dibuja(letra: str) -> bool:
    return unicodedata.category(letra)[0] in "LMNP" and ord(letra) in letras_que_hay()


@cache
def carpeta_de_fuentes() -> Path:
    """Return where the fonts are, without importing matplotlib."""
    hallado = find_spec("matplotlib")
    assert hallado is not None and hallado.submodule_search_locations
    return Path(hallado.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


@cache
def letras_que_hay() -> frozenset[int]:
    """Return the code points that every one of the fonts has."""
    mapas = [set(TTFont(carpeta_de_fuentes() / archivo, lazy=True).getBestCmap()) for archivo in ARCHIVOS.values()]
    return frozenset(set.intersection(*mapas))
