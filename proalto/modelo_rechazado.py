"""Word, from whoever changes Rasa's model to the health page, that the newest one is not the one that answers."""

from __future__ import annotations

from pathlib import Path

CARPETA = "modelos"  # under RUN_DIR
_MARCA = "rechazado"


def anotar(carpeta: Path, porque: str) -> None:
    """Leave word in the folder of the models."""
    (carpeta / _MARCA).write_text(porque, encoding="utf-8")


def olvidar(carpeta: Path) -> None:
    """Take the word back: the newest model answers, or the one that did not load is no longer in place."""
    (carpeta / _MARCA).unlink(missing_ok=True)


def hay(run_dir: Path) -> bool:
    """Tell whether an older model answers because the newest would not load."""
    return (run_dir / CARPETA / _MARCA).exists()
