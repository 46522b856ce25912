"""The keys of tokens: by which hash each is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dondoc_token_keys",
        sa.Column("token", text, primary_key=True),
        sa.Column("digest", text, nullable=False, unique=True),
        sa.Column("used_at", text, nullable=False),
    )
