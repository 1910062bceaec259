"""Certificates of paz y salvo, files that Meta holds, and visits to the public page."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    connection = op.get_bind().connection.cursor()
    connection.execute(Path(__file__).with_name("0005_certificados.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("certificates are evidence: restore a backup instead")
