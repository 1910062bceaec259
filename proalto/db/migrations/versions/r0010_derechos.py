"""Requests of customers about their data, with the law's clocks."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0010_derechos.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("what the law's clock has counted cannot be uncounted: restore a backup instead")
