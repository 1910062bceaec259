"""Certificates to print, and what a reader sees in them."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone

import pypdfium2

from proalto.gateways.imprenta import Certificado, Obligacion
from proalto.services.operacion.textos import partes

TEXTOS = partes("paz_y_salvo")
SITIO = "https://asistente.example"
FOLIO = "K7QX-M2D9-4WVC-0ZB3-HN8R-T5YJ-PA6E-S1FG"
AHORA = datetime(2026, 11, 18, 15, 0, 5, tzinfo=timezone.utc)


def certificado(nombre: str = "Álvaro Hernán Zuluaga Pineda", cuantas: int = 2, **cambios: object) -> Certificado:
    obligaciones = tuple(Obligacion(f"LB-{900_100 + n}", date(2025, 1 + n % 12, 28)) for n in range(cuantas))
    base = {"folio": FOLIO, "nombre": nombre, "cedula": "99901104", "obligaciones": obligaciones}
    return Certificado(**(base | {"emitido_en": AHORA, "corte_en": AHORA} | cambios))


def paginas(pdf: bytes) -> list[str]:
    """Return the words of each page, in the order in which they were drawn, with plain spaces."""
    documento = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s+", " ", pagina.get_textpage().get_text_range()) for pagina in documento]
    finally:
        documento.close()
