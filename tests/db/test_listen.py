"""LISTEN: what is announced is heard, and a line that is cut or silent is told."""

import asyncio

import pytest

from proalto.db import listen as modulo
from proalto.db.database import DatabaseAway
from proalto.db.listen import listen
from tests.conftest import conectar
from tests.db.test_database import servidor_mudo

CANAL = "solicitudes_cambiadas"


def oir(dsn, cuantas, mientras):
    """Return the first payloads heard while `mientras` runs with a connection of the lender's."""

    async def correr():
        oidas, voces = [], listen(dsn, CANAL)
        siguiente = asyncio.ensure_future(voces.__anext__())
        while len(oidas) < cuantas:
            await asyncio.to_thread(mientras, dsn)
            hechas, _ = await asyncio.wait([siguiente], timeout=0.3)
            if hechas:
                oidas.append(siguiente.result())
                siguiente = asyncio.ensure_future(voces.__anext__())
        siguiente.cancel()
        return oidas

    return asyncio.run(asyncio.wait_for(correr(), 20))


def anunciar(dsn):
    connection = conectar(dsn)
    connection.cursor().execute("SELECT pg_notify(%s, 'SOL-1')", (CANAL,))
    connection.close()


def test_oye_cada_anuncio_con_su_radicado(dsn):
    assert oir(dsn, 3, anunciar) == ["SOL-1"] * 3


def test_sigue_oyendo_despues_de_un_rato_de_silencio(dsn, monkeypatch):
    monkeypatch.setattr(modulo, "PING_SECONDS", 0.1)
    vueltas = []

    def tarde(dsn):
        vueltas.append(1)
        if len(vueltas) > 3:
            anunciar(dsn)

    assert oir(dsn, 1, tarde) == ["SOL-1"]


def test_una_linea_cortada_es_database_away(dsn):
    def cortar(dsn):
        connection = conectar(dsn)
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'asistente-escucha'"
        )
        connection.close()

    with pytest.raises(DatabaseAway):
        oir(dsn, 1, cortar)


def test_sin_servidor_es_database_away():
    with pytest.raises(DatabaseAway):
        oir("host=127.0.0.1 port=1 dbname=x user=x", 1, lambda _: None)


def test_un_servidor_mudo_no_hace_esperar_para_siempre(monkeypatch):
    monkeypatch.setattr(modulo, "CONNECT_SECONDS", 2)
    oido, dsn = servidor_mudo()
    with oido, pytest.raises(DatabaseAway):
        oir(dsn, 1, lambda _: None)
