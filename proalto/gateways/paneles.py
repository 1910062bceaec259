"""The two panels that close a certificate: who signs it, and how anybody can tell that it is genuine."""

from __future__ import annotations

from collections.abc import Mapping

from proalto.gateways.hoja import CLARO, GRIS, TINTA, VERDE, Hoja

ALTO, ANCHO_FIRMA, ENTRE, SANGRIA, LADO_QR = 54.0, 66.0, 5.0, 6.0, 35.0  # millimetres
Textos = Mapping[str, str]


def firma(hoja: Hoja, textos: Textos, cuando: str, x: float, y: float) -> None:
    """Draw who signed, in words: the signature itself is in the file, not on the paper."""
    _fondo(hoja, x, y, ANCHO_FIRMA)
    cargo, _, resto = textos["firma"].partition("\n")
    hoja.set_y(y + 5)
    for texto, puntos, alto, color, negrita in (
        (textos["firmado"], 9, 5, GRIS, False),
        (cargo, 12, 6.4, VERDE, True),
        (resto, 10, 5.4, TINTA, False),
        (cuando, 8, 5, TINTA, False),
        (textos["integridad"], 7.3, 3.9, GRIS, False),
    ):
        with hoja.marca("/P"):
            hoja.set_x(x + SANGRIA)
            hoja.letra(puntos, color, negrita=negrita)
            hoja.multi_cell(ANCHO_FIRMA - SANGRIA - 5, alto, texto, align="L", new_x="LMARGIN", new_y="NEXT")
        hoja.ln(1.4)


def verificacion(hoja: Hoja, textos: Textos, url: str, x: float, y: float, ancho: float) -> None:
    """Draw the QR with its address in letters below, and what to do with them."""
    _fondo(hoja, x, y, ancho)
    with hoja.marca("/Figure", alternativo=textos["qr"]):
        hoja.qr(url, x + SANGRIA, y + 5, LADO_QR)
    columna, libre = x + SANGRIA + LADO_QR + 4, ancho - SANGRIA - LADO_QR - 7
    with hoja.marca("/P"):
        hoja.set_xy(columna, y + 4.4)
        hoja.letra(9.5, VERDE, negrita=True)
        hoja.multi_cell(libre, 4.6, textos["verificar"], align="L", new_x="LEFT", new_y="NEXT")
        hoja.letra(7.1)
        hoja.set_xy(columna, hoja.y + 1)
        hoja.multi_cell(libre, 3.7, textos["como_verificar"], align="L")
    with hoja.marca("/P"):
        hoja.set_xy(x + SANGRIA, y + LADO_QR + 7.4)
        base, _, folio = url.rpartition("/")
        for trozo in (f"{base}/", folio):
            hoja.letra(8, VERDE, negrita=True)
            hoja.que_quepa(trozo, ancho - SANGRIA - 4)
            hoja.cell(ancho - SANGRIA - 4, 4.2, trozo, link=url, new_x="LEFT", new_y="NEXT")


def _fondo(hoja: Hoja, x: float, y: float, ancho: float) -> None:
    with hoja.adorno():
        hoja.set_fill_color(*CLARO)
        hoja.rect(x, y, ancho, ALTO, style="F")
        hoja.set_fill_color(*VERDE)
        hoja.rect(x, y, 0.9, ALTO, style="F")
