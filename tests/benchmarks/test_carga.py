"""The load generator: requests leave when due, and who waits is counted from then."""

import asyncio
import time
from contextlib import asynccontextmanager

import pytest

from benchmarks.carga import Cuenta, abierto, cerrado
from benchmarks.conexion import RespuestaIlegible, leer, palabras, peticion

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def servidor(tarda=0.0, respuesta=OK):
    """A server that answers one request at a time, as a blocked loop does; yields its port and what it got."""
    llegadas, turno = [], asyncio.Lock()

    async def atender(entra, sale):
        try:
            while True:
                cabeza = await entra.readuntil(b"\r\n\r\n")
                largo = int(cabeza.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                llegadas.append((time.perf_counter(), await entra.readexactly(largo)))
                async with turno:
                    await asyncio.sleep(tarda)
                    sale.write(respuesta)
        except (asyncio.IncompleteReadError, ConnectionError):
            sale.close()

    abierto_ = await asyncio.start_server(atender, "127.0.0.1", 0)
    try:
        yield abierto_.sockets[0].getsockname()[1], llegadas
    finally:
        abierto_.close()


def encargo(puerto, ritmo, cuantas, plazo=5.0):
    peticiones = [[i / ritmo, "/w", "{}", {}] for i in range(cuantas)]
    return {"host": "127.0.0.1", "puerto": puerto, "plazo": plazo, "peticiones": peticiones}


def correr(hacer, **como):
    async def dentro():
        async with servidor(**como) as (puerto, llegadas):
            return await hacer(puerto, llegadas)

    return asyncio.run(dentro())


def test_cada_peticion_sale_a_su_hora_aunque_las_anteriores_no_hayan_vuelto():
    async def hacer(puerto, llegadas):
        cuenta = Cuenta()
        await abierto(encargo(puerto, ritmo=50, cuantas=10), cuenta)
        return cuenta, [cuando for cuando, _ in llegadas]

    cuenta, llegadas = correr(hacer, tarda=0.2)
    assert llegadas[-1] - llegadas[0] < 0.6  # one after the other they would take 1.8 s
    assert len(cuenta.latencias) == 10 and not cuenta.errores


def test_un_servidor_lento_se_le_cobra_a_todos_los_que_esperan():
    async def hacer(puerto, llegadas):
        cuenta = Cuenta()
        await abierto(encargo(puerto, ritmo=100, cuantas=10), cuenta)
        return cuenta

    latencias = sorted(correr(hacer, tarda=0.1).latencias)
    assert latencias[-1] > 800 and latencias[0] < 400


def test_lo_que_no_se_contesta_a_tiempo_es_un_error():
    async def hacer(puerto, llegadas):
        cuenta = Cuenta()
        await abierto(encargo(puerto, ritmo=100, cuantas=3, plazo=0.2), cuenta)
        return cuenta

    cuenta = correr(hacer, tarda=2.0)
    assert cuenta.errores == {"TimeoutError": 3} and not cuenta.latencias


def test_cada_cliente_espera_su_respuesta_y_las_palabras_se_revisan():
    cuerpo = b'{"respuestas": [{"text": "\\u00bfEn qu\\u00e9 te puedo ayudar?"}]}'
    respuesta = b"HTTP/1.1 200 OK\r\ncontent-length: " + str(len(cuerpo)).encode() + b"\r\n\r\n" + cuerpo

    async def hacer(puerto, llegadas):
        turnos = [
            {"ruta": "/t", "cuerpo": dicho, "cabeceras": {}, "clase": "menú", "espera": espera}
            for dicho, espera in (("uno", "En qué te puedo"), ("dos", "otra cosa"))
        ]
        conversaciones = [{"destino": 0, "turnos": turnos}] * 3
        cuenta = Cuenta()
        pedido = {"destinos": [["127.0.0.1", puerto]], "segundos": 5, "clientes": 2, "plazo": 5}
        await cerrado(pedido | {"conversaciones": conversaciones}, cuenta)
        return cuenta, [cuerpo for _, cuerpo in llegadas]

    cuenta, llegadas = correr(hacer, respuesta=respuesta)
    assert llegadas.count(b"uno") == llegadas.count(b"dos") == 3
    assert len(cuenta.inesperadas) == 3 and len(cuenta.por_clase["menú"]) == 6


def test_una_respuesta_a_medias_se_espera_y_una_sin_largo_se_rechaza():
    assert leer(OK[:20]) is None and leer(OK[:-1]) is None
    assert leer(OK) == (200, b"ok")
    with pytest.raises(RespuestaIlegible):
        leer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")


def test_la_peticion_lleva_su_largo_en_bytes():
    cruda = peticion(("h", 1), "/w", "ñ".encode(), {"X": "y"})
    assert cruda.startswith(b"POST /w HTTP/1.1\r\nHost: h:1\r\n") and b"X: y\r\nContent-Length: 2\r\n\r\n" in cruda
    assert palabras(b'"\\u00f1"') == '"ñ"' and palabras(b"no es json") == "no es json"
