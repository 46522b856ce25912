"""The log as a Merkle tree: its tiles, and the checkpoints that were signed over it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make both tables; the follower fills the first one from the log."""
    op.create_table(
        "dondoc_tiles",
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("number", position, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("level", "number"),
    )
    op.create_table(
        "dondoc_checkpoints",
        sa.Column("size", position, primary_key=True, autoincrement=False),
        sa.Column("made_at", text, nullable=False),
        sa.Column("code", text, nullable=False),
        sa.Column("note", text, nullable=False),
    )
