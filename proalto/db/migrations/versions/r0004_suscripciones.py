"""Subscriptions to the changes of an application, and level N1 by the registered number."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0004_suscripciones.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("who asked to be told would be forgotten: restore a backup instead")
