"""Identity locks that outlive their case."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0017_candados.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("locks without a case do not fit the old table: restore a backup instead")
