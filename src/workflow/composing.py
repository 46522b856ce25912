"""Writing notices: the reminders that wait become one notice for each receiver, channel and day.

What has ended or was overtaken meanwhile is not sent, and whom nobody can reach is recorded. A receiver who had the
notice of the day gets the next one tomorrow, except for what is told in hours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from dondoc.domain.contact import Contacts, Reached
from dondoc.domain.facts.notice import NoticeNotSent
from dondoc.domain.notice import Entry, notice_key
from dondoc.domain.once import RecordOnce, entry_stream
from dondoc.domain.ports import local, stamp
from dondoc.store.outbox import ALL, Message

Recipient = tuple[str, str]
"""A receiver and a channel."""


@dataclass(frozen=True, slots=True)
class Written:
    """A notice in words."""

    subject: str
    text: str
    about: tuple[dict[str, object], ...]


class Queue(Protocol):
    """Where notices are kept until they are sent; see `dondoc.store.outbox`."""

    def put(self, messages: Sequence[Message], written: Iterable[str] = ()) -> list[str]:
        """Add messages."""

    def claims(self, entries: Collection[str]) -> set[tuple[str, str, str]]:
        """Which receivers some entries have been written to."""

    def had(self, day: str) -> set[tuple[str, str]]:
        """The receivers and channels that have their notice of a day."""


@dataclass(frozen=True)
class Sources:
    """What composing asks: what waits, how people are reached, how it is said, and who carries it where."""

    waiting: Callable[[], Sequence[Entry]]
    contacts: Callable[[], Contacts]
    write: Callable[[Sequence[Entry], datetime], Written]
    lane: Callable[[str, str], str]
    record: Callable[[Sequence[RecordOnce], date], object]


@dataclass
class _Draft:
    """What is being written: entries by recipient, those done with, and those that reach nobody."""

    for_: dict[tuple[str, str, bool], list[Entry]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    unsent: list[NoticeNotSent] = field(default_factory=list)


class Composer:
    """Writes notices into a queue."""

    def __init__(self, reached: Callable[[Entry, date, Contacts], Reached], queue: Queue, sources: Sources) -> None:
        self._reached = reached
        self._queue = queue
        self._sources = sources

    def compose(self, now: datetime) -> int:
        """Write what waits; the number of notices written."""
        entries = self._sources.waiting()
        if not entries:
            return 0
        contacts = self._sources.contacts()
        draft = self._sort(entries, contacts, local(now).date())
        if draft.unsent:
            commands = [RecordOnce(stream=entry_stream(fact.entry), fact=fact) for fact in draft.unsent]
            self._sources.record(commands, local(now).date())
        messages = [self._message(key, found, contacts, now) for key, found in draft.for_.items()]
        return len(self._queue.put(messages, [*draft.written, *(fact.entry for fact in draft.unsent)]))

    def _sort(self, entries: Sequence[Entry], contacts: Contacts, today: date) -> _Draft:
        draft, had = _Draft(), self._queue.had(today.isoformat())
        claimed = _by_entry(self._queue.claims([entry.id for entry in entries]))
        for entry in entries:
            reached = self._reached(entry, today, contacts)
            if reason := _needless(entry) or reached.reason:
                draft.unsent.append(NoticeNotSent(entry=entry.id, to=entry.to, reason=reason))
                continue
            left = [by for by in reached.by if by not in claimed.get(entry.id, ())]
            now = [by for by in left if entry.pressing or by not in had]
            for receiver, channel in now:
                draft.for_.setdefault((receiver, channel, entry.pressing), []).append(entry)
            if len(now) == len(left):
                draft.written.append(entry.id)
        return draft

    def _message(
        self, key: tuple[str, str, bool], entries: Sequence[Entry], contacts: Contacts, now: datetime
    ) -> Message:
        receiver, channel, pressing = key
        said = self._sources.write(entries, now)
        ids = [entry.id for entry in entries]
        return Message(
            notice_key(ids, receiver, channel),
            channel,
            receiver,
            self._sources.lane(channel, contacts.address(receiver, channel) or ""),
            local(now).date().isoformat(),
            pressing,
            stamp(now),
            tuple(ids),
            said.subject,
            said.text,
            said.about,
        )


def _needless(entry: Entry) -> str:
    """Why it need not be sent any more; empty where it must be. A formal letter is written though others follow."""
    return "ended" if entry.ended else "overtaken" if entry.overtaken and not entry.formal else ""


def _by_entry(claims: Iterable[tuple[str, str, str]]) -> Mapping[str, set[Recipient]]:
    found: dict[str, set[Recipient]] = {}
    for entry, receiver, channel in claims:
        if receiver != ALL:
            found.setdefault(entry, set()).add((receiver, channel))
    return found
