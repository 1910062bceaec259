"""Data keys of each contact."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0008_llaves.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("what a data key encrypted cannot be read without it: restore a backup instead")
