"""The rules of calendar feeds: who opens one, who revokes one, and how many there are.

A feed shows what its owner would see, without a password. So a person's is opened by that person alone, and a unit's by
somebody in an office of that unit; whoever looks after accounts may revoke any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.feed import FeedOpened, FeedRevoked, Kind
from dondoc.domain.model import Id
from dondoc.domain.office import Actor

PREFIX = "feed-"
"""How the names of streams of feeds begin."""
MOST = 5
"""How many feeds of one owner are open at once: a phone, a computer, and what was forgotten."""


class OpenFeed(Command):
    """Open one more feed of a person or unit."""

    kind: Kind
    owner: Id


class RevokeFeed(Command):
    """Close a feed for good."""

    kind: Kind
    owner: Id
    number: int


@dataclass(frozen=True, slots=True)
class Feeds:
    """The numbers of an owner's open feeds, and the number of the newest one ever."""

    open: frozenset[int] = frozenset()
    last: int = 0


def stream(kind: str, owner: str) -> str:
    """The stream of an owner's feeds."""
    return f"{PREFIX}{kind}-{owner}"


def after(state: Feeds, record: Record) -> Feeds:
    """An owner's feeds after one more record."""
    match record.fact:
        case FeedOpened(number=number):
            return Feeds(state.open | {number}, number)
        case FeedRevoked(number=number):
            return Feeds(state.open - {number}, state.last)
    return state


def folded(records: Iterable[Record]) -> Feeds:
    """An owner's feeds as their records leave them."""
    return reduce(after, records, Feeds())


class FeedDecider:
    """Decides `OpenFeed` and `RevokeFeed`. The state is the owner's feeds."""

    commands = (OpenFeed, RevokeFeed)
    initial = Feeds()

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: OpenFeed | RevokeFeed) -> str:
        """One stream an owner."""
        return stream(command.kind, command.owner)

    def decide(self, command: OpenFeed | RevokeFeed, state: Feeds, actor: Actor, on: date) -> Sequence[Decided]:
        """What changes; nothing, where a feed was revoked already."""
        if command.kind == "unit" and command.owner not in self._catalogue.bodies:
            raise NotFound(
                f"There is no unit {command.owner!r}.",
                vi=f"Không có đơn vị {command.owner!r}.",
                place=command.owner,
                cure="List the bodies with `dondoc bodies`.",
            )
        self._check_actor(command, actor, on)
        if isinstance(command, OpenFeed):
            if len(state.open) >= MOST:
                raise _too_many(command.owner)
            return [Decided(FeedOpened(kind=command.kind, owner=command.owner, number=state.last + 1))]
        if not 1 <= command.number <= state.last:
            raise NotFound(
                f"{command.owner!r} has no feed {command.number}.",
                vi=f"“{command.owner}” không có lịch đăng ký số {command.number}.",
                place=command.owner,
                cure="List them with `dondoc feed list`.",
            )
        if command.number not in state.open:
            return []
        return [Decided(FeedRevoked(kind=command.kind, owner=command.owner, number=command.number))]

    def closed(self, command: Command, state: Feeds) -> date | None:
        """No period."""
        return None

    def evolve(self, state: Feeds, record: Record) -> Feeds:
        """One more, or one less."""
        return after(state, record)

    def _check_actor(self, command: OpenFeed | RevokeFeed, actor: Actor, on: date) -> None:
        if not self._catalogue.holds(actor.person, actor.office, on):
            raise _not_theirs(actor, command.owner)
        body = actor.office.split("/", maxsplit=1)[0]
        own = actor.person == command.owner if command.kind == "person" else body == command.owner
        desk = isinstance(command, RevokeFeed) and actor.office in self._catalogue.account_desks
        if not (own or desk):
            raise _not_theirs(actor, command.owner)


def _not_theirs(actor: Actor, owner: str) -> NotAllowed:
    return NotAllowed(
        f"{actor.person} in {actor.office} may not do that with the calendar of {owner}.",
        vi=f"{actor.person} ({actor.office}) không được mở hay thu hồi lịch đăng ký của “{owner}”.",
        cure="A person opens their own, an office that of its own unit; whoever looks after accounts may revoke any.",
    )


def _too_many(owner: str) -> Rejected:
    return Rejected(
        f"{owner!r} has {MOST} open feeds.",
        rule="feed.most",
        vi=f"“{owner}” đang có {MOST} lịch đăng ký.",
        place=owner,
        cure="Revoke one that is no longer used: `dondoc feed list`, `dondoc feed revoke`.",
    )
