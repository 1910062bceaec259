"""Applications begun in the chat, and the files that belong to them."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    sql = Path(__file__).with_name("0003_tramites.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(sql)


def downgrade() -> None:
    raise NotImplementedError("customers' applications would be lost: restore a backup instead")
