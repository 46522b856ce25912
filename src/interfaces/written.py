"""Days and moments as people in Vietnam write them. No guessing: what could be read otherwise is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from dondoc.domain.errors import Invalid
from dondoc.domain.ports import HANOI

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_VIETNAMESE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})[:hg]([0-9]{2})")


def day(text: str, place: str = "") -> date:
    """The day that somebody wrote, as 01/07/2024 or 2024-07-01.

    Raises:
        Invalid: it is not a day.
    """
    text = text.strip()
    iso, vietnamese = _ISO.fullmatch(text), _VIETNAMESE.fullmatch(text)
    parts = iso.groups() if iso else vietnamese.groups()[::-1] if vietnamese else ("0", "0", "0")
    try:
        return date(*map(int, parts))
    except ValueError as wrong:
        raise Invalid(
            f"{place or 'This'}={text!r} is not a day.",
            vi=f"“{text}” không phải là một ngày. Hãy viết ngày/tháng/năm, ví dụ 01/07/2024.",
            place=place,
            cure="Write 01/07/2024 or 2024-07-01.",
        ) from wrong


def known_at(text: str, place: str = "") -> datetime:
    """The moment as known at which somebody asks: as `moment`, as 2024-07-01T08:30, or a day: its end.

    Raises:
        Invalid: it is none of these.
    """
    parts = text.strip().replace("T", " ").split()
    try:
        if len(parts) == 1:
            return datetime(*day(parts[0]).timetuple()[:3], tzinfo=HANOI) + timedelta(days=1)
        return moment(" ".join(parts))
    except Invalid as wrong:
        raise Invalid(wrong.en, vi=wrong.vi, place=place, cure=wrong.cure) from wrong


def moment(text: str) -> datetime:
    """The moment that somebody wrote, as 08:30 01/07/2024 or the other way round; in Vietnam.

    Raises:
        Invalid: it is not a moment.
    """
    parts = text.split()
    times = [found for part in parts if (found := _TIME.fullmatch(part))]
    days = [part for part in parts if not _TIME.fullmatch(part) and part.lower() != "ngày"]
    try:
        (time,), (on,) = times, days
        return datetime(*day(on).timetuple()[:3], int(time[1]), int(time[2]), tzinfo=HANOI)
    except ValueError as wrong:  # Invalid is one too
        raise Invalid(
            f"{text!r} is not a moment.",
            vi=f"“{text}” không phải là một thời điểm. Hãy viết giờ:phút ngày/tháng/năm, ví dụ 08:30 01/07/2024.",
            cure="Write 08:30 01/07/2024.",
        ) from wrong
