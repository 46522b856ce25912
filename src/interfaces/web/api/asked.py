"""What a question says: the day and the moment, which page, of whose answers. Everything is checked here, once.

A cursor holds the position that the first page was read at, so that the pages of one list never skip or repeat a line.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dondoc.answers import Answers
from dondoc.domain.errors import Invalid, NotAllowed, NotFound
from dondoc.domain.ports import today
from dondoc.interfaces.tokens import Caller
from dondoc.interfaces.web.api.calls import allowed, caller, engine, unknown
from dondoc.projections.standing import When

MOST = 200
"""How many lines a page has at most."""
FURTHEST = 1_000_000
"""How far into a list one can page."""
AROUND = timedelta(days=366 * 30)
"""How far from today a day that is asked about may lie."""


class Times(BaseModel):
    """The two times of a question: as it stood at the end of a day, as it was known at a moment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Annotated[date | None, Field(description="The day asked about; today by default.")] = None
    known_at: Annotated[AwareDatetime | None, Field(description="As it was known then; as known now by default.")] = (
        None
    )


class Paged(Times):
    """A question whose answer comes in pages."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(max_length=300, description="`next` of the page before.")] = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list is asked for, of which state of the log."""

    when: When
    offset: int
    limit: int

    def next(self, found: int) -> str | None:
        """The cursor of the page after one with so many lines more than asked for; None where this was the last."""
        if found <= self.limit:
            return None
        said = [self.when.day, self.when.position, self.when.moment, self.offset + self.limit]
        return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def reader(request: Request, found: Annotated[Caller, Depends(caller)]) -> Answers:
    """The answers as a person may see them whose token is for reading.

    Raises:
        NotFound: a program of `config/doors.yaml` asks, which finds its own cases only.
        NotAllowed: the token is not for reading, or its holder holds no office today.
    """
    allowed(found, "read")
    if found.door is not None:
        raise unknown(request.url.path)
    if not found.actors:
        raise NotAllowed(
            f"{found.person} holds no office today.",
            vi=f"{found.person} hiện không giữ chức vụ nào.",
            cure="Register who holds which office under holdings in config/offices.yaml.",
        )
    return engine(request).seen_by(*found.actors)


Reading = Annotated[Answers, Depends(reader)]


def when(answers: Answers, times: Times) -> When:
    """The day and position that a question is about.

    Raises:
        Invalid: the day lies too far away.
    """
    now = today(answers.clock)
    if times.as_of is not None and abs(times.as_of - now) > AROUND:
        raise Invalid(
            f"{times.as_of} is too far from today.",
            vi=f"Ngày {times.as_of:%d/%m/%Y} cách hôm nay quá xa.",
            place="as_of",
            cure="Ask about a day within thirty years.",
        )
    return answers.when(times.as_of, times.known_at)


def page(answers: Answers, asked: Paged) -> Page:
    """The page that is asked for.

    Raises:
        Invalid: the cursor is none of ours, or belongs to another day.
    """
    first = when(answers, asked)
    if not asked.cursor:
        return Page(first, 0, asked.limit)
    given = _decoded(asked.cursor)
    same = given is not None and given.when.position <= answers.store.position()
    if asked.as_of is not None or asked.known_at is not None:
        same = same and given is not None and given.when.day == first.day
    if asked.known_at is not None:
        same = same and given is not None and given.when.position == first.position
    if given is None or not same:
        raise Invalid(
            "The cursor is not one of this list.",
            vi="Con trỏ trang không phải của danh sách này.",
            place="cursor",
            cure="Send `next` of the page before, with the same question; leave it out to begin anew.",
        )
    return Page(given.when, given.offset, asked.limit)


def _decoded(cursor: str) -> Page | None:
    """What a cursor says; None where it is none of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        day, position, moment, offset = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        found = Page(When(date.fromisoformat(day).isoformat(), position, moment), offset, MOST)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    whole = type(position) is int and type(offset) is int and isinstance(moment, str)
    return found if whole and position >= 0 and 0 <= offset <= FURTHEST else None


def known(ids: Any, value: str, en: str, vi: str) -> None:
    """Make sure that an id in a question is one that the configuration knows, or empty.

    Raises:
        NotFound: it is not.
    """
    if value and value not in ids:
        raise NotFound(f"There is no {en} {value!r}.", vi=f"Không có {vi} “{value}”.", place=en)
