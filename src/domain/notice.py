"""Notices: what is sent to somebody, whole and ready to be read, whatever channel carries it.

Several reminders for one receiver make one notice. Its key is the same in every attempt, so that whoever gets it twice
can tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

REQUEST = "request"
"""The ladder and rung under which a request stands: what one body asks another for, told when it is asked."""
LETTER = "letter"
"""The channel of formal letters: they go to a file, to be numbered, signed and posted."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a channel sends.

    Attributes:
        key: names the notice for ever; the same in every attempt.
        address: where the channel takes it; empty for channels that need none.
        receiver: id of the person, office or body that it is for.
        at: when it was written.
        subject: one line.
        text: all of it, as plain text.
        about: each reminder in it as plain data, for programs.
        simulated: whether it was written under a simulated clock.
    """

    key: str
    address: str
    receiver: str
    at: datetime
    subject: str
    text: str
    about: tuple[dict[str, Any], ...] = ()
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A reminder or a request for one of its recipients, that waits to be sent.

    `to` is an office, or a body: whoever is written to formally or asked. `event` is the id of its event, `subject`
    what is asked for, `due` absent where no day was named. `ended` says that nothing is left to urge, `overtaken` that
    a newer reminder about the same limit waits too. `parent` is the task that its task belongs to, if any; `covers` are
    the reminders of tasks that belong to this one's family, which a notice tells of under it.
    """

    event: str
    to: str
    task: str
    limit: str
    ladder: str
    rung: str
    level: int
    due: date | None
    due_at: datetime | None
    on: date
    position: int
    subject: str = ""
    ended: bool = False
    overtaken: bool = False
    parent: str = ""
    covers: tuple[Entry, ...] = ()

    @property
    def id(self) -> str:
        """Names it: an event has one entry for each recipient."""
        return f"{self.event}:{self.to}"

    @property
    def formal(self) -> bool:
        """Whether it is a letter to a body, not a message to an office or a request."""
        return "/" not in self.to and not self.request

    @property
    def request(self) -> bool:
        """Whether somebody asks for something, which is no reproach."""
        return self.ladder == REQUEST

    @property
    def pressing(self) -> bool:
        """Whether its limit is told in hours, so that it cannot wait for the next day's notice."""
        return self.due_at is not None


def covered(entries: Sequence[Entry], complete: Collection[str]) -> list[Entry]:
    """The entries of one notice, with those of a family for one office told under the first of them.

    The reminder of the task that the others belong to covers them; where that is not urged itself, the highest of them
    covers the rest. Letters, requests and what is told in hours stand for themselves, and so does whatever is not among
    `complete`: the entries that everybody is told of now.
    """
    free = [each for each in entries if each.id in complete and not (each.formal or each.request or each.pressing)]
    own = {(each.task, each.to): each for each in reversed(free)}
    families: dict[tuple[str, str], list[Entry]] = {}
    for each in free:
        if each.parent:
            families.setdefault((each.parent, each.to), []).append(each)
    under: dict[str, list[Entry]] = {}
    for family, members in families.items():
        lead = own.get(family) or max(members, key=lambda each: (each.level, -each.position))
        if lead.id not in {below.id for found in under.values() for below in found}:
            under[lead.id] = [each for each in members if each is not lead and each.id not in under]
    hidden = {below.id for found in under.values() for below in found}
    return [replace(each, covers=tuple(under.get(each.id, ()))) for each in entries if each.id not in hidden]


def notice_key(entries: Iterable[str], receiver: str, channel: str) -> str:
    """The key of the notice that tells one receiver of these entries by one channel."""
    said = "\n".join([channel, receiver, *sorted(entries)])
    return f"n-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
