"""The clocks of a procedure: which start and stop with a step, under which version of which rule, until when."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Decided
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import StepFact
from dondoc.domain.facts.task import ClockStarted, ClockStopped
from dondoc.domain.ports import HANOI, local
from dondoc.domain.procedure import Clock, Procedure


def stopped(procedure: Procedure, fact: StepFact, running: Container[str], on: date) -> list[Decided]:
    """The clocks that a step stops, of those that run.

    Raises:
        Invalid: the fact gives a moment after its day.
    """
    return [
        Decided(ClockStopped(clock=clock.id, at=_moment(fact, clock.stop_at, on)))
        for clock in procedure.clocks
        if fact.step in clock.stops and clock.id in running
    ]


def started(procedure: Procedure, fact: StepFact, on: date, catalogue: Catalogue) -> list[Decided]:
    """The clocks that a step starts, each with its rule and its end.

    Raises:
        Invalid: a clock in hours needs a moment that the fact does not give, or gives one after its day.
        NotFound: no version of the rule holds on that day.
        CalendarUndecided: the clock ends outside the decided years.
    """
    return [_start(clock, fact, on, catalogue) for clock in procedure.clocks if fact.step in clock.starts]


def _start(clock: Clock, fact: StepFact, on: date, catalogue: Catalogue) -> Decided:
    family = clock.rule or clock.rules.get(str(getattr(fact, clock.by or "", "")))
    if family is None:
        raise Invalid(
            f"No rule is set for {clock.by} {getattr(fact, clock.by or '', None)!r}.",
            vi="Chưa có quy định thời hạn cho trường hợp này.",
            place=clock.by or "",
            cure=f"It is one of: {', '.join(clock.rules)}.",
        )
    at = _moment(fact, clock.at, on)
    start = at or datetime.combine(on, time(0), HANOI)
    rule = catalogue.rules.on(family, local(start).date())
    if rule.unit == "hours" and at is None:
        raise Invalid(
            f"The clock {clock.id!r} runs in hours and needs the moment {clock.at!r}.",
            vi=f"Thời hạn “{clock.name}” tính theo giờ nên cần có {clock.at!r}.",
            place=clock.at or "",
            cure=f"Give {clock.at}, for example 2024-05-03T14:30:00+07:00.",
        )
    term = rule.due(start, catalogue.calendar)
    running = ClockStarted(
        clock=clock.id,
        rule=f"{rule.id}/{rule.from_}",
        basis=rule.basis,
        at=start,
        length=rule.length,
        unit=rule.unit,
        due=term.day,
        due_at=term.at,
        days=tuple(f"{note.day} {note.why} {note.basis}".strip() for note in term.days if not note.working),
    )
    return Decided(running, basis=rule.basis)


def _moment(fact: StepFact, field: str | None, on: date) -> datetime | None:
    found = getattr(fact, field, None) if field else None
    if found is None:
        return None
    at = found if isinstance(found, datetime) else datetime.combine(found, time(0), HANOI)
    if local(at).date() > on:
        raise Invalid(
            f"{field} ({local(at):%Y-%m-%d %H:%M}) lies after the day of the step ({on}).",
            vi=f"Thời điểm {local(at):%H:%M %d/%m/%Y} sau ngày ghi nhận {on:%d/%m/%Y}.",
            place=field or "",
            cure="Give the moment at which it happened, and the day with --on.",
        )
    return at
