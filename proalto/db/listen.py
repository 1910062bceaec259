"""PostgreSQL's LISTEN, for what another system announces with NOTIFY."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
from psycopg import sql

from proalto.db.database import CONNECT_SECONDS, DatabaseAway

PING_SECONDS = 30.0  # a line that was cut in silence is noticed within this time
ANSWER_SECONDS = 5.0


async def listen(dsn: str, channel: str) -> AsyncIterator[str]:
    """Yield the payload of each notification; raise DatabaseAway when there is no connection, or it cannot listen.

    A standby and a pooler by transaction cannot: the first says so, the second stays silent.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(
            dsn, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="asistente-escucha"
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            while True:
                async for notification in connection.notifies(timeout=PING_SECONDS):
                    yield notification.payload
                await asyncio.wait_for(connection.execute("SELECT 1"), ANSWER_SECONDS)
    except (psycopg.Error, asyncio.TimeoutError) as error:
        raise DatabaseAway(type(error).__name__) from error
