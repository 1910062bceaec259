"""A folder with one JSON file for each thing on record, which only its owner may read; written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

_NOMBRE = re.compile(r"[A-Z]-[0-9]{4}-[0-9]{2,}")


class Expedientes:
    """The folder; it is made when something is first kept."""

    def __init__(self, carpeta: Path) -> None:
        self._carpeta = carpeta

    def nombres(self) -> tuple[str, ...]:
        """Return what there is, in order."""
        return tuple(sorted(uno.stem for uno in self._carpeta.glob("*.json") if _NOMBRE.fullmatch(uno.stem)))

    def leer(self, nombre: str) -> dict[str, Any] | None:
        """Return what was kept under a name, or None."""
        if nombre not in self.nombres():
            return None
        return dict(json.loads((self._carpeta / f"{nombre}.json").read_text(encoding="utf-8")))

    def guardar(self, nombre: str, contenido: dict[str, Any], *, nuevo: bool = False) -> None:
        """Keep it; with `nuevo`, raise FileExistsError rather than overwrite."""
        if not _NOMBRE.fullmatch(nombre):
            raise ValueError(nombre)
        texto = json.dumps(contenido, ensure_ascii=False, indent=2) + "\n"
        self._escribir(self._carpeta / f"{nombre}.json", texto, nuevo=nuevo)

    def escribir_informe(self, nombre: str, texto: str) -> Path:
        """Write a paper beside it, and return where it is."""
        if nombre not in self.nombres():
            raise ValueError(nombre)
        destino = self._carpeta / f"{nombre}.md"
        self._escribir(destino, texto, nuevo=False)
        return destino

    def _escribir(self, destino: Path, texto: str, *, nuevo: bool) -> None:
        self._carpeta.mkdir(parents=True, exist_ok=True, mode=0o700)
        borrador = destino.with_name(f".{destino.name}.{secrets.token_hex(4)}")
        descriptor = os.open(borrador, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as salida:
                salida.write(texto)
                salida.flush()
                os.fsync(salida.fileno())
            if nuevo:
                os.link(borrador, destino)
            else:
                borrador.replace(destino)
        finally:
            borrador.unlink(missing_ok=True)
