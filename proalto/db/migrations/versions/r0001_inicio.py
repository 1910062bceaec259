"""The first schema: inbox, outbox, memory, consent, identity, cases, and procrastinate's tables."""

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0001_inicio.sql").read_text(encoding="utf-8"))
    connection.execute(SchemaManager.get_schema())  # unqualified names: env.py sets the search path


def downgrade() -> None:
    raise NotImplementedError("the consent ledger is append-only: restore a backup instead")
