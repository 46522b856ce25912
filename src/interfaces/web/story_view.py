"""What the auditor's stepper shows: one event of a task, and how the task stood before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.task import PREFIX, Task
from dondoc.domain.task_decider import TaskDecider
from dondoc.interfaces import field_words, steps, tasked, terms, wording
from dondoc.interfaces.web.asked import Asked
from dondoc.projections.standing import When
from dondoc.projections.status import cell_of
from dondoc.projections.task_list import TaskLine

HIDDEN = frozenset(StepFact.model_fields)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is known of the task, before and after the event."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the event changed it."""
        return self.before != self.after


@dataclass(frozen=True)
class StoryView:
    """All that the page shows. `number` counts from 1; `said` are the fields of the fact, where they may be read."""

    line: TaskLine
    records: list[Record]
    number: int
    sentence: str
    title: str
    said: list[tuple[str, str]]
    withheld: bool
    aspects: list[Aspect]
    sentences: list[str]

    @property
    def record(self) -> Record:
        """The event."""
        return self.records[self.number - 1]


def story_view(ask: Asked, task: str, number: int | None) -> StoryView:
    """One event of a task, the last one where none is named.

    Raises:
        NotFound: there is no such task, it has no events of its own that may be seen, or not so many.
    """
    line, _ = ask.dondoc.task(task, ask.when)
    known = ask.dondoc.history(task, ask.when)
    records = [each for each in known if each.stream == PREFIX + task]
    at = number or len(records)
    if not 1 <= at <= len(records):
        raise NotFound(
            f"{task} has no event {at}; it has {len(records)}.",
            vi=f"Việc này không có sự kiện thứ {at}; bạn xem được {len(records)} sự kiện.",
            place=task,
        )
    record = records[at - 1]
    open_ = line.cell in steps.OPEN
    withheld = isinstance(record.fact, StepFact) and open_ and not _takes_part(ask, line, records)
    before, after = _states(ask, records, at)
    return StoryView(
        line,
        records,
        at,
        tasked.told(record, line, ask.dondoc),
        record.fact.title,
        [] if withheld else list(_said(record)),
        withheld,
        _aspects(ask, line, records, at, before, after),
        [tasked.told(each, line, ask.dondoc) for each in records],
    )


def _takes_part(ask: Asked, line: TaskLine, records: Sequence[Record]) -> bool:
    return steps.takes_part(ask.dondoc, line.id, ask.actors, records)


def _states(ask: Asked, records: Sequence[Record], at: int) -> tuple[Task, Task]:
    """The task as the facts before the event tell it, and with the event."""
    decider = TaskDecider(ask.catalogue, ask.dondoc.registry)
    before: Task = reduce(decider.evolve, records[: at - 1], decider.initial)
    return before, decider.evolve(before, records[at - 1])


def _said(record: Record) -> Iterator[tuple[str, str]]:
    for name, field in type(record.fact).model_fields.items():
        value = getattr(record.fact, name)
        if name in HIDDEN or value in ("", None, (), {}):
            continue
        said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield field_words.label(name, field), said


def _aspects(ask: Asked, line: TaskLine, records: Sequence[Record], at: int, before: Task, after: Task) -> list[Aspect]:
    was, now = (_told(each, line, ask.catalogue) for each in (before, after))
    record = records[at - 1]
    on = max(record.meta.on, records[0].meta.on).isoformat()
    stood = [_cell(ask, line.id, When(on, position)) for position in (record.position - 1, record.position)]
    return [Aspect("Tình trạng trong ngày đó", *stood), *(Aspect(name, was[name], now[name]) for name in now)]


def _cell(ask: Asked, task: str, when: When) -> str:
    found = ask.dondoc.ask(cell_of, when, task)
    return "—" if found is None else wording.CELLS[found]


def _told(task: Task, line: TaskLine, catalogue: Catalogue) -> dict[str, str]:
    """The state of a task in words."""
    there = task.assigned is not None
    return {
        "Bước": wording.state_name(line, task.state, catalogue) if there else "—",
        "Kết quả": {"": "đang làm", "done": "hoàn thành", "cancelled": "đã hủy"}[task.outcome] if there else "—",
        "Thời gian": wording.label(task.window.label) if there and not task.window.act else task.window.label or "—",
        "Hạn cuối": wording.day(task.due),
        "Hình thức còn phải chứng minh": str(len(task.forms)),
        "Đồng hồ đang chạy": ", ".join(
            f"{terms.clock(name, catalogue)} đến {wording.day(each.due)}" for name, each in task.clocks.items()
        ) or "không",
        "Hoạt động đã tính": str(len(task.credits)),
        "Dấu": ", ".join(task.marks) or "không",
        "Bước đã thực hiện": str(len(task.taken)),
    }  # fmt: skip
