"""What this host is about: letters. The package has the name of one of dondoc's parts, and is not that."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The host's tables."""


class Letter(Base):
    """A letter in the host's register."""

    __tablename__ = "letters"
    number: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
