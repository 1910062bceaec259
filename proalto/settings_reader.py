"""Reading variables one by one: each complaint is kept, and all are raised at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from proalto import puntos
from proalto.errors import ProAltoError

EXAMPLE_MARK = "cambiame"  # every secret of .env.example contains it
_CHANCE = re.compile(r"0?\.\d{1,6}|1|0")
_INTERNAL_URL = re.compile(r"http://[\w.-]+:[1-9]\d{0,4}")


class SettingsError(ProAltoError):
    """The environment is half-configured; the message names each variable that is missing or wrong."""


class Reader:
    """Collects every complaint, so that an operator mends the environment once, not variable by variable."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._missing: list[str] = []
        self._wrong: list[str] = []
        self.produccion = self.choice("PROALTO_ENV", "desarrollo", ("desarrollo", "produccion")) == "produccion"

    def optional(self, name: str) -> str | None:
        return self._environ.get(name, "").strip() or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def secret(self, name: str) -> str:
        value = self.optional_secret(name)
        if value is None:
            self._missing.append(name)
        return value or ""

    def optional_secret(self, name: str) -> str | None:
        return self.example_refused(name) or None

    def example_refused(self, name: str) -> str:
        value = self.text(name, "")
        if self.produccion and EXAMPLE_MARK in value:
            self._wrong.append(f"{name} (tiene el valor de .env.example)")
        return value

    def file_in_production(self, name: str) -> Path | None:
        if self.produccion:
            return Path(self.secret(name))
        value = self.text(name, EXAMPLE_MARK)
        return None if EXAMPLE_MARK in value else Path(value)

    def keys(self, name: str) -> tuple[str, ...]:
        keys = tuple(key.strip() for key in self.secret(name).split(",") if key.strip())
        if not keys and name not in self._missing:  # nothing but commas
            self._missing.append(name)
        return keys

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self._wrong.append(f"{name} (una de: {', '.join(allowed)})")
            return default
        return value

    def number(self, name: str, default: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not 0 <= int(value) <= most:
            self._wrong.append(f"{name} (un número entre 0 y {most})")
            return default
        return int(value)

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not 0 < int(value) < 65536:
            self._wrong.append(f"{name} (un puerto entre 1 y 65535)")
            return default
        return int(value)

    def urls(self, name: str, default: str) -> tuple[str, ...]:
        urls = tuple(url.strip().rstrip("/") for url in self.text(name, default).split(",") if url.strip())
        if not urls or not all(_INTERNAL_URL.fullmatch(url) for url in urls):
            self._wrong.append(f"{name} (http://máquina:puerto, separadas por comas)")
            return (default,)
        return tuple(dict.fromkeys(urls))

    def only_in_development(self, name: str) -> bool:
        asked = self.text(name, "0") == "1"
        if asked and self.produccion:
            self._wrong.append(f"{name} (no va en producción)")
        return asked and not self.produccion

    def matching(self, name: str, pattern: re.Pattern[str], what: str) -> str | None:
        value = self.optional(name)
        if value is not None and not pattern.fullmatch(value):
            self._wrong.append(f"{name} ({what})")
            return None
        return value

    def fault_points(self, name: str) -> dict[str, float]:
        """Read "enviar.tras_enviar=0.05,canal.tras_guardar=0.01"."""
        points: dict[str, float] = {}
        for pair in filter(None, self.text(name, "").replace(" ", "").split(",")):
            place, _, chance = pair.partition("=")
            if place not in puntos.NOMBRES or not _CHANCE.fullmatch(chance) or self.produccion:
                self._wrong.append(f"{name} (solo para pruebas: {', '.join(puntos.NOMBRES)}, cada uno con =0.01)")
                return {}
            points[place] = float(chance)
        return points

    def complain(self) -> None:
        complaints = {"faltan": self._missing, "no sirven": dict.fromkeys(self._wrong)}
        problems = [f"{what} " + ", ".join(names) for what, names in complaints.items() if names]
        if problems:
            raise SettingsError("Variables de entorno: " + "; ".join(problems) + ". Se explican en .env.example.")
