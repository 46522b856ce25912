"""Legal rules as dated data: how long somebody has, from which moment, on which basis, from when to when.

Law changes; a case runs under the rule of the day on which its clock started. Rules of one family share an id; their
days never overlap. Nothing here is code for one rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar, DayNote
from dondoc.domain.counting import Unit, hours_end, term_end
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.period import DAY
from dondoc.domain.ports import local

Certainty = Literal["H", "M", "L"]


class Rule(Model):
    """One version of a rule.

    Attributes:
        id: the family, such as `press.adhoc`.
        name, en: what it says, in a line.
        anchor: what starts the clock, in words.
        length, unit: how long; `hours` run through nights and weekends, the others end with a day.
        from_, to: the days on which a clock may start under it, both included.
        basis: the document that it rests on.
        certainty: how sure we are of it (H read in the text, M reported, L from memory).
    """

    id: Id
    name: Text
    en: Text
    anchor: Text
    length: Annotated[int, Field(ge=1, le=10_000)]
    unit: Literal["hours", "days", "working-days", "months"]
    from_: Annotated[date, Field(alias="from")]
    to: date | None = None
    basis: Id
    certainty: Certainty
    doubt: Text | None = None
    doubt_en: Text | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise Invalid(
                f"The rule {self.id!r} ends on {self.to} before it starts on {self.from_}.",
                vi=f"Quy định {self.id!r} hết hiệu lực trước khi có hiệu lực.",
                cure="Write the earlier day as from.",
            )
        return self

    def holds(self, on: date) -> bool:
        """Whether a clock that starts on that day runs under it."""
        return self.from_ <= on and (self.to is None or on <= self.to)

    def due(self, start: datetime, calendar: Calendar) -> Term:
        """When a clock that starts at that moment runs out.

        Raises:
            CalendarUndecided: it ends outside the decided years.
        """
        if self.unit == "hours":
            at = hours_end(start, self.length)
            return Term(local(at).date(), at, ())
        count = term_end(local(start).date(), self.length, Unit(self.unit), calendar)
        return Term(count.result, None, count.days)


@dataclass(frozen=True, slots=True)
class Term:
    """When a clock runs out: the last day, the moment where it is told in hours, and the days that were counted."""

    day: date
    at: datetime | None
    days: tuple[DayNote, ...]


class Rulebook:
    """Every version of every rule."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._families: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda each: (each.id, each.from_)):
            family = self._families.setdefault(rule.id, [])
            if family and (family[-1].to is None or family[-1].to >= rule.from_):
                raise Invalid(
                    f"Two versions of the rule {rule.id!r} hold on {rule.from_}.",
                    vi=f"Hai phiên bản của quy định {rule.id!r} cùng có hiệu lực ngày {rule.from_:%d/%m/%Y}.",
                    cure=f"End the earlier one on {rule.from_ - DAY}.",
                )
            family.append(rule)

    def __contains__(self, family: str) -> bool:
        return family in self._families

    def families(self) -> list[str]:
        """The ids of all rules."""
        return list(self._families)

    def all(self) -> list[Rule]:
        """Every version, by family and day."""
        return [rule for family in self._families.values() for rule in family]

    def on(self, family: str, day: date) -> Rule:
        """The version of a rule that a clock starting on that day runs under.

        Raises:
            NotFound: no version holds on that day.
        """
        for rule in self._families.get(family, ()):
            if rule.holds(day):
                return rule
        raise NotFound(
            f"No version of the rule {family!r} holds on {day}.",
            vi=f"Không có quy định {family!r} nào có hiệu lực ngày {day:%d/%m/%Y}.",
            cure="Add the version of that time to config/rules.yaml.",
        )
