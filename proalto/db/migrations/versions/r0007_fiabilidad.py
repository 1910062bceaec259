"""Limits, retries of dead messages, the switch of sending, and its pace."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0007_fiabilidad.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("a message that was limited has no older state: restore a backup instead")
