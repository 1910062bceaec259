"""The top and the foot of every paper of ours: a mark, the name, how to reach us, a rule; and which page it is."""

from __future__ import annotations

from proalto.gateways.hoja import AMBAR, BLANCO, GRIS, ROJO, VERDE, Hoja

MARGEN, ANCHO, ABAJO, PIE = 24.0, 167.9, 46.0, 262.0  # millimetres; what follows begins at ABAJO


def membrete(hoja: Hoja, entidad: str, lema: str, contacto: str) -> None:
    """Begin a page with the letterhead."""
    hoja.add_page()
    with hoja.adorno():
        hoja.set_fill_color(*VERDE)
        hoja.rect(MARGEN, 17, 13, 13, style="F", round_corners=True, corner_radius=2.6)
        for i, alto in enumerate((3.4, 5.6, 7.8)):
            hoja.set_fill_color(*(AMBAR if i == 2 else BLANCO))
            hoja.rect(MARGEN + 2.9 + i * 2.6, 17 + 10.4 - alto, 1.9, alto, style="F")
        hoja.set_fill_color(*VERDE)
        hoja.rect(MARGEN, 35, ANCHO, 0.7, style="F")
        hoja.set_fill_color(*AMBAR)
        hoja.rect(MARGEN, 35, 26, 0.7, style="F")
    with hoja.marca("/P"):
        hoja.letra(17, VERDE, negrita=True)
        hoja.set_xy(MARGEN + 16.5, 17.2)
        hoja.cell(text=entidad, h=7.6, new_x="LEFT", new_y="NEXT")
        hoja.letra(8.5, GRIS)
        hoja.cell(text=lema, h=4.2)
    with hoja.marca("/P"):
        hoja.letra(7.5, GRIS)
        hoja.set_xy(MARGEN + 90, 17.6)
        hoja.multi_cell(ANCHO - 90, 4.2, contacto, align="R")
    hoja.set_xy(MARGEN, ABAJO)


def pies(hoja: Hoja, dicho: str, cual: str, *, aviso: str = "", y: float = PIE) -> None:
    """Draw the foot of all the pages, now that it is known how many there are.

    `cual` says {pagina} and {paginas}; `aviso` stands below, in red.
    """
    paginas = hoja.page
    for pagina in range(1, paginas + 1):
        numeros = cual.replace("{pagina}", str(pagina)).replace("{paginas}", str(paginas))
        hoja.volver_a(pagina)
        hoja.set_xy(hoja.l_margin, y)
        with hoja.adorno():
            hoja.letra(7, GRIS)
            hoja.cell(hoja.epw * 0.8, 4, dicho)
            hoja.cell(hoja.epw * 0.2, 4, numeros, align="R", new_x="LMARGIN", new_y="NEXT")
            if aviso:
                hoja.letra(7, ROJO, negrita=True)
                hoja.cell(hoja.epw, 4.4, aviso, align="C")
