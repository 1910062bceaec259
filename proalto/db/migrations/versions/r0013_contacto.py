"""The rules of contact: attempts, channels, hours."""

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0013_contacto.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("an attempt to contact somebody was made: restore a backup instead")
