"""The paz y salvo as a document: what it says comes in, the PDF (not yet signed) comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proalto.formats.cedula import con_puntos
from proalto.formats.dias_habiles import BOGOTA, momento_exacto
from proalto.formats.fecha import fecha_en_palabras
from proalto.formats.letras import fecha_en_letras
from proalto.gateways import paneles
from proalto.gateways.hoja import BLANCO, GRIS, LINEA, VERDE, Hoja, limpiar
from proalto.gateways.imprenta import Certificado, NombreIlegible
from proalto.gateways.membrete import ANCHO, MARGEN, membrete, pies

BORDE_INFERIOR = 254.0  # millimetres; below the border there is only the foot
COLUMNAS = (14.0, 62.0, 62.0, 29.9)
ALTO_FILA, SANGRIA_FILA = 7.2, 2.0
Textos = Mapping[str, str]


def dibujar(certificado: Certificado, textos: Textos, public_url: str, *, de_prueba: bool = False) -> bytes:
    """Return the PDF. `textos` are the parts of `textos/paz_y_salvo.txt`. Raises NombreIlegible."""
    if not limpiar(certificado.nombre):
        raise NombreIlegible
    return bytes(_Dibujo(certificado, textos, public_url, de_prueba).todo())


def titulo(certificado: Certificado, textos: Textos) -> str:
    """Return what a viewer shows above the document."""
    return f"{textos['titulo']} · {certificado.folio}"


def direccion(public_url: str, folio: str) -> str:
    """Return the address of the page that tells whether a certificate is valid."""
    return f"{public_url}/v/{folio}"


class _Dibujo:
    def __init__(self, certificado: Certificado, textos: Textos, public_url: str, de_prueba: bool) -> None:
        self._c, self._de_prueba = certificado, de_prueba
        self._url = direccion(public_url, certificado.folio)
        datos = {
            "entidad": textos["entidad"],
            "cedula": con_puntos(certificado.cedula),
            "corte": momento_exacto(certificado.corte_en),
            "fecha": fecha_en_letras(certificado.emitido_en.astimezone(BOGOTA).date()),
            "folio": certificado.folio,
            "direccion": public_url,
        }
        self._t = {nombre: _llenar(texto, datos) for nombre, texto in textos.items()}
        self._h = Hoja(MARGEN, titulo(certificado, textos), self._t["entidad"], certificado.emitido_en)
        self._h.set_subject(f"{self._t['titulo']}, {self._t['lema']}")

    def todo(self) -> bytearray:
        self._pagina()
        self._encabezado()
        self._cuerpo()
        self._obligaciones()
        self._final()
        pies(self._h, self._t["pie"], self._t["paginas"], aviso=self._t["prueba"] if self._de_prueba else "")
        return self._h.output()

    def _pagina(self) -> None:
        """Begin a page; from the second on, with whose it is."""
        h, t = self._h, self._t
        membrete(h, t["entidad"], t["lema"], t["contacto"])
        if h.page > 1:  # no page without whose it is
            with h.marca("/P"):
                h.letra(9, GRIS)
                h.parrafo(" · ".join((t["titulo"], limpiar(self._c.nombre), con_puntos(self._c.cedula))), ANCHO, 5)
            h.ln(4)

    def _encabezado(self) -> None:
        h, t = self._h, self._t
        with h.marca("/H1"):
            h.letra(16, VERDE, negrita=True)
            h.set_char_spacing(1.1)
            h.parrafo(t["titulo"].upper(), ANCHO, 9, al_centro=True)
            h.set_char_spacing(0)
        with h.marca("/P"):
            h.letra(8.5, GRIS)
            h.parrafo(t["pie"], ANCHO, 6, al_centro=True)
        h.ln(8)

    def _cuerpo(self) -> None:
        h, t = self._h, self._t
        with h.marca("/P"):
            h.letra(10.5)
            h.parrafo(t["certifica"], ANCHO, 6, al_centro=True)
        h.ln(2)
        with h.marca("/P"):
            h.letra(15, negrita=True)
            h.parrafo(limpiar(self._c.nombre), ANCHO, 7.6, al_centro=True)
            h.letra(10.5)
            h.parrafo(t["persona"], ANCHO, 6.4, markdown=True, al_centro=True)
        h.ln(5)
        with h.marca("/P"):
            h.letra(10.5)
            h.parrafo(t["cuerpo"], ANCHO, 6.2, markdown=True)
        h.ln(4)

    def _obligaciones(self) -> None:
        self._titulos()
        for numero, obligacion in enumerate(self._c.obligaciones, start=1):
            if self._h.y + ALTO_FILA > BORDE_INFERIOR:
                self._pagina()
                self._titulos()
            cuando = (
                self._t["sin_fecha"] if obligacion.cancelada_en is None else fecha_en_palabras(obligacion.cancelada_en)
            )
            self._fila((str(numero), limpiar(obligacion.numero), cuando, "$\u00a00"))

    def _titulos(self) -> None:
        h = self._h
        with h.adorno():
            h.set_fill_color(*VERDE)
            h.rect(MARGEN, h.y, ANCHO, ALTO_FILA, style="F")
        h.letra(8.5, BLANCO, negrita=True)
        self._celdas(self._t["columnas"].splitlines())

    def _fila(self, valores: Sequence[str]) -> None:
        h = self._h
        with h.adorno():
            h.set_draw_color(*LINEA)
            h.set_line_width(0.2)
            h.line(MARGEN, h.y + ALTO_FILA, MARGEN + ANCHO, h.y + ALTO_FILA)
        h.letra(9)
        self._celdas(valores)

    def _celdas(self, valores: Sequence[str]) -> None:
        h, puntos = self._h, self._h.font_size_pt
        with h.marca("/P"):
            for ancho, valor in zip(COLUMNAS, valores, strict=True):
                h.que_quepa(valor, ancho - 2 * SANGRIA_FILA)
                h.set_x(h.x + SANGRIA_FILA)
                h.cell(ancho - 2 * SANGRIA_FILA, ALTO_FILA, valor, align="R" if ancho == COLUMNAS[-1] else "L")
                h.set_x(h.x + SANGRIA_FILA)
                h.set_font_size(puntos)
        h.set_xy(MARGEN, h.y + ALTO_FILA)

    def _final(self) -> None:
        """Draw date, signature and QR, together on one page."""
        h, t = self._h, self._t
        h.letra(10.5)
        h.ln(6)
        if h.y + h.alto_de(t["cierre"], ANCHO, 6.2) + 8 + paneles.ALTO > BORDE_INFERIOR:
            self._pagina()
            h.letra(10.5)
        with h.marca("/P"):
            h.parrafo(t["cierre"], ANCHO, 6.2, markdown=True)
        arriba = max(h.y + 8, BORDE_INFERIOR - paneles.ALTO) if h.page == 1 else h.y + 8
        paneles.firma(h, t, momento_exacto(self._c.emitido_en), MARGEN, arriba)
        izquierda = MARGEN + paneles.ANCHO_FIRMA + paneles.ENTRE
        paneles.verificacion(h, t, self._url, izquierda, arriba, MARGEN + ANCHO - izquierda)


def _llenar(texto: str, datos: Mapping[str, str]) -> str:
    for nombre, valor in datos.items():
        texto = texto.replace("{" + nombre + "}", valor)
    return texto
