"""Erasure and retention of what came later."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0016_borrado_completo.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("what was erased does not come back: restore a backup instead")
