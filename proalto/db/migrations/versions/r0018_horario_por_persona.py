"""Agreed hours of a person, not of a phone."""

from pathlib import Path

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0018_horario_por_persona.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("two people may have agreed hours on one phone: restore a backup instead")
