"""The ladder: the rule of when to urge whom, from its first rung to its last. Data; what it comes to is `reminder`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.operand import Meant, Operands, Said, said
from dondoc.domain.ports import local
from dondoc.domain.rung import Kind, Limit, Rung

_CLOCKS = {"days", "hours"}


class Ladder(Model):
    """Rungs from the earliest to the last.

    `rhythms` and `grains` say for which duties it is meant, `marks` for tasks with one of these marks only; empty is
    any. `when` says more: for which bodies, plans, themes. `limits` are the kinds of limits that it is counted from.
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    name: Text
    rhythms: tuple[str, ...] = ()
    grains: tuple[str, ...] = ()
    marks: tuple[Id, ...] = ()
    when: Meant | None = None
    limits: Annotated[tuple[Kind, ...], Field(min_length=1)] = ("due",)
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        ids = [rung.id for rung in self.rungs]
        if double := {i for i in ids if ids.count(i) > 1}:
            name = min(double)
            raise Invalid(
                f"Two rungs of {self.id!r} are called {name!r}.",
                vi=f"Hai nấc của {self.id!r} cùng mã {name!r}.",
                place=f"rungs.{len(ids) - 1 - ids[::-1].index(name)}.id",
                cure="Give one of them another id.",
            )
        for lower, upper in zip(self.climb, self.climb[1:], strict=False):
            if lower.height >= upper.height or lower.level > upper.level:
                at = ids.index(lower.first if lower.id != lower.first else upper.first)
                raise Invalid(
                    f"The rung {upper.id!r} of {self.id!r} does not lie above {lower.id!r}.",
                    vi=f"Nấc {upper.id!r} không cao hơn nấc {lower.id!r}.",
                    place=f"rungs.{at}",
                    cure="List the rungs by day, with levels that never fall; repeats end before the next rung.",
                )
        return self

    @model_validator(mode="after")
    def _shares_of_clocks(self) -> Self:
        for i, rung in enumerate(self.rungs):
            if rung.passed is not None and not _CLOCKS.issuperset(self.limits):
                raise Invalid(
                    f"The rung {rung.id!r} of {self.id!r} is a share of a time, which only clocks have.",
                    vi=f"Nấc {rung.id!r} của {self.id!r} tính theo phần thời hạn, chỉ đồng hồ mới có.",
                    place=f"rungs.{i}.passed",
                    cure="Write limits: [hours] or [days], or before and after instead.",
                )
        return self

    @model_validator(mode="after")
    def _in_time_for_quotas(self) -> Self:
        for i, rung in enumerate(self.rungs):
            if "pace" in self.limits and any(time.offset > 0 or time.unit == "hours" for time in rung.times()):
                raise Invalid(
                    f"The rung {rung.id!r} of {self.id!r} does not lie before the end of the period.",
                    vi=f"Nấc {rung.id!r} của {self.id!r} phải nằm trước ngày cuối của kỳ.",
                    place=f"rungs.{i}",
                    cure="A quota that falls behind is urged while it can catch up: write before: 9.",
                )
        return self

    @cached_property
    def climb(self) -> tuple[Rung, ...]:
        """Every rung and each time that it comes again, from the earliest to the last."""
        return tuple(time for rung in self.rungs for time in rung.times())

    def rung(self, name: str) -> Rung | None:
        """A rung, or a time that it comes again, by its id."""
        return next((rung for rung in self.climb if rung.id == name), None)

    def chosen(self, of: Operands, kind: str) -> Iterator[Said]:
        """Each condition by which it is taken for a limit of a task, with its value."""
        yield said("limits", kind, self.limits, holds=kind in self.limits)
        if self.rhythms:
            yield said("rhythms", of.rhythm, self.rhythms, holds=of.rhythm in self.rhythms)
        if self.grains:
            yield said("grains", of.grain, self.grains, holds=of.grain in self.grains)
        if self.marks:
            shared = [mark for mark in of.marks if mark in self.marks]
            yield said("marks", " ".join(shared or of.marks), self.marks, holds=bool(shared))
        yield from self.when.asked(of) if self.when else ()

    def suits(self, rhythm: str, grain: str, kind: str = "due", marks: Collection[str] = ()) -> bool:
        """Whether it is meant for a limit of that kind, of a duty of that rhythm and grain and a task so marked."""
        return (
            kind in self.limits
            and (not self.marks or not {*self.marks}.isdisjoint(marks))
            and (not self.rhythms or rhythm in self.rhythms)
            and (not self.grains or grain in self.grains)
        )

    def reached(self, limit: Limit, now: datetime, calendar: Calendar) -> list[Rung]:
        """The rungs whose time has come, in order of time; none of a quota that is not behind."""
        if limit.pace and not limit.pace.behind(local(now).date(), calendar):
            return []
        found = [rung for rung in self.climb if rung.reached(limit, now, calendar)]
        if any(rung.passed for rung in found):
            # Half of a short time may come after four hours before its end.
            found.sort(key=lambda rung: rung.at(limit, calendar))
        return found
