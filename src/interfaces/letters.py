"""Letters to bodies, from tasks and from notices: what `dondoc.documents.letter` is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dondoc.app import Dondoc
from dondoc.documents.letter import Letter, Line, docx
from dondoc.documents.seal import Seal
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound, Rejected
from dondoc.domain.notice import REQUEST, Notice
from dondoc.domain.ports import local
from dondoc.domain.status import Cell
from dondoc.interfaces import checkpoints, wording
from dondoc.projections.standing import When
from dondoc.store.checkpoints import newest

MOST = 1000


def urging(dondoc: Dondoc, body: str, when: When) -> Letter:
    """The letter about all that a body is late with on a day.

    Raises:
        NotFound: there is no such body.
        Rejected: it is late with nothing.
    """
    catalogue, day = dondoc.catalogue, date.fromisoformat(when.day)
    if body not in catalogue.bodies:
        raise NotFound(
            f"There is no body {body!r}.", vi=f"Không có cơ quan {body!r}.", cure="List them with `dondoc bodies`."
        )
    late = dondoc.tasks(when, body=body, cells={Cell.OPEN_OVERDUE}, limit=MOST)
    if not late:
        raise Rejected(
            f"{body} is late with nothing on {day}.",
            rule="letter.nothing-late",
            vi=f"Tính đến ngày {wording.day(day)}, {catalogue.body_name(body, day)} không có việc quá hạn.",
            place=body,
            cure="No letter is needed; `dondoc due --unit` shows what comes.",
        )
    lines = [
        Line(
            f"{wording.duty_name(task.duty, catalogue)} ({wording.lower(wording.window(task, catalogue))})",
            wording.citation(task.duty, catalogue),
            wording.due(task),
            wording.days_between(date.fromisoformat(task.due), day) if task.due else 0,
        )
        for task in late
    ]
    written = _written(late[0].duty, body, day, lines, catalogue, simulated=dondoc.clock.simulated)
    return replace(written, seal=checkpoints.seal(dondoc.ask(newest)))


def of_notice(notice: Notice, catalogue: Catalogue, seal: Seal | None = None) -> bytes:
    """The letter that a notice becomes where a body is written to; `seal` stands below its pages."""
    day = local(notice.at).date()
    lines = [Line(_what(each), each["basis"], each["due_said"], each["days_late"]) for each in notice.about]
    request = all(each["ladder"] == REQUEST for each in notice.about)
    body = notice.receiver.split("/")[0]
    if body not in catalogue.bodies:  # a person who gets letters: the body that the first task is owed by
        body = notice.about[0]["body"]
    duty = notice.about[0]["task"].split(":")[0]
    written = _written(duty, body, day, lines, catalogue, simulated=notice.simulated)
    return docx(replace(written, request=request, seal=seal))


def _what(about: dict[str, Any]) -> str:
    subject = f": {about['subject']}" if about["subject"] else ""
    return f"{about['what']}{subject} ({wording.lower(about['period'])})"


def _written(duty: str, body: str, day: date, lines: list[Line], catalogue: Catalogue, *, simulated: bool) -> Letter:
    """The owner of the plan writes within its own agency; to others its agency does."""
    owner = catalogue.plan_of(duty).owner
    agency = catalogue.top(owner)
    inside = agency == catalogue.top(body) and agency != owner
    return Letter(
        agency=catalogue.body_name(owner if inside else agency, day),
        above=catalogue.body_name(agency, day) if inside else "",
        to=catalogue.body_name(body, day),
        day=day,
        lines=lines,
        simulated=simulated,
    )
