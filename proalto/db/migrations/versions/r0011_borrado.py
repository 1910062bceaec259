"""Proofs of erasure, and what retention did."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0011_borrado.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("what was erased does not come back: restore a backup instead")
