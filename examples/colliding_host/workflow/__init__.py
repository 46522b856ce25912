"""What this host does: it enters letters, and takes the steps of dondoc's tasks that they are for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain import Letter
from dondoc import Actor, Dondoc, Receipt


def enter(session: Session, opened: Dondoc, user: Actor, number: str, subject: str, task: str) -> Receipt:
    """Enter a letter and prepare the information that it is about; the caller commits both."""
    session.add(Letter(number=number, subject=subject))
    return Dondoc.attach(session, opened, actor=user).take_step(task, "prepare", {"subject": subject})
