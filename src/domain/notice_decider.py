"""The rules of a notice's fate: sent, or given up; what was given up may be asked for again, what was sent may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import SerializeAsAny

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.notice import NoticeDead, NoticeResendAsked, NoticeSent
from dondoc.domain.office import Actor

PREFIX = "notice-"
"""How the names of streams of notices begin."""


class SettleNotice(Command):
    """Record what became of a notice. Saying it twice changes nothing."""

    fact: SerializeAsAny[NoticeSent | NoticeDead]


class ResendNotice(Command):
    """Try a notice again that was given up."""

    key: str


class NoticeDecider:
    """Decides `SettleNotice` and `ResendNotice`. The state is the stored name of the last fact."""

    commands = (SettleNotice, ResendNotice)
    initial = ""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: SettleNotice | ResendNotice) -> str:
        """One stream a notice."""
        return PREFIX + (command.key if isinstance(command, ResendNotice) else command.fact.key)

    def decide(self, command: SettleNotice | ResendNotice, state: str, actor: Actor, on: date) -> Sequence[Decided]:
        """Its fate, unless it is known; or another try, where it was given up."""
        if isinstance(command, SettleNotice):
            return [] if state in {NoticeSent.name, command.fact.name} else [Decided(command.fact)]
        if not self._catalogue.holds(actor.person, actor.office, on):
            raise NotAllowed(
                f"{actor.person} does not hold the office {actor.office}.",
                vi=f"{actor.person} không giữ chức vụ {actor.office}.",
                cure="Act in an office that is held.",
            )
        if state == NoticeResendAsked.name:
            return []
        if state != NoticeDead.name:
            raise Rejected(
                f"The notice {command.key} was not given up.",
                rule="notice.given-up",
                vi=f"Thông báo {command.key} không thuộc loại đã thôi gửi.",
                place=command.key,
                cure="List those that were: dondoc outbox list --dead",
            )
        return [Decided(NoticeResendAsked(key=command.key))]

    def closed(self, command: SettleNotice | ResendNotice, state: str) -> date | None:
        """No period."""
        return None

    def evolve(self, state: str, record: Record) -> str:
        """The newest word."""
        return record.fact.name
