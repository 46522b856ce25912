"""What this host answers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain import Letter


def counted(session: Session) -> int:
    """How many letters there are."""
    return session.scalar(select(func.count()).select_from(Letter)) or 0
