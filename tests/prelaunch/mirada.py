"""How a check is asked, and what it complains of."""

from dataclasses import replace


def con(contexto, **cambios):
    """The same product with other settings."""
    return replace(contexto, app=replace(contexto.app, settings=replace(contexto.ajustes, **cambios)))


def quejas(mirada, contexto):
    return [uno.que for uno in mirada(contexto)]
