"""Who may do what in the database."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0015_roles.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("privileges are applied anew at each migration: restore a backup instead")
