"""Windows: when a task should be done.

A window is either fixed (a period) or anchored to an act: before, during or after a document is issued. An anchored
window has no days until its act is issued; the task then waits, and waiting is never late. The plan may name a period
in which the act is expected: that is an estimate to ask about, never a deadline.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dondoc.domain import period as periods
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id
from dondoc.domain.period import Grain, Period


class Phase(StrEnum):
    """Where a task stands to the act that it is anchored to."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Window(BaseModel):
    """The window of one task, as it is written into the log.

    `start` and `end` are days, both included; `end` None is open-ended when `act` is empty, unknown otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    grain: Grain | None = None
    start: date | None = None
    end: date | None = None
    act: str = ""
    phase: Phase | None = None
    expected: str = ""

    @classmethod
    def fixed(cls, period: Period) -> Self:
        """The window of a period."""
        return cls(label=period.label, grain=period.grain, start=period.start, end=period.end)

    @property
    def waits(self) -> bool:
        """Whether the act has not been issued, so that nobody can be late."""
        return bool(self.act) and self.end is None


# A year is written without quotes, 2024, and so read as a number.
_label = BeforeValidator(lambda value: str(value) if type(value) is int else value)


def _grained(*grains: Grain) -> AfterValidator:
    """Accepts labels of periods of these grains only."""

    def check(label: str) -> str:
        grain = periods.parse(label).grain
        if grain not in grains:
            raise Invalid(
                f"{label!r} is a {grain}, not a {' or '.join(grains)}.",
                vi=f"{label!r} không đúng loại thời gian ({', '.join(grains)}).",
                cure="Write the label under the key of its own kind, for example {month: 2024-04}.",
            )
        return label

    return AfterValidator(check)


DayLabel = Annotated[str, _grained(Grain.DAY)]
MonthLabel = Annotated[str, _grained(Grain.MONTH)]
QuarterLabel = Annotated[str, _grained(Grain.QUARTER)]
HalfLabel = Annotated[str, _grained(Grain.HALF)]
YearLabel = Annotated[str, _label, _grained(Grain.YEAR)]
YearsLabel = Annotated[str, _label, _grained(Grain.RANGE, Grain.YEAR)]
AnyLabel = Annotated[str, _label, AfterValidator(lambda label: periods.parse(label).label)]


class WindowSpec(BaseModel):
    """A window as plans write it: exactly one of its kinds. Source: the time column of the annex of Decision 184."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    day: DayLabel | None = None
    month: MonthLabel | None = None
    months: Annotated[tuple[MonthLabel, ...], Field(min_length=2)] | None = None
    quarter: QuarterLabel | None = None
    half: HalfLabel | None = None
    year: YearLabel | None = None
    years: YearsLabel | None = None
    from_: Annotated[DayLabel | None, Field(alias="from")] = None
    to: DayLabel | None = None
    around: Id | None = None
    after: Id | None = None
    phases: tuple[Phase, ...] = ()
    expected: AnyLabel | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [k for k in _KINDS if getattr(self, "from_" if k == "from" else k) is not None]
        if len(given) != 1:
            raise Invalid(
                f"A window needs exactly one of {', '.join(_KINDS)}; given: {', '.join(given) or 'none'}.",
                vi="Mỗi nhiệm vụ có đúng một loại thời gian.",
                cure="Write for example {month: 2024-04}.",
            )
        if (self.from_ is None) != (self.to is None):
            raise Invalid(
                "A range needs both from and to.",
                vi="Khoảng thời gian cần cả from và to.",
                cure="Write {from: 2024-01-05, to: 2024-02-10}.",
            )
        if bool(self.phases) != (self.around is not None):
            raise Invalid(
                "phases goes with around, and around needs phases.",
                vi="phases đi cùng around, và around cần phases.",
                cure="Write {around: ACT, phases: [before, during, after]}.",
            )
        if self.expected is not None and not self.act:
            raise Invalid(
                "expected goes with around or after only.",
                vi="expected chỉ đi cùng around hoặc after.",
                cure="Write the period itself, {month: 2024-04}.",
            )
        for named in (self.months or (), self.phases):
            if double := {each for each in named if named.count(each) > 1}:
                raise Invalid(f"{min(double)} stands twice.", vi=f"{min(double)} bị trùng.", cure="Write it once.")
        if not self.act:
            self.whole()  # a range that runs backwards is refused here
        return self

    @property
    def kind(self) -> str:
        """Which kind of time the plan printed: month, months, year, years, around, after, ..."""
        return next(k for k in _KINDS if getattr(self, "from_" if k == "from" else k) is not None)

    @property
    def act(self) -> str:
        """The id of the act that the window is anchored to; empty for a fixed window."""
        return self.around or self.after or ""

    def windows(self) -> list[Window]:
        """The windows to be met: one, or one for each month or phase."""
        if self.months is not None:
            return [Window.fixed(periods.parse(label)) for label in self.months]
        if self.act:
            phases = self.phases or (Phase.AFTER,)
            return [Window(label=p, act=self.act, phase=p, expected=self.expected or "") for p in phases]
        return [Window.fixed(self.whole())]

    def whole(self) -> Period:
        """The whole stretch of a fixed window.

        Raises:
            Invalid: the window is anchored to an act and has no days yet.
        """
        if self.act:
            raise Invalid(f"The window hangs on the act {self.act!r}, which has no date yet.")
        if self.from_ is not None and self.to is not None:
            return periods.stretch(date.fromisoformat(self.from_), date.fromisoformat(self.to))
        if self.months is not None:
            first, last = periods.parse(min(self.months)), periods.parse(max(self.months))
            assert last.end is not None  # a month ends
            return periods.stretch(first.start, last.end)
        return periods.parse(str(getattr(self, self.kind)))

    def month_slots(self) -> tuple[str, ...]:
        """The months that the plan names, as deadline or as expectation."""
        if self.months is not None:
            return self.months
        label = self.month or self.expected or ""
        return (label,) if label and periods.parse(label).grain is Grain.MONTH else ()


_KINDS = ("day", "month", "months", "quarter", "half", "year", "years", "from", "around", "after")


class AnchorPolicy(BaseModel):
    """How many days the phases around an act last. The decisions do not say: each plan sets it, as its own choice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    during_days: int = Field(default=15, ge=0, le=366)
    after_days: int = Field(default=30, ge=1, le=366)


def anchored(window: Window, issued: date, policy: AnchorPolicy) -> Window:
    """The window once its act was issued on that day.

    Before: until the day of issue. During: from the day of issue for `during_days` more days. After: from the next day
    on for `after_days` days. A window that bears the name of a period of its own never ends before that period does.
    """
    match window.phase:
        case Phase.BEFORE:
            start, end = None, issued
        case Phase.DURING:
            start, end = issued, issued + policy.during_days * periods.DAY
        case _:
            start, end = issued + periods.DAY, issued + policy.after_days * periods.DAY
            if window.label not in {*Phase}:
                end = max(end, periods.parse(window.label).end or end)
    return window.model_copy(update={"grain": Grain.RANGE, "start": start, "end": end})
