"""The desk: who works at it, cases with clocks, who speaks, satisfaction, and the log behind the indicators."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0006_mesa.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("cases and the audit are evidence: restore a backup instead")
