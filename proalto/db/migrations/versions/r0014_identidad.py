"""Signals, notices and budgets of identity."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0014_identidad.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("a notice that left cannot be taken back: restore a backup instead")
