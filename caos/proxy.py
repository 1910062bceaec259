"""A TCP proxy that spoils what passes: between any two processes, one address in front of another."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
TROZO = 16_384
SIN_LINGER = struct.pack("ii", 1, 0)  # close() sends a reset


@dataclass
class Falla:
    """What happens to every connection from now on; the plain one lets everything pass.

    `demora` seconds before each chunk, each way; `bytes_por_segundo` at most; `congelado`: nothing passes, nothing is
    closed; `rechaza`: new connections are reset at once.
    """

    demora: float = 0.0
    bytes_por_segundo: float = 0.0
    congelado: bool = False
    rechaza: bool = False


class Proxy:
    """Listens on a free port of 127.0.0.1; `destino` is a port there, or the path of a UNIX socket."""

    def __init__(self, destino: int | str) -> None:
        self._destino = destino
        self.falla = Falla()
        self.conexiones = 0
        self._vivas: set[asyncio.StreamWriter] = set()
        self._bucle = asyncio.new_event_loop()
        self._hilo = threading.Thread(target=self._bucle.run_forever, daemon=True)
        self._hilo.start()
        self._servidor = self._en_bucle(asyncio.start_server(self._atender, "127.0.0.1", 0))
        self.puerto = int(self._servidor.sockets[0].getsockname()[1])

    def cortar(self, con_reset: bool = False) -> int:
        """End every connection there is, politely or with a reset; return how many sides were cut."""
        return self._en_bucle(self._cortar(con_reset))

    def medio_cerrar(self) -> int:
        """Say on every connection that no more will come, and go on listening."""
        return self._en_bucle(self._medio_cerrar())

    def cerrar(self) -> None:
        self.falla = Falla()
        self._en_bucle(self._cerrar())
        self._bucle.call_soon_threadsafe(self._bucle.stop)
        self._hilo.join(5)
        self._bucle.close()

    def _en_bucle(self, corrutina: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(corrutina, self._bucle).result(10)

    async def _atender(self, de_ida: asyncio.StreamReader, cliente: asyncio.StreamWriter) -> None:
        self.conexiones += 1
        if self.falla.rechaza:
            _reiniciar(cliente)
            return
        try:
            de_vuelta, servidor = await self._conectar()
        except OSError:
            _reiniciar(cliente)
            return
        lados = {cliente, servidor}
        self._vivas |= lados
        try:
            await asyncio.gather(self._pasar(de_ida, servidor), self._pasar(de_vuelta, cliente))
        finally:
            self._vivas -= lados
            for lado in lados:
                lado.close()

    async def _conectar(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._destino, str):
            return await asyncio.open_unix_connection(self._destino)
        return await asyncio.open_connection("127.0.0.1", self._destino)

    async def _pasar(self, entrada: asyncio.StreamReader, salida: asyncio.StreamWriter) -> None:
        """Let one direction pass, as spoiled as `falla` says at that moment, until it ends."""
        try:
            while datos := await entrada.read(TROZO):
                falla = self.falla
                lento = len(datos) / falla.bytes_por_segundo if falla.bytes_por_segundo else 0.0
                await asyncio.sleep(falla.demora + lento)
                while self.falla.congelado:
                    await asyncio.sleep(0.05)
                salida.write(datos)
                await salida.drain()
            salida.write_eof()
        except OSError:
            salida.close()

    async def _cortar(self, con_reset: bool) -> int:
        lados = list(self._vivas)
        for lado in lados:
            if con_reset:
                _reiniciar(lado)
            else:
                lado.close()
        return len(lados)

    async def _medio_cerrar(self) -> int:
        lados = list(self._vivas)
        for lado in lados:
            with contextlib.suppress(OSError):
                lado.write_eof()
        return len(lados)

    async def _cerrar(self) -> None:
        self._servidor.close()
        await self._cortar(con_reset=False)
        await asyncio.sleep(0.1)
        for tarea in asyncio.all_tasks():
            if tarea is not asyncio.current_task():
                tarea.cancel()


def _reiniciar(lado: asyncio.StreamWriter) -> None:
    conexion = lado.get_extra_info("socket")
    with contextlib.suppress(OSError):  # a UNIX socket knows no reset
        conexion.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, SIN_LINGER)
    lado.transport.abort()
