"""Wake-up calls when thousands wait."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0009_llamadas.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("drop the index and enable the triggers by hand")
