"""A calendar as a file that every calendar program reads: iCalendar, RFC 5545.

It says nothing of its own and knows no clock: the same events are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar
from icalendar import Event as Component

from dondoc import __version__
from dondoc.domain.text import nfc

HOURS = 1
"""How often programs are asked to look whether anything has changed, in both ways that they know of."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        uid: its name for ever, the same in each version.
        start: a day, or a moment with a zone.
        title, text, category: what people read.
        link: where more is told.
        place: where it is; may be empty.
        version: a number that never falls; grows with each change.
        changed_at: when it was last changed.
        cancelled: whether it will not be.
    """

    uid: str
    start: date | datetime
    title: str
    text: str
    category: str
    link: str
    place: str
    version: int
    changed_at: datetime
    cancelled: bool


def calendar_file(name: str, events: Iterable[Event]) -> bytes:
    """The calendar of that name. It blocks nobody's time: what it tells are days, not appointments."""
    found = Calendar()
    found.add("prodid", f"-//dondoc//{__version__}//VI")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        found.add(key, _plain(name))
    found.add("refresh-interval", timedelta(hours=HOURS), parameters={"value": "DURATION"})
    found.add("x-published-ttl", f"PT{HOURS}H")
    for event in events:
        found.add_component(_component(event))
    return bytes(found.to_ical())


def _component(event: Event) -> Component:
    said: dict[str, Any] = {
        "uid": event.uid,
        "dtstamp": event.changed_at.astimezone(UTC),
        "last-modified": event.changed_at.astimezone(UTC),
        "sequence": event.version,
        "dtstart": event.start.astimezone(UTC) if isinstance(event.start, datetime) else event.start,
        "summary": _plain(event.title),
        "description": _plain(event.text),
        "categories": [_plain(event.category)],
        "url": event.link,
        "status": "CANCELLED" if event.cancelled else "CONFIRMED",
        "transp": "TRANSPARENT",
    }
    if event.place:
        said["location"] = _plain(event.place)
    component = Component()
    for key, value in said.items():
        component.add(key, value)
    return component


def _plain(text: str) -> str:
    """The text in NFC, without what RFC 5545 has no way to write."""
    return "".join(each for each in nfc(text) if each == "\n" or (each >= " " and each != "\x7f"))
