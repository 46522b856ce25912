"""What lies on which day, in words, as a calendar that programs read. What it says follows from log and configuration.

A window is said in its own grain beside its last day, so that nobody takes that day for the plan's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from dondoc.answers import Answers
from dondoc.documents.calendar_file import Event, calendar_file
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.period import Grain
from dondoc.domain.ports import today, unstamp
from dondoc.domain.visibility import sight_of_unit
from dondoc.interfaces import steps, terms, wording
from dondoc.interfaces.notices import SIMULATED
from dondoc.projections import agenda
from dondoc.projections.agenda import CLOCK, DUE, FIXED, PROMISED, Item
from dondoc.projections.task_list import TaskLine
from dondoc.store.feeds import Feed

CATEGORIES = {DUE: "Hạn", CLOCK: "Thời hạn", PROMISED: "Hẹn", FIXED: "Sự kiện"}
Link = Callable[[str], str]
"""The address of a task."""


def of_person(answers: Answers, person: str) -> list[Item]:
    """What lies before a person in the offices in which they ask: their bodies', and what waits for these offices."""
    also = [
        line.id
        for actor in answers.viewers
        for line in answers.queue(actor.office)
        if steps.gate(line, actor.office, answers.catalogue) or steps.waits_for(line, actor.office, answers.catalogue)
    ]
    bodies = {actor.office.split("/", maxsplit=1)[0] for actor in answers.viewers if actor.person == person}
    fixing, when = _fixing(answers.catalogue), answers.when()
    return answers.ask(agenda.agenda, when, bodies, also=also, fixing=fixing, sight=answers.sight)


def of_unit(answers: Answers, unit: str) -> list[Item]:
    """What lies before a unit, as everybody there may see it."""
    fixing, sight = _fixing(answers.catalogue), sight_of_unit(unit, answers.catalogue)
    return answers.ask(agenda.agenda, answers.when(), [unit], fixing=fixing, sight=sight)


def _fixing(catalogue: Catalogue) -> list[str]:
    """The facts that fix the day of a thing: those of the steps with which the day of what was asked for moves."""
    return sorted({step.fact for each in catalogue.procedures.values() for step in each.steps if step.moves})


def written(answers: Answers, feed: Feed, items: Sequence[Item], link: Link) -> bytes:
    """A feed as a file; `link` gives the address of a task."""
    catalogue, on = answers.catalogue, today(answers.clock)
    owner = catalogue.body_name(feed.owner, on) if feed.kind == "unit" else feed.owner
    mark = f"[{SIMULATED}] " if answers.clock.simulated else ""
    log = answers.ask(agenda.log_id)
    return calendar_file(f"{mark}Đôn đốc: {owner}", (_event(item, catalogue, on, log, link) for item in items))


def _event(item: Item, catalogue: Catalogue, on: date, log: str, link: Link) -> Event:
    line = item.line
    named = f"{item.kind}-{item.clock.id}" if item.clock else item.kind
    start: date | datetime = date.fromisoformat(item.day)
    if item.clock and item.clock.due_at:
        start = unstamp(item.clock.due_at)
    return Event(
        uid=f"{line.id}/{named}@{log}",
        start=start,
        title=_title(item, catalogue),
        text="\n".join(_lines(line, catalogue, on)),
        category=CATEGORIES[item.kind],
        link=link(line.id),
        place=item.place,
        version=item.position,
        changed_at=item.changed_at,
        cancelled=item.cancelled,
    )


def _title(item: Item, catalogue: Catalogue) -> str:
    line = item.line
    what = line.subject or wording.duty_name(line.duty, catalogue)
    when = wording.occurrence(line.duty, line.period, catalogue)
    match item.kind:
        case "clock" if item.clock:
            clock = wording.lower(terms.clock(item.clock.id, catalogue))
            return f"Hết {clock} ({wording.lower(when)}): {what}"
        case "promised":
            return f"Đã hẹn hoàn thành: {what}"
        case "fixed":
            procedure = catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
            return f"{procedure.name if procedure else what} ({when})" + (f": {line.subject}" if line.subject else "")
    return f"Hạn: {what}" if line.grain == Grain.DAY else f"Hạn cuối ({when}): {what}"


def _lines(line: TaskLine, catalogue: Catalogue, on: date) -> list[str]:
    return [
        *([wording.RESTRICTED] if line.restricted else []),
        f"Nhiệm vụ: {wording.duty_name(line.duty, catalogue)}",
        f"Đơn vị thực hiện: {catalogue.body_name(line.body, on)}",
        f"Thời gian: {wording.window(line, catalogue)}",
        f"Căn cứ: {wording.citation(line.duty, catalogue)}",
        f"Mã việc: {line.id}",
    ]
