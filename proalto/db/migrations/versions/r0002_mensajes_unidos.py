"""Bubbles that are read as one message."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    sql = Path(__file__).with_name("0002_mensajes_unidos.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(sql)


def downgrade() -> None:
    raise NotImplementedError("answered bubbles would be answered again: restore a backup instead")
