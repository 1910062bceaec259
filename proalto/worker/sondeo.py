"""Which addresses answer: each is asked twice a second, so that a turn need not find out by waiting."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from proalto.gateways.vecino import contesta

CADA_SEGUNDOS = 0.5
ESPERA_SEGUNDOS = 1.0
FALLOS_SEGUIDOS = 2  # one may be bad luck


class Sondeo:
    """Keeps what is known of each address. Until something is known, an address is taken to be up."""

    def __init__(self, urls: Sequence[str], ruta: str) -> None:
        self.urls = tuple(urls)
        self._ruta = ruta
        self._fallos = dict.fromkeys(self.urls, 0)
        self._detener = threading.Event()
        self._guard = threading.Lock()
        self._empezado = False

    def empezar(self) -> None:
        """Start asking; a second call changes nothing. A thread each: a frozen address must not delay the others."""
        with self._guard:
            if self._empezado:
                return
            self._empezado = True
        for url in self.urls:
            threading.Thread(target=self._preguntar, args=(url,), name=f"sondeo {url}", daemon=True).start()

    def terminar(self) -> None:
        """Ask no more."""
        self._detener.set()

    def en_pie(self) -> list[str]:
        """Return the addresses that are up, in their order."""
        return [url for url in self.urls if self._fallos[url] < FALLOS_SEGUIDOS]

    def contesto(self, url: str) -> None:
        """Take note that the address gave an answer: it is up."""
        self._fallos[url] = 0

    def caida(self, url: str) -> None:
        """Take note that nobody is at the address."""
        self._fallos[url] = FALLOS_SEGUIDOS

    def _preguntar(self, url: str) -> None:
        while not self._detener.is_set():
            if contesta(url + self._ruta, ESPERA_SEGUNDOS):
                self.contesto(url)
            else:
                self._fallos[url] = min(self._fallos[url] + 1, FALLOS_SEGUIDOS)
            self._detener.wait(CADA_SEGUNDOS)
