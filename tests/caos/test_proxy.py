"""The proxy between two processes: it passes everything on, and spoils it as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from caos.proxy import Falla, Proxy


class Eco:
    """Answers what it is told; on a port, or on a UNIX socket."""

    def __init__(self, ruta: str = "") -> None:
        self._escucha = socket.socket(socket.AF_UNIX if ruta else socket.AF_INET)
        self._escucha.bind(ruta or ("127.0.0.1", 0))
        self._escucha.listen()
        self.puerto = 0 if ruta else self._escucha.getsockname()[1]
        threading.Thread(target=self._aceptar, daemon=True).start()

    def _aceptar(self) -> None:
        while True:
            try:
                conexion, _ = self._escucha.accept()
            except OSError:
                return
            threading.Thread(target=self._repetir, args=(conexion,), daemon=True).start()

    def _repetir(self, conexion: socket.socket) -> None:
        try:
            while datos := conexion.recv(65536):
                conexion.sendall(datos)
        except OSError:
            pass
        conexion.close()

    def cerrar(self) -> None:
        self._escucha.close()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    eco = Eco()
    proxy = Proxy(eco.puerto)
    yield proxy
    proxy.cerrar()
    eco.cerrar()


def conectar(proxy: Proxy) -> socket.socket:
    conexion = socket.create_connection(("127.0.0.1", proxy.puerto), timeout=5)
    conexion.settimeout(5)
    return conexion


def oye(conexion: socket.socket, cuanto: int) -> bytes:
    oido = b""
    while len(oido) < cuanto:
        oido += conexion.recv(cuanto - len(oido))
    return oido


def test_deja_pasar_todo_en_los_dos_sentidos(proxy: Proxy) -> None:
    conexion = conectar(proxy)
    mucho = bytes(range(256)) * 1000
    threading.Thread(target=conexion.sendall, args=(mucho,)).start()
    assert oye(conexion, len(mucho)) == mucho


def test_por_un_socket_de_unix(tmp_path: Path) -> None:
    eco = Eco(str(tmp_path / "s"))
    proxy = Proxy(str(tmp_path / "s"))
    conexion = conectar(proxy)
    conexion.sendall(b"hola")
    assert oye(conexion, 4) == b"hola"
    proxy.cerrar()
    eco.cerrar()


def test_congelado_no_pasa_nada_y_despues_pasa_todo(proxy: Proxy) -> None:
    conexion = conectar(proxy)
    conexion.sendall(b"uno")
    assert oye(conexion, 3) == b"uno"
    proxy.falla = Falla(congelado=True)
    conexion.sendall(b"dos")
    conexion.settimeout(0.3)
    with pytest.raises(TimeoutError):
        conexion.recv(3)
    proxy.falla = Falla()
    conexion.settimeout(5)
    assert oye(conexion, 3) == b"dos"


def test_corta_y_reinicia(proxy: Proxy) -> None:
    for con_reset in (False, True):
        conexion = conectar(proxy)
        conexion.sendall(b"hola")
        assert oye(conexion, 4) == b"hola"
        assert proxy.cortar(con_reset) == 2
        try:
            assert conexion.recv(1) == b""
            assert not con_reset
        except ConnectionResetError:
            assert con_reset


def test_rechaza_a_los_nuevos(proxy: Proxy) -> None:
    proxy.falla = Falla(rechaza=True)
    with pytest.raises(ConnectionError):
        conexion = conectar(proxy)
        if conexion.recv(1) == b"":
            raise ConnectionError


def test_medio_cerrar_dice_que_no_viene_mas(proxy: Proxy) -> None:
    conexion = conectar(proxy)
    conexion.sendall(b"hola")
    assert oye(conexion, 4) == b"hola"
    proxy.medio_cerrar()
    assert conexion.recv(1) == b""


def test_sin_destino_reinicia_al_que_llega() -> None:
    with socket.socket() as nadie:
        nadie.bind(("127.0.0.1", 0))
        proxy = Proxy(nadie.getsockname()[1])  # bound, but nobody listens
        with pytest.raises(ConnectionError):
            conexion = conectar(proxy)
            if conexion.recv(1) == b"":
                raise ConnectionError
        proxy.cerrar()
