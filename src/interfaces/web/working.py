"""What the pages show on which people work: their own work, and the forms of steps, activities and cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.fact import ActivityFact, Record, StepFact
from dondoc.domain.task import PREFIX
from dondoc.interfaces import field_words, inputs, steps, tasked, wording
from dondoc.interfaces.steps import Offer
from dondoc.interfaces.web.asked import Asked
from dondoc.interfaces.web.entry import Entry
from dondoc.projections.task_list import TaskLine

BUTTONS = {"end": "Xác nhận kết thúc", "back": "Xác nhận trả lại"}
"""What the button says of a step that leads elsewhere than on."""
MOST = 200
"""How many tasks of somebody's bodies are listed."""


@dataclass(frozen=True, slots=True)
class MyView:
    """Somebody's work: what they clear, what else waits for them, clocks that run, what their bodies owe.

    `clearing` is the step by which each task is cleared.
    """

    gates: list[TaskLine]
    clearing: dict[str, str]
    waiting: list[TaskLine]
    clocks: list[TaskLine]
    owed: list[TaskLine]
    cases: list[str]
    total: int


@dataclass(frozen=True, slots=True)
class RecordView:
    """What can be recorded, and what was just recorded."""

    kinds: list[type[ActivityFact]]
    cases: list[str]
    said: str
    counted: list[str]


def my_view(ask: Asked) -> MyView:
    """The work of whoever asks, as it stands today."""
    queued: dict[str, TaskLine] = {}
    gated: dict[str, TaskLine] = {}
    clearing: dict[str, str] = {}
    for actor in ask.actors:
        for line in ask.dondoc.queue(actor.office):
            if step := steps.gate(line, actor.office, ask.catalogue):
                gated[line.id], clearing[line.id] = line, step
            elif steps.waits_for(line, actor.office, ask.catalogue):
                queued[line.id] = line
    bodies = list(dict.fromkeys(actor.office.split("/")[0] for actor in ask.actors))
    owed = ask.dondoc.tasks(ask.when, bodies=bodies, cells=steps.OPEN, limit=MOST)
    running = {line.id: line for line in (*gated.values(), *queued.values(), *owed) if line.clocks}
    return MyView(
        gates=_due_first(gated.values()),
        clearing=clearing,
        waiting=_due_first(queued.values()),
        clocks=_due_first(running.values()),
        owed=owed,
        cases=steps.receivable(ask.dondoc, ask.actors),
        total=len(owed),
    )


def record_view(ask: Asked, recorded: str) -> RecordView:
    """What can be recorded; `recorded` is the stream of the activity that was just recorded."""
    said, counted = "", []
    records = ask.dondoc.store.read(recorded) if recorded.startswith("activity-") else []
    if records:
        said = wording.sentence(records[0], ask.catalogue, ask.dondoc.registry)
        counted = _counting(ask, recorded)
    kinds = steps.activities(ask.dondoc)
    return RecordView(kinds, steps.receivable(ask.dondoc, ask.actors), said, counted)


def step_entry(ask: Asked, line: TaskLine, offer: Offer, beside: Sequence[Offer]) -> Entry:
    """The form of a step; `beside` are others that could be taken instead."""
    task = line.id
    step, fact = offer.step, ask.dondoc.registry[offer.step.fact]
    without = {"position"} if step.freezes else set()
    found = Entry(
        title=step.name,
        about=wording.duty_name(line.duty, ask.catalogue),
        over=(ask.catalogue.body_name(line.body, ask.today), ask.links.task(task)),
        action=ask.links.step(task, step.id),
        fact=fact,
        asked=inputs.inputs(fact, ask.catalogue, ask.today, needs=step.needs, without=without),
        button=BUTTONS.get(offer.kind, step.name),
        acting={key: steps.named(actor, ask.catalogue, ask.today) for key, actor in offer.actors.items()},
        needs=step.needs,
        proofs=True,
        proof_needed=step.evidence,
        forms=_forms(ask, line) if step.proves else (),
        shown=(shown := list(_prepared(ask, task, offer))),
        beside=[
            (each.step.name, ask.links.step(task, each.step.id)) for each in beside if shown and each.kind == "back"
        ],
    )
    if offer.hindered:
        found.refused = f"Bạn đã thực hiện bước “{offer.hindered}”, nên bước này cần người khác thực hiện."
    return found


def activity_entry(ask: Asked, kind: type[ActivityFact]) -> Entry:
    """The form of an activity."""
    asked = inputs.inputs(kind, ask.catalogue, ask.today)
    bodies = {b for b in ask.catalogue.bodies if steps.doing(ask.actors, b, ask.catalogue, ask.today)}
    own = [
        inputs.Input(each.name, each.label, each.kind, each.required, tuple(c for c in each.choices if c[0] in bodies))
        if each.name == "body" else each
        for each in asked
    ]  # fmt: skip
    return Entry(
        title=kind.title,
        about="Ghi một lần; hệ thống tính cho mọi nhiệm vụ mà hoạt động này phục vụ.",
        over=("Ghi nhận hoạt động", ask.links.record()),
        action=ask.links.record(kind.name),
        fact=kind,
        asked=own,
        button="Ghi nhận",
        acting={steps.key(actor): steps.named(actor, ask.catalogue, ask.today) for actor in ask.actors},
        proofs=True,
    )


def case_entry(ask: Asked, duty: str) -> Entry:
    """The form of a case.

    Raises:
        NotFound: there is no such duty.
        NotAllowed: its cases are not opened by whoever asks.
    """
    if duty not in ask.catalogue.duties:
        raise NotFound(f"There is no duty {duty!r}.", vi=f"Không có nhiệm vụ “{duty}”.", place="duty")
    may = steps.receiving(ask.dondoc, duty, ask.actors)
    if not may:
        raise NotAllowed(
            f"Cases of {duty} are not opened by whoever asks.",
            vi="Chức vụ của bạn không tiếp nhận việc của nhiệm vụ này.",
            place=duty,
            cure="It is for those who take the first step of its procedure.",
        )
    procedure = ask.catalogue.procedure(ask.catalogue.duties[duty].procedure)
    step = procedure.step(procedure.intake or "")
    assert step is not None  # receiving says that there is one
    fact = ask.dondoc.registry[step.fact]
    acting = {
        key: f"{steps.named(actor, ask.catalogue, ask.today)} → {ask.catalogue.body_name(body, ask.today)}"
        for key, (actor, body) in may.items()
    }
    return Entry(
        title=step.name,
        about=wording.duty_name(duty, ask.catalogue),
        over=("Việc của tôi", ask.links.my()),
        action=ask.links.open_case(duty),
        fact=fact,
        asked=inputs.inputs(fact, ask.catalogue, ask.today, needs=step.needs),
        button=step.name,
        acting=acting,
        needs=step.needs,
        for_task=True,
    )


def unreleased(ask: Asked, line: TaskLine, known: Sequence[Record]) -> str:
    """The text that was submitted on a task and has not gone out; for those only who take part in it."""
    if line.composite or line.restricted or line.cell not in steps.OPEN or not ask.is_now:
        return ""
    facts = [record.fact for record in known if isinstance(record.fact, StepFact)]
    said = next((each for each in reversed(facts) if each.form or getattr(each, "text", "")), None)
    if said is None or said.form or not steps.takes_part(ask.dondoc, line.id, ask.actors, known):
        return ""
    return str(getattr(said, "text", ""))


def _due_first(lines: Any) -> list[TaskLine]:
    return sorted(lines, key=lambda line: (line.due is None, line.due_at or line.due or "", line.id))


def _forms(ask: Asked, line: TaskLine) -> inputs.Choices:
    """The printed forms that are still to be proved."""
    return tuple(
        (each["form"], each["text"]) for each in tasked.forms(ask.dondoc, line, ask.when) if not each["done_on"]
    )


def _prepared(ask: Asked, task: str, offer: Offer) -> Iterator[tuple[str, str]]:
    """What was prepared for whoever decides on it: what the newest of the steps said that must be another person's."""
    if not offer.step.other_person_than:
        return
    records = [r for r in ask.dondoc.store.read(PREFIX + task) if isinstance(r.fact, StepFact)]
    newest = [r for r in records if r.fact.step in offer.step.other_person_than][-1:]  # type: ignore[attr-defined]  # of steps only
    for record in newest:
        for name, field in type(record.fact).model_fields.items():
            value = getattr(record.fact, name)
            if name not in StepFact.model_fields and value not in ("", None, ()):
                said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
                yield field_words.label(name, field), said
        yield "Người trình", f"{wording.actor(record, ask.catalogue)}, ngày {wording.day(record.meta.on)}"


def _counting(ask: Asked, activity: str) -> list[str]:
    from dondoc.projections import entry_list

    return list(ask.dondoc.ask(entry_list.counting, activity))
