"""Calendar feeds: whoever has the address of one reads a calendar, as its owner would see it, and nothing else.

Opening and revoking are recorded as facts. The address is told once, to whoever opens it, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from pydantic import ValidationError

from dondoc.app import Dondoc
from dondoc.domain import feed as rules
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.facts.feed import FeedOpened, Kind
from dondoc.domain.feed import OpenFeed, RevokeFeed
from dondoc.domain.office import Actor
from dondoc.domain.ports import Secrets, today
from dondoc.interfaces import agenda
from dondoc.ports import RandomSecrets
from dondoc.projections import accounts
from dondoc.store import feeds as kept
from dondoc.store.feeds import Feed

C = TypeVar("C", OpenFeed, RevokeFeed)
PLACE = "/calendar/{token}.ics"
"""Where a feed is read, below the path of the console."""


@dataclass
class Feeds:
    """The feeds of one engine.

    Attributes:
        dondoc: the engine.
        offices: the offices that a person holds on a day; those of the catalogue when None.
        secrets: gives the tokens.
    """

    dondoc: Dondoc
    offices: Callable[[str, date], Sequence[str]] | None = None
    secrets: Secrets = field(default_factory=RandomSecrets)

    def __post_init__(self) -> None:
        self._kept = kept.Feeds(self.dondoc.store)

    def held(self, person: str) -> Sequence[str]:
        """The offices that a person holds today."""
        return (self.offices or self.dondoc.catalogue.held_by)(person, today(self.dondoc.clock))

    def open(self, kind: Kind, owner: str, actor: Actor) -> tuple[Feed, str]:
        """Open a feed; it, and its token, which is told here only.

        Raises:
            NotFound: there is no such unit.
            NotAllowed: it is not the actor's to open.
            Rejected: the owner has too many.
            Invalid: that is no id.
        """
        done = self.dondoc.dispatch(_checked(OpenFeed, kind, owner), actor=actor)
        record = next(r for r in self.dondoc.store.read(done.stream) if r.event_id in done.event_ids)
        assert isinstance(record.fact, FeedOpened)  # what the command just brought about
        found, token = Feed(kind, owner, record.fact.number, self.dondoc.clock.now()), self.secrets.new()
        self._kept.keep(token, found)
        return found, token

    def revoke(self, kind: Kind, owner: str, number: int, actor: Actor) -> None:
        """Let a feed's address lead nowhere, from this moment on; nothing happens where it does so already.

        Raises:
            NotFound: there is no such feed.
            NotAllowed: it is not the actor's to revoke.
            Invalid: that is no id.
        """
        self.dondoc.dispatch(_checked(RevokeFeed, kind, owner, number=number), actor=actor)
        self._kept.forget(kind, owner, number)

    def listed(self, kind: str = "", owner: str = "") -> list[Feed]:
        """The feeds that can be read, by owner."""
        return [feed for feed in self._kept.listed(kind, owner) if self._holds(feed)]

    def read(self, token: str, link: agenda.Link) -> bytes:
        """The calendar behind a token, with the addresses of tasks that `link` gives.

        Raises:
            NotFound: there is none, or none any more; both are told alike.
        """
        feed = self._kept.behind(token)
        if feed is None or not self._holds(feed):
            raise NotFound("There is no such calendar.", vi="Không có lịch nào ở địa chỉ này.", place="calendar")
        if feed.kind == "unit":
            return agenda.written(self.dondoc, feed, agenda.of_unit(self.dondoc, feed.owner), link)
        answers = self.dondoc.seen_by(*(Actor(person=feed.owner, office=office) for office in self.held(feed.owner)))
        return agenda.written(answers, feed, agenda.of_person(answers, feed.owner), link)

    def _holds(self, feed: Feed) -> bool:
        """Whether the log says that it is open, and nobody has shut its owner out."""
        if feed.kind == "unit" and feed.owner not in self.dondoc.catalogue.bodies:
            return False
        if feed.kind == "person" and self.dondoc.ask(accounts.is_disabled, feed.owner):
            return False
        return feed.number in rules.folded(self.dondoc.store.read(rules.stream(feed.kind, feed.owner))).open


def _checked(command: type[C], kind: str, owner: str, **more: int) -> C:
    try:
        return command.model_validate({"kind": kind, "owner": owner, **more})
    except ValidationError as wrong:
        raise Invalid(
            f"{owner!r} is not the id of a person or unit.",
            vi=f"{owner!r} không phải mã của một người hay đơn vị.",
            place="owner",
            cure="Write it as in config/offices.yaml or config/units.yaml, such as vu-tien-luong.",
        ) from wrong
