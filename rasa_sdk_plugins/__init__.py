"""Where rasa_sdk looks for extensions of its server, by this very name. Ours is in `actions/servidor.py`."""

from actions.servidor import Proteccion


def init_hooks(manager) -> None:  # type: ignore[no-untyped-def]
    manager.register(Proteccion())
