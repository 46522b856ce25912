"""Writing notices: the reminders that wait become one notice for each receiver, channel and day.

What has ended or was overtaken meanwhile is not sent, and whom nobody can reach is recorded. A receiver who had the
notice of the day gets the next one tomorrow, except for what is told in hours. Outside the hours of a working day, and
once a receiver's budget is spent, reminders wait and are merged into the next notice; nothing is dropped. What is told
in hours never waits for the next day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from dondoc.domain.calendar import Calendar
from dondoc.domain.contact import Contacts, Reached
from dondoc.domain.delivery import DeliveryRules, Had, monday
from dondoc.domain.facts.notice import NoticeDeferred, NoticeNotSent
from dondoc.domain.notice import Entry, covered, notice_key
from dondoc.domain.once import RecordOnce, deferral_stream, entry_stream
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

    def had(self, since: date) -> dict[Recipient, list[Had]]:
        """The notices that each receiver has by each channel since a day."""


@dataclass(frozen=True)
class Sources:
    """What composing asks: what waits, how people are reached, how it is said, and who carries it where.

    `waiting` is asked for all entries, or only for those told in hours; `deferred` which of some entries are recorded
    as waiting for a later notice, by receiver and channel.
    """

    waiting: Callable[[bool], Sequence[Entry]]
    deferred: Callable[[Sequence[str]], Collection[tuple[str, str, str]]]
    contacts: Callable[[], Contacts]
    write: Callable[[Sequence[Entry], datetime], Written]
    lane: Callable[[str, str], str]
    record: Callable[[Sequence[RecordOnce], date], object]


Group = tuple[str, str, bool]
"""A receiver, a channel, and whether it is told in hours."""


@dataclass
class _Draft:
    """What is being written.

    `left` is who is still to be told of each entry, `groups` the entries of each notice, `unsent` those that reach
    nobody, `spent` the entries of notices that the budget has no room for, with which budget that is.
    """

    left: dict[str, list[Recipient]] = field(default_factory=dict)
    groups: dict[Group, list[Entry]] = field(default_factory=dict)
    unsent: list[NoticeNotSent] = field(default_factory=list)
    spent: dict[Group, tuple[str, list[Entry]]] = field(default_factory=dict)

    def told(self) -> set[str]:
        """The entries that everybody is told of who is to be."""
        now = {(entry.id, (to, by)) for (to, by, _), entries in self.groups.items() for entry in entries}
        return {entry for entry, left in self.left.items() if all((entry, each) in now for each in left)}


class Composer:
    """Writes notices into a queue."""

    def __init__(
        self,
        reached: Callable[[Entry, date, Contacts], Reached],
        queue: Queue,
        sources: Sources,
        rules: DeliveryRules,
        calendar: Calendar,
    ) -> None:
        self._reached = reached
        self._queue = queue
        self._sources = sources
        self._rules = rules
        self._calendar = calendar

    def compose(self, now: datetime) -> int:
        """Write what waits and may go out now; the number of notices written."""
        today, opened = local(now).date(), self._rules.is_open(now, self._calendar)
        entries = self._sources.waiting(not opened)
        if not entries:
            return 0
        contacts = self._sources.contacts()
        had = self._queue.had(monday(today))
        draft = self._sort(entries, contacts, today, had)
        self._spend(draft, now, had)
        told = draft.told()
        notices = {key: covered(found, told) for key, found in draft.groups.items()}
        under = {below.id: (below, lead) for found in notices.values() for lead in found for below in lead.covers}
        self._record([*draft.unsent, *self._deferred(draft, now)], today)
        messages = [self._message(key, found, contacts, now) for key, found in notices.items()]
        done = [*told, *(fact.entry for fact in draft.unsent)]
        put = len(self._queue.put(messages, done))
        covers = [
            NoticeNotSent(entry=entry, to=below.to, reason="covered", by=lead.event)
            for entry, (below, lead) in under.items()
        ]
        self._record(covers, today)
        return put

    def _record(self, facts: Sequence[NoticeNotSent | NoticeDeferred], today: date) -> None:
        if facts:
            self._sources.record([RecordOnce(stream=_stream(fact), fact=fact) for fact in facts], today)

    def _sort(
        self, entries: Sequence[Entry], contacts: Contacts, today: date, had: Mapping[Recipient, Sequence[Had]]
    ) -> _Draft:
        draft = _Draft()
        claimed = _by_entry(self._queue.claims([entry.id for entry in entries]))
        digested = {by for by, found in had.items() if any(each.day == today and not each.pressing for each in found)}
        for entry in entries:
            reached = self._reached(entry, today, contacts)
            if reason := _needless(entry) or reached.reason:
                draft.unsent.append(NoticeNotSent(entry=entry.id, to=entry.to, reason=reason))
                continue
            left = [by for by in reached.by if by not in claimed.get(entry.id, ())]
            draft.left[entry.id] = left
            for receiver, channel in left:
                if entry.pressing or (receiver, channel) not in digested:
                    draft.groups.setdefault((receiver, channel, entry.pressing), []).append(entry)
        return draft

    def _spend(self, draft: _Draft, now: datetime, had: Mapping[Recipient, Sequence[Had]]) -> None:
        """Take out what a receiver's budget has no room for; what is told in hours comes first."""
        new: dict[Recipient, list[Had]] = {}
        for key in sorted(draft.groups, key=lambda key: (not key[2], key)):
            receiver, channel, pressing = key
            by, urgent = (receiver, channel), any(self._urgent(entry) for entry in draft.groups[key])
            notices = [*had.get(by, ()), *new.get(by, ())]
            if spent := self._rules.spent(notices, now, pressing=pressing, urgent=urgent):
                draft.spent[key] = (spent, draft.groups.pop(key))
            else:
                new.setdefault(by, []).append(Had(now, pressing))

    def _urgent(self, entry: Entry) -> bool:
        budget = self._rules.budget
        return entry.request or entry.formal or (budget is not None and entry.level >= budget.urgent)

    def _deferred(self, draft: _Draft, now: datetime) -> list[NoticeDeferred]:
        waits = [
            (entry.id, receiver, channel, spent)
            for (receiver, channel, _), (spent, entries) in draft.spent.items()
            for entry in entries
        ]
        known = self._sources.deferred([entry for entry, *_ in waits]) if waits else ()
        return [
            NoticeDeferred(
                entry=entry,
                receiver=receiver,
                channel=channel,
                reason=spent,
                until=self._rules.again(spent, now, self._calendar),
            )
            for entry, receiver, channel, spent in waits
            if (entry, receiver, channel) not in known
        ]

    def _message(self, key: Group, entries: Sequence[Entry], contacts: Contacts, now: datetime) -> Message:
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


def _stream(fact: NoticeNotSent | NoticeDeferred) -> str:
    if isinstance(fact, NoticeDeferred):
        return deferral_stream(fact.entry, fact.receiver, fact.channel)
    return entry_stream(fact.entry)


def _needless(entry: Entry) -> str:
    """Why it need not be sent any more; empty where it must be. A formal letter is written though others follow."""
    return "ended" if entry.ended else "overtaken" if entry.overtaken and not entry.formal else ""


def _by_entry(claims: Iterable[tuple[str, str, str]]) -> Mapping[str, set[Recipient]]:
    found: dict[str, set[Recipient]] = {}
    for entry, receiver, channel in claims:
        if receiver != ALL:
            found.setdefault(entry, set()).add((receiver, channel))
    return found
