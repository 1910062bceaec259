"""How a statement looks: one block for each crédito, a block never torn by a page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from proalto.formats.cedula import con_puntos
from proalto.formats.dias_habiles import momento_exacto
from proalto.formats.fecha import fecha_en_palabras
from proalto.formats.pesos import pesos
from proalto.formats.tasa import tasa
from proalto.gateways.extracto import Extracto, Renglon
from proalto.gateways.hoja import CLARO, GRIS, TINTA, VERDE, Hoja, limpiar
from proalto.gateways.membrete import ANCHO, MARGEN, membrete, pies

BORDE_INFERIOR, ALTO_FILA, ALTO_TITULO, SANGRIA = 254.0, 6.0, 8.0, 3.0
COLUMNA = 62.0
Textos = Mapping[str, str]


class DibujoDeExtracto:
    """One statement being drawn."""

    def __init__(self, extracto: Extracto, textos: Textos) -> None:
        self._e, self._t = extracto, textos
        self._rotulos = _tabla(textos["renglones"])
        self._estados = _tabla(textos["estados"])
        self._h = Hoja(MARGEN, textos["titulo"], textos["entidad"], extracto.corte_en)

    def todo(self) -> bytearray:
        """Draw all of it."""
        self._pagina()
        self._encabezado()
        for credito in self._e.creditos:
            self._credito(credito)
        self._final()
        pies(self._h, self._t["pie"], self._t["paginas"])
        return self._h.output()

    def _pagina(self) -> None:
        membrete(self._h, self._t["entidad"], self._t["lema"], self._t["contacto"])
        if self._h.page > 1:  # no page without whose it is
            self._parrafo(" · ".join((self._nombre, con_puntos(self._e.cedula))), 9, 6, GRIS)

    @property
    def _nombre(self) -> str:
        return limpiar(self._e.nombre)

    def _encabezado(self) -> None:
        h = self._h
        with h.marca("/H1"):
            h.letra(16, VERDE, negrita=True)
            h.parrafo(self._t["titulo"], ANCHO, 9)
        if self._nombre:
            self._parrafo(self._nombre, 12, 6.4, TINTA)
        self._parrafo(self._t["persona"].format(cedula=con_puntos(self._e.cedula)), 9.5, 5.4, TINTA)
        self._parrafo(self._t["corte"].format(corte=momento_exacto(self._e.corte_en)), 9.5, 5.4, GRIS)
        h.ln(4)

    def _credito(self, uno: Renglon) -> None:
        filas = self._filas(uno)
        self._que_quepa(ALTO_TITULO + ALTO_FILA * len(filas) + 5)
        h = self._h
        with h.adorno():
            h.set_fill_color(*CLARO)
            h.rect(MARGEN, h.y, ANCHO, ALTO_TITULO, style="F")
        with h.marca("/H2"):
            h.letra(11, VERDE, negrita=True)
            h.set_x(MARGEN + SANGRIA)
            titulo = self._t["credito"].format(numero=limpiar(uno.numero))
            h.que_quepa(titulo, ANCHO - 2 * SANGRIA)
            h.cell(ANCHO - 2 * SANGRIA, ALTO_TITULO, titulo, new_x="LMARGIN", new_y="NEXT")
        for rotulo, valor in filas:
            self._fila(rotulo, valor)
        h.ln(5)

    def _filas(self, uno: Renglon) -> list[tuple[str, str]]:
        """Return what is said of a crédito; what the lender's database does not tell is said to be unknown."""
        dichos = {
            "saldo": _pesos(uno.saldo),
            "estado": self._estados.get(uno.estado or ""),
            "monto": _pesos(uno.monto),
            "desembolso": None if uno.fecha_desembolso is None else fecha_en_palabras(uno.fecha_desembolso),
            "tasa": self._tasa(uno.tasa_mensual),
            "cuota": _pesos(uno.valor_cuota),
            "cuotas": self._de(uno),
            "faltan": _faltan(uno),
            "descuento": None if uno.proximo_descuento is None else fecha_en_palabras(uno.proximo_descuento),
            "mora": None if uno.dias_mora is None else str(uno.dias_mora),
            "pagaduria": limpiar(uno.pagaduria or "") or None,
        }
        vivo = uno.dias_mora is not None
        callados = () if vivo else ("descuento", "mora", "faltan", "pagaduria")
        return [
            (rotulo, dichos[clave] or self._t["sin_dato"])
            for clave, rotulo in self._rotulos.items()
            if clave not in callados
        ]

    def _tasa(self, mensual: Decimal | None) -> str | None:
        if mensual is None:
            return None
        anual = (((1 + mensual / 100) ** 12 - 1) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return self._t["tasa"].format(mensual=tasa(mensual), anual=tasa(anual))

    def _de(self, uno: Renglon) -> str | None:
        if uno.cuotas_pagadas is None or uno.cuotas_totales is None:
            return None
        return self._t["de"].format(pagadas=uno.cuotas_pagadas, totales=uno.cuotas_totales)

    def _fila(self, rotulo: str, valor: str, *, fuerte: bool = False) -> None:
        h = self._h
        with h.marca("/P"):
            h.letra(9.5, GRIS)
            h.set_x(MARGEN + SANGRIA)
            h.cell(COLUMNA, ALTO_FILA, rotulo)
            h.letra(9.5, TINTA, negrita=fuerte)
            h.que_quepa(valor, ANCHO - COLUMNA - 2 * SANGRIA)
            h.cell(ANCHO - COLUMNA - 2 * SANGRIA, ALTO_FILA, valor, new_x="LMARGIN", new_y="NEXT")

    def _final(self) -> None:
        h, t = self._h, self._t
        pregunta, _, respuesta = t["dudas"].partition("\n")
        h.letra(9.5)
        alto = ALTO_FILA + 10 + 5 * (h.alto_de(t["nota"] + respuesta, ANCHO, 5) / 5 + 2) + 6
        self._que_quepa(alto)
        self._fila(t["total"], _pesos(self._e.total) or t["sin_dato"], fuerte=True)
        h.ln(4)
        self._parrafo(t["nota"], 8.5, 4.6, GRIS)
        h.ln(3)
        self._parrafo(pregunta, 10.5, 5.6, VERDE, negrita=True)
        self._parrafo(respuesta, 9.5, 5, TINTA)

    def _parrafo(
        self, texto: str, puntos: float, alto: float, color: tuple[int, int, int], *, negrita: bool = False
    ) -> None:
        with self._h.marca("/P"):
            self._h.letra(puntos, color, negrita=negrita)
            self._h.parrafo(texto, ANCHO, alto)

    def _que_quepa(self, alto: float) -> None:
        if self._h.y + alto > BORDE_INFERIOR:
            self._pagina()


def _pesos(valor: Decimal | None) -> str | None:
    return None if valor is None else pesos(valor)


def _faltan(uno: Renglon) -> str | None:
    if uno.cuotas_pagadas is None or uno.cuotas_totales is None:
        return None
    return str(max(uno.cuotas_totales - uno.cuotas_pagadas, 0))


def _tabla(texto: str) -> dict[str, str]:
    return dict(linea.split("=", 1) for linea in texto.splitlines())
