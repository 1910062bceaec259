"""Where certificates are printed: what one says, who draws and signs it, and the twin that does so at once.

fpdf2 and pyHanko take seconds to import and 50 MB to hold, so only a process that prints imports them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from proalto.errors import ProAltoError

if TYPE_CHECKING:
    from proalto.gateways.firma import Firma


logger = logging.getLogger(__name__)


class FirmaImposible(ProAltoError):
    """The key cannot be used: the file is missing, its password is wrong, or it holds no key."""


class CertificadoVencido(FirmaImposible):
    """The key is sound, but its certificate is not valid today."""


class NombreIlegible(ProAltoError):
    """Nothing of the name can be written with the letters that the fonts have."""


@dataclass(frozen=True)
class Obligacion:
    """One settled crédito; `cancelada_en` is None when the lender's database does not tell."""

    numero: str
    cancelada_en: date | None


@dataclass(frozen=True)
class Certificado:
    """What a paz y salvo says, frozen when it is issued."""

    folio: str
    nombre: str
    cedula: str
    obligaciones: tuple[Obligacion, ...]
    emitido_en: datetime
    corte_en: datetime

    def __repr__(self) -> str:  # names and cédulas stay out of logs
        return "Certificado(...)"


class Imprenta(Protocol):
    """What turns a certificate into the PDF that the customer gets."""

    def preparar(self) -> None:
        """Do now what would make the first certificate slow; raise FirmaImposible if there is no key to sign with."""

    def imprimir(self, certificado: Certificado) -> bytes:
        """Return the signed PDF; raise FirmaImposible or NombreIlegible."""


class ImprentaFirmada:
    """The real one. `textos` are the parts of `textos/paz_y_salvo.txt`; without `p12` a development key is made."""

    def __init__(self, textos: Mapping[str, str], public_url: str, p12: Path | None, clave: str, run_dir: Path) -> None:
        self._textos, self._public_url = textos, public_url
        self._p12, self._clave, self._run_dir = p12, clave, run_dir

    def preparar(self) -> None:
        """Print a certificate for nobody: it imports, opens the key and reads the fonts."""
        hoy = datetime.now(timezone.utc)
        nadie = Certificado("0000", "Nadie", "10000", (Obligacion("0", hoy.date()),), hoy, hoy)
        try:
            self.imprimir(nadie)
        except CertificadoVencido as error:  # everything else must go on: advisors get the requests for certificates
            logger.error("no certificate can be signed: %s %s", type(error).__name__, error)

    def imprimir(self, certificado: Certificado) -> bytes:
        from proalto.gateways.certificado import dibujar, titulo

        pdf = dibujar(certificado, self._textos, self._public_url, de_prueba=self._p12 is None)
        return self._firma.firmar(pdf, titulo(certificado, self._textos))

    @cached_property
    def _firma(self) -> Firma:
        from proalto.gateways.firma import Firma

        return Firma.de_archivo(self._p12, self._clave) if self._p12 else Firma.de_desarrollo(self._run_dir)


class MemoryImprenta:
    """The twin: prints a line of text, and keeps what it was asked to print."""

    def __init__(self) -> None:
        self.impresos: list[Certificado] = []

    def preparar(self) -> None:
        """There is nothing to prepare."""

    def imprimir(self, certificado: Certificado) -> bytes:
        self.impresos.append(certificado)
        return f"%PDF-1.7 {certificado.folio} {len(self.impresos)}\n%%EOF\n".encode()
