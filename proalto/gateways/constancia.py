"""The copy of a customer's consent ledger as a document: what it says comes in, the PDF comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from proalto.formats.dias_habiles import momento_exacto
from proalto.gateways.hoja import CLARO, GRIS, LINEA, TINTA, VERDE, Color, Hoja, limpiar
from proalto.gateways.membrete import ANCHO, MARGEN, membrete, pies

BORDE, SANGRIA = 252.0, 5.0  # millimetres; below the border there is only the foot
Textos = Mapping[str, str]


@dataclass(frozen=True)
class Renglon:
    """One entry. `evento` and `finalidad` name parts of `textos`; a None moment was not reported to us."""

    cuando: datetime
    finalidad: str
    evento: str
    version: str
    sha256: str
    cadena: str
    wamid: str | None = field(repr=False)
    respuesta: str | None = field(repr=False)
    respondida: bool = False  # words were said, whether or not they can still be read
    entregado: datetime | None = None
    leido: datetime | None = None


@dataclass(frozen=True)
class TextoExacto:
    """A text as it was shown."""

    documento: str
    version: str
    sha256: str
    texto: str


@dataclass(frozen=True)
class Constancia:
    """All of it. `hoy` says of each purpose since when it is accepted, with its version, or None."""

    chat: str = field(repr=False)
    emitida_en: datetime
    hoy: Mapping[str, tuple[datetime, str] | None]
    renglones: tuple[Renglon, ...]
    textos: tuple[TextoExacto, ...]


def dibujar(constancia: Constancia, textos: Textos) -> bytes:
    """Return the PDF. `textos` are the parts of `textos/constancia.txt`."""
    return bytes(_Dibujo(constancia, textos).todo())


class _Dibujo:
    def __init__(self, constancia: Constancia, textos: Textos) -> None:
        self._c, self._t = constancia, textos
        self._h = Hoja(MARGEN, textos["titulo"], textos["entidad"], constancia.emitida_en)

    def todo(self) -> bytearray:
        t = self._t
        self._pagina()
        self._decir(t["titulo"], 15, 8, VERDE, negrita=True, marca="/H1")
        para = t["para"].format(chat=limpiar(self._c.chat), cuando=momento_exacto(self._c.emitida_en))
        self._decir(para, 9, 5, GRIS)
        self._h.ln(3)
        self._decir(t["explica"], 10, 5.4)
        self._titulo(t["hoy"])
        for finalidad, estado in self._c.hoy.items():
            self._hoy(finalidad, estado)
        self._titulo(t["registro"])
        if not self._c.renglones:
            self._decir(t["sin_registro"], 10, 5.4)
        for numero, renglon in enumerate(self._c.renglones, start=1):
            self._renglon(numero, renglon)
        if self._c.textos:
            self._titulo(t["textos"])
        for texto in self._c.textos:
            self._texto(texto)
        self._h.ln(3)
        self._decir(t["verifica"], 9, 4.8, GRIS)
        pies(self._h, t["pie"], t["paginas"])
        return self._h.output()

    def _pagina(self) -> None:
        membrete(self._h, self._t["entidad"], self._t["lema"], self._t["contacto"])

    def _titulo(self, texto: str) -> None:
        self._cabe(26)  # never alone at the foot of a page
        self._h.ln(6)
        self._decir(texto, 12, 6.6, VERDE, negrita=True, marca="/H2")
        self._h.ln(1.5)

    def _hoy(self, finalidad: str, estado: tuple[datetime, str] | None) -> None:
        t = self._t
        dicho = t["hoy_no"]
        if estado is not None:
            dicho = t["hoy_si"].format(desde=momento_exacto(estado[0]), version=estado[1])
        self._cabe(11)
        self._decir(t[finalidad], 10, 5.4, negrita=True)
        self._decir(dicho, 10, 5.4, TINTA if estado else GRIS, sangria=SANGRIA)

    def _renglon(self, numero: int, renglon: Renglon) -> None:
        t = self._t
        self._cabe(34)
        with self._h.adorno():
            self._h.set_draw_color(*LINEA)
            self._h.set_line_width(0.2)
            self._h.line(MARGEN, self._h.y, MARGEN + ANCHO, self._h.y)
        self._h.ln(2)
        titulo = f"{numero}. {t[renglon.evento].format(version=renglon.version)}"
        self._decir(titulo, 10, 5.4, negrita=True)
        self._decir(f"{momento_exacto(renglon.cuando)} · {t[renglon.finalidad]}", 9, 5, sangria=SANGRIA)
        if renglon.respuesta:
            dicho = t.get(f"boton_{renglon.respuesta}") or limpiar(renglon.respuesta)
            dicho = t["respondiste"].format(respuesta=dicho)
            self._decir(dicho, 9, 5, sangria=SANGRIA)
        elif renglon.respondida:
            self._decir(t["respuesta_borrada"], 9, 5, GRIS, sangria=SANGRIA)
        if renglon.evento in ("mostrada", "avisada"):
            self._decir(self._entregado(renglon), 9, 5, sangria=SANGRIA)
        if renglon.wamid:
            self._decir(t["mensaje"].format(wamid=renglon.wamid), 7, 3.8, GRIS, sangria=SANGRIA)
        self._decir(t["huella"].format(sha256=renglon.sha256), 7, 3.8, GRIS, sangria=SANGRIA)
        self._decir(t["eslabon"].format(cadena=renglon.cadena), 7, 3.8, GRIS, sangria=SANGRIA)
        self._h.ln(2)

    def _entregado(self, renglon: Renglon) -> str:
        entregado, leido = (
            momento_exacto(cuando) if cuando else self._t["sin_dato"] for cuando in (renglon.entregado, renglon.leido)
        )
        return self._t["entregado"].format(entregado=entregado, leido=leido)

    def _texto(self, texto: TextoExacto) -> None:
        self._cabe(24)
        titulo = self._t["texto"].format(documento=self._t[texto.documento], version=texto.version)
        self._decir(titulo, 10, 5.4, negrita=True)
        self._decir(self._t["huella"].format(sha256=texto.sha256), 7, 3.8, GRIS)
        self._h.ln(1)
        for parrafo in texto.texto.split("\n"):
            if parrafo.strip():
                self._decir(parrafo, 9, 4.8, sangria=SANGRIA, fondo=True)
        self._h.ln(4)

    def _decir(
        self,
        texto: str,
        puntos: float,
        alto: float,
        color: Color = TINTA,
        *,
        negrita: bool = False,
        sangria: float = 0.0,
        marca: str = "/P",
        fondo: bool = False,
    ) -> None:
        """Draw a paragraph, on the next page if it does not fit on this one."""
        h, ancho = self._h, ANCHO - sangria
        h.letra(puntos, color, negrita=negrita)
        if self._cabe(h.alto_de(texto, ancho, alto)):
            h.letra(puntos, color, negrita=negrita)
        if fondo:
            with h.adorno():
                h.set_fill_color(*CLARO)
                h.rect(MARGEN, h.y, ANCHO, h.alto_de(texto, ancho - SANGRIA, alto) + 1.6, style="F")
            ancho -= SANGRIA
        with h.marca(marca):
            h.set_x(MARGEN + sangria)
            h.parrafo(texto, ancho, alto)
        if fondo:
            h.ln(1.6)

    def _cabe(self, alto: float) -> bool:
        """Begin a page unless there is so much room left; tell whether it did."""
        if self._h.y + alto <= BORDE:
            return False
        self._pagina()
        return True
