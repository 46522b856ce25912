"""Tests of the ladders, written beside them: on this day, given this, that is what is urged. A pure question."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.errors import DondocError, Invalid, NotFound
from dondoc.domain.ladder import Ladder
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.occurrence import Occurrence, occurrences
from dondoc.domain.pace import Pace
from dondoc.domain.period import DAY
from dondoc.domain.plan import Duty
from dondoc.domain.ports import HANOI
from dondoc.domain.reminder import Context, Reminder, remind
from dondoc.domain.rung import PACE, SILENCE, Limit

RungId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*(/[0-9]+)?$")]
"""The id of a rung, or of a time that it comes again: `qua-han-15/2`."""


class Given(Model):
    """The task that is asked about, and one limit of it.

    Attributes:
        duty: its full id.
        body: who owes it; the first of those that do, by default.
        marks: the task's marks.
        period: the label of its period, whose last day is its due day.
        due: its due day, where no period is named.
        clock: from when to when a clock runs; its end is a moment, or a day.
        active: the day of the last activity: what is asked about is the silence since.
        credits: how many were counted: what is asked about is the pace in the period.
        recorded: the rungs that are recorded already; by default those that a tick every day (every hour, for a clock
            in hours) would have recorded.
        late_tasks: how many tasks of the body are overdue.
        acknowledged: the rungs that somebody has answered for.
    """

    duty: str
    body: Id | None = None
    marks: tuple[Id, ...] = ()
    period: Text | None = None
    due: date | None = None
    clock: tuple[AwareDatetime, AwareDatetime | date] | None = None
    active: date | None = None
    credits: Annotated[int | None, Field(ge=0)] = None
    recorded: tuple[RungId, ...] | None = None
    late_tasks: Annotated[int, Field(ge=0)] = 0
    acknowledged: tuple[RungId, ...] = ()

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if sum(each is not None for each in (self.period, self.due, self.clock, self.active)) != 1:
            raise Invalid(
                "A test is about one limit.",
                vi="Mỗi kiểm thử hỏi về đúng một thời hạn.",
                cure="Write one of period, due, clock and active.",
            )
        if self.credits is not None and self.period is None:
            raise Invalid("A pace needs its period.", vi="Nhịp cần có kỳ.", place="credits", cure="Write period too.")
        return self


class Expected(Model):
    """What is urged: the rung, and as much of the rest as the test wants to hold; or nothing at all.

    `held_back` is why the rung is held back, where that is what is expected.
    """

    nothing: bool = False
    rung: RungId | None = None
    ladder: Id | None = None
    level: int | None = None
    to: tuple[str, ...] | None = None
    held_back: str = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.nothing == (self.rung is not None):
            raise Invalid(
                "A test expects either a rung or nothing.",
                vi="Kiểm thử chờ đợi một nấc (rung) hoặc không gì cả (nothing: true).",
                cure="Write expect: {rung: qua-han-1}, or expect: {nothing: true}.",
            )
        return self

    def __str__(self) -> str:
        if self.nothing:
            return "nothing"
        said = {"ladder": self.ladder, "level": self.level, "to": self.to and ", ".join(self.to)}
        said["held back"] = self.held_back or None
        return "; ".join([str(self.rung), *(f"{key}: {value}" for key, value in said.items() if value is not None)])


class Trial(Model):
    """One test: `at` a day (its first moment) or a moment, `given` a task, this is `expect`ed."""

    name: Text
    at: AwareDatetime | date
    given: Given
    expect: Expected

    @property
    def now(self) -> datetime:
        """The moment at which it is asked."""
        return self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time(), HANOI)


def run(trial: Trial, catalogue: Catalogue) -> str:
    """What comes of a test: empty when it is as expected, else what was said instead.

    Raises:
        NotFound: there is no such duty or period.
        CalendarUndecided: the test reaches beyond the decided years.
    """
    try:
        ladder, found = _asked(trial, catalogue)
    except NotFound:
        raise
    except DondocError as wrong:
        return str(wrong)
    expect = trial.expect
    sent = [each for each in found if not each.held_back]
    if expect.nothing:
        return _said(ladder, sent) if sent else ""
    same = [each for each in found if each.rung == expect.rung and each.held_back == expect.held_back]
    fits = same and (
        expect.ladder in (None, same[0].ladder)
        and expect.level in (None, same[0].level)
        and expect.to in (None, same[0].to)
    )
    return "" if fits else _said(ladder, sent or found)


def _said(ladder: Ladder | None, found: list[Reminder]) -> str:
    if ladder is None:
        return "nothing: no ladder suits it"
    each = found[-1] if found else None
    if each is None:
        return "nothing"
    got = Expected(rung=each.rung, ladder=each.ladder, level=each.level, to=each.to, held_back=each.held_back)
    return str(got)


def _asked(trial: Trial, catalogue: Catalogue) -> tuple[Ladder | None, list[Reminder]]:
    given = trial.given
    duty = catalogue.duties.get(given.duty)
    if duty is None:
        raise NotFound(f"There is no duty {given.duty!r}.", vi=f"Không có nhiệm vụ {given.duty!r}.", place="given.duty")
    body = given.body or next(iter(catalogue.owers(duty)), "")
    limit = _limit(given, duty, catalogue)
    if limit is None:
        return None, []
    ladder = choosing.ladder(catalogue, duty, limit.kind, given.marks, body)
    if ladder is None:
        return None, []
    context = Context(
        choosing.operands(catalogue, duty, body, given.marks),
        lambda _body, _day: given.late_tasks,
        catalogue.told,
        given.acknowledged,
    )
    known = given.recorded
    if known is None:
        before = trial.now - (timedelta(hours=1) if limit.kind == "hours" else DAY)
        known = tuple(rung.id for rung in ladder.reached(limit, before, catalogue.calendar))
    return ladder, [
        *remind(
            ladder, limit, task=f"{duty.id}:{body}", body=body, now=trial.now, known=known,
            calendar=catalogue.calendar, context=context,
        )
    ]  # fmt: skip


def _limit(given: Given, duty: Duty, catalogue: Catalogue) -> Limit | None:
    """The limit that a test is about; None for a period that has no last day, since it waits for an act."""
    binds = first_moment(catalogue.plan_of(duty.id).starts)
    if given.active:
        begun = first_moment(given.active)
        return Limit(SILENCE, given.active + (duty.silence or 0) * DAY, begun, SILENCE, begun)
    if given.clock:
        start, end = given.clock
        if isinstance(end, datetime):
            return Limit("hours", end.astimezone(HANOI).date(), start, "clock", start, end)
        return Limit("days", end, start, "clock", start)
    if given.due:
        return Limit("due", given.due, binds)
    found = _occurrence(given, duty, catalogue)
    if given.credits is not None and found.window.start and found.window.end:
        of = Pace(found.count, given.credits, found.window.start, found.window.end)
        since = max(binds, first_moment(found.opens))
        return Limit(PACE, of.end, since, PACE, first_moment(of.start), pace=of)
    return Limit("due", found.due, binds) if found.due else None


def _occurrence(given: Given, duty: Duty, catalogue: Catalogue) -> Occurrence:
    found = {each.label: each for each in occurrences(duty, catalogue.plan_of(duty.id))}
    if given.period not in found:
        raise NotFound(
            f"The duty {duty.id!r} has no period {given.period!r}.",
            vi=f"Nhiệm vụ {duty.id!r} không có kỳ {given.period!r}.",
            place="given.period",
            cure=f"It has: {', '.join(found) or 'none'}.",
        )
    return found[given.period]
