"""What an advisor need not read: one-time codes that a customer typed, and cédulas until they are revealed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.formats.cedula import enmascarar_cedula, leer_cedula
from proalto.formats.codigo import leer_codigo
from proalto.gateways.cipher import Cipher

TAPADO = "••••••"
GRACIA = timedelta(minutes=5)  # a code is typed late, too
_CORRIDA = re.compile(r"\d(?:[\s.,'-]{0,2}\d){4,11}")


@dataclass(frozen=True)
class Tapador:
    """Hides the cédulas with these keyed hashes, and what was typed while a code was alive."""

    cipher: Cipher
    huellas: frozenset[bytes]
    codigos: tuple[tuple[datetime, datetime], ...]

    def tapar(self, texto: str, cuando: datetime) -> str:
        """Return what may be shown of a text of that moment."""
        if self._es_codigo(texto, cuando):
            return TAPADO
        tapado = _CORRIDA.sub(lambda hallada: self._cedula(hallada.group()), texto)
        if tapado == texto and self._conocida(leer_cedula(texto) or ""):
            return TAPADO
        return tapado

    def _es_codigo(self, texto: str, cuando: datetime) -> bool:
        vivo = any(desde <= cuando <= hasta for desde, hasta in self.codigos)
        return vivo and leer_codigo(texto) is not None

    def _cedula(self, corrida: str) -> str:
        cifras = "".join(str(int(c)) for c in corrida if c.isdecimal())
        return enmascarar_cedula(cifras) if self._conocida(cifras) else corrida

    def _conocida(self, cifras: str) -> bool:
        return bool(cifras) and self.cipher.keyed_hash("cedula", cifras) in self.huellas


def sin_numeros(texto: str) -> str:
    """Return a text with every long number hidden, for a glance from afar."""
    return _CORRIDA.sub(TAPADO, texto)
