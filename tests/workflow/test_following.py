"""What follows from a step: what is asked of others, once for each time; days that move; the log as of a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Registry, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import EnteredLate, StepRefused
from dondoc.domain.office import Actor
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import ASSIGNER, LEAD, SPOKESPERSON, FrozenClock, SequentialIds, small_catalogue, step_data
from dondoc.testing.procedures import GATHERING, PROCEDURES

CASE = "kh.gatherings:vu-a:2024.0001"
OTHER = Actor(person="ha", office="vu-b/dau-moi")
INFORMATION = "kh.information:vu-a:2024-04"


class Consolidated(StepFact):
    """What was in was put together, as of a position of the log."""

    name: ClassVar = "test.consolidated"
    title: ClassVar = "Tổng hợp"
    sentence: ClassVar = "đã tổng hợp đến vị trí {position}"

    position: int


FREEZE = GATHERING.steps[4].model_copy(
    update={"id": "freeze", "to": "same", "fact": Consolidated.name, "freezes": True, "from_": ("open",)}
)


@pytest.fixture
def freezing(clock: FrozenClock, alone: Callable[[], str]) -> Iterator[Dondoc]:
    """The small ministry with a case, whose procedure also consolidates."""
    gathering = GATHERING.model_copy(update={"steps": (*GATHERING.steps, FREEZE)})
    catalogue = small_catalogue(procedures=[*PROCEDURES[:-1], gathering])
    registry = Registry((*FACTS, Consolidated))
    store = EventStore(open_engine(alone()), registry, clock)
    store.create(metadata.create_all)
    dondoc = Dondoc(store, catalogue, registry, clock, SequentialIds())
    receive(dondoc)
    yield dondoc
    dondoc.close()


def receive(ministry: Dondoc) -> None:
    """A case comes in."""
    ministry.open_case("kh.gatherings", step_data("case.received"), actor=LEAD)


def ask(ministry: Dondoc, *units: str, **more: Any) -> None:
    """The lead asks some units for something."""
    data = step_data("case.inputs-asked", **{"units": list(units), "due": None, **more})
    ministry.take_step(CASE, "ask", data, actor=LEAD)


def asked(ministry: Dondoc) -> list[str]:
    """The ids of what was asked for under the case."""
    return [line.id.removeprefix("kh.gatherings:") for line in ministry.inputs(CASE)]


def test_a_step_that_asks_opens_a_task_for_each_body_each_time(ministry: Dondoc) -> None:
    """Numbered on; the same body may be asked twice; each with its subject, its day and who asked; the case stays."""
    receive(ministry)
    ask(ministry, "vu-b", "tinh-a", subject="Số liệu", due="2024-03-25")
    ask(ministry, "vu-b", subject="Biểu mẫu")
    assert asked(ministry) == ["vu-b:2024.0001.1", "tinh-a:2024.0001.2", "vu-b:2024.0001.3"]
    first, _, third = ministry.inputs(CASE)
    assert [(each.subject, each.due, each.for_task) for each in (first, third)] == [
        ("Số liệu", "2024-03-25", CASE), ("Biểu mẫu", None, CASE)
    ]  # fmt: skip
    assert ministry.task(CASE)[0].state == "open"
    ministry.take_step(first.id, "give", step_data("case.input-given"), actor=OTHER)
    assert [line.cell.key for line in ministry.inputs(CASE)] == ["done_on_time", "open_in_term", "open_in_term"]


def test_a_repeat_of_asking_asks_once_and_a_second_asking_asks_again(ministry: Dondoc) -> None:
    """The command's id tells a repeat; without it, the same words are another request."""
    receive(ministry)
    data = step_data("case.inputs-asked", units=["vu-b"])
    for _ in range(2):
        ministry.take_step(CASE, "ask", data, actor=LEAD, command_id="c-1")
    assert len(asked(ministry)) == 1
    ministry.take_step(CASE, "ask", data, actor=LEAD)
    assert len(asked(ministry)) == 2


def test_two_who_ask_at_once_both_get_their_task(opened: Callable[..., Dondoc]) -> None:
    """The same words of the same unit at the same moment, by threads with connections of their own: none is lost."""
    ministries = [opened() for _ in range(4)]
    receive(ministries[0])

    def asking(ministry: Dondoc) -> None:
        for _ in range(5):
            ask(ministry, "vu-b")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(asking, ministries))
    steps = [r for r in ministries[0].store.read(f"task-{CASE}") if r.fact.name == "case.inputs-asked"]
    assert len(steps) == 20
    assert sorted(asked(ministries[0])) == sorted(f"vu-b:2024.0001.{n}" for n in range(1, 21))
    assert ministries[0].differences() == {}


def test_asking_a_body_that_is_not_there_asks_nobody(ministry: Dondoc) -> None:
    """All or nothing: neither the step nor the task of the first unit is recorded."""
    receive(ministry)
    before = ministry.store.position()
    with pytest.raises(Invalid):
        ask(ministry, "vu-b", "vu-c")
    assert ministry.store.position() == before


def test_a_day_that_moves_takes_with_it_what_is_open_and_was_asked_for_it(ministry: Dondoc) -> None:
    """By the same distance, with both days on record; what was given already, or has no day, stays as it is."""
    receive(ministry)
    ministry.take_step(CASE, "schedule", {"day": "2024-04-10"}, actor=LEAD)
    ask(ministry, "vu-b", "tinh-a", due="2024-04-05")
    ask(ministry, "vu-b")
    given, open_, free = (line.id for line in ministry.inputs(CASE))
    ministry.take_step(given, "give", step_data("case.input-given"), actor=OTHER)
    ministry.take_step(CASE, "schedule", {"day": "2024-04-17"}, actor=LEAD)
    assert [line.due for line in ministry.inputs(CASE)] == ["2024-04-05", "2024-04-12", None]
    moved = list(ministry.store.read(f"task-{open_}"))[-1].fact.model_dump(mode="json")
    assert (moved["was"], moved["due"], moved["authority"]) == ("2024-04-05", "2024-04-12", CASE)
    assert [len(list(ministry.store.read(f"task-{each}"))) for each in (given, free)] == [2, 1]


def test_the_last_day_is_moved_by_who_gave_or_asked_for_the_task(ministry: Dondoc) -> None:
    """Not by who owes it, not to the past of the task, not when it is done; the same day again changes nothing."""
    receive(ministry)
    ask(ministry, "vu-b", due="2024-03-25")
    task = ministry.inputs(CASE)[0].id
    with pytest.raises(NotAllowed):
        ministry.move_due(task, date(2024, 4, 1), "Bận", actor=OTHER)
    ministry.move_due(task, date(2024, 4, 1), "Chờ số liệu", actor=LEAD)
    assert ministry.inputs(CASE)[0].due == "2024-04-01"
    before = ministry.store.position()
    ministry.move_due(task, date(2024, 4, 1), "Chờ số liệu", actor=ASSIGNER)
    assert ministry.store.position() == before
    for wrong in (date(2024, 3, 1), date(2024, 5, 1)):
        if wrong.month == 5:
            ministry.take_step(task, "give", step_data("case.input-given"), actor=OTHER)
        with pytest.raises(Rejected) as refused:
            ministry.move_due(task, wrong, "…", actor=LEAD)
        assert refused.value.rule == "due.moves"


def test_a_consolidation_keeps_the_end_of_the_log_at_its_moment(freezing: Dondoc) -> None:
    """Nobody else sets it or corrects it afterwards, and what comes later does not change it."""
    before = freezing.store.position()
    receipt = freezing.take_step(CASE, "freeze", {}, actor=LEAD)
    with pytest.raises(Invalid):
        freezing.take_step(CASE, "freeze", {"position": 1}, actor=LEAD)
    with pytest.raises(Rejected) as refused:
        freezing.correct(CASE, receipt.event_ids[0], "Nhầm", fields={"position": 1}, actor=LEAD)
    assert refused.value.rule == "correction.followed"
    ask(freezing, "vu-b")
    frozen = [r.fact for r in freezing.store.read_all() if isinstance(r.fact, Consolidated)]
    assert [fact.position for fact in frozen] == [before]


def test_an_entry_for_a_period_that_is_over_needs_its_reason_and_nothing_else_does(
    ministry: Dondoc, at: Callable[[date], None]
) -> None:
    """The day before the last one, entered after it: a reason, kept before the fact with both days. Otherwise none."""
    at(date(2024, 5, 2))
    provide = {"data": step_data("press.urgent-information-provided"), "actor": LEAD}
    with pytest.raises(Rejected) as refused:
        ministry.take_step(INFORMATION, "provide-urgent", on=date(2024, 4, 30), **provide)
    assert refused.value.rule == "time.closed-period"
    ministry.take_step(INFORMATION, "provide-urgent", on=date(2024, 4, 30), late="Bản giấy tới muộn", **provide)
    late, fact = list(ministry.store.read(f"task-{INFORMATION}"))[-2:]
    assert late.fact == EnteredLate(due=date(2024, 4, 30), reason="Bản giấy tới muộn")
    assert (fact.meta.on, fact.meta.recorded_at and fact.meta.recorded_at.astimezone(HANOI)) == (
        date(2024, 4, 30),
        datetime(2024, 5, 2, 8, tzinfo=HANOI),
    )
    assert ministry.task(INFORMATION)[0].cell.key == "done_on_time"


@pytest.mark.parametrize(("today", "on"), [((4, 30), (4, 29)), ((5, 2), (5, 1))], ids=["in term", "after the term"])
def test_an_entry_in_term_or_for_a_day_after_it_needs_no_reason(
    ministry: Dondoc, at: Callable[[date], None], today: tuple[int, int], on: tuple[int, int]
) -> None:
    """Entered while the period runs, or late in deed and said so: nothing is backdated into a closed period."""
    at(date(2024, *today))
    data = step_data("press.urgent-information-provided")
    ministry.take_step(INFORMATION, "provide-urgent", data, actor=LEAD, on=date(2024, *on))
    assert not [r for r in ministry.store.read_all() if isinstance(r.fact, EnteredLate)]


def test_the_engine_catches_up_without_reasons(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """A quota that it finds full and tasks that it opens late are no late entries."""
    at(date(2024, 6, 3))
    ministry.tick()
    assert not [r for r in ministry.store.read_all() if isinstance(r.fact, EnteredLate)]


def test_a_refused_attempt_leaves_one_trace_without_its_content(ministry: Dondoc) -> None:
    """Who, which step, which rule, on which day; nothing of what was written; the task itself is untouched."""
    before = list(ministry.store.read(f"task-{INFORMATION}"))
    secret = {**step_data("press.information-provided"), "outlet": "Báo bí mật"}
    with pytest.raises(Rejected):
        ministry.take_step(INFORMATION, "provide", secret, actor=LEAD)
    with pytest.raises(NotAllowed):
        ministry.take_step(INFORMATION, "provide-urgent", {**secret, "reason": "Bí mật"}, actor=OTHER)
    traces = [r for r in ministry.store.read_all() if isinstance(r.fact, StepRefused)]
    assert [(r.meta.actor, r.fact) for r in traces] == [
        (LEAD.person, StepRefused(task=INFORMATION, step="provide", rule="step.from-state")),
        (OTHER.person, StepRefused(task=INFORMATION, step="provide-urgent", rule="not-allowed")),
    ]
    assert "bí mật" not in "".join(r.fact.model_dump_json() for r in ministry.store.read_all())
    assert list(ministry.store.read(f"task-{INFORMATION}")) == before
    assert [r.fact.name for r in ministry.history(INFORMATION)].count("step.refused") == 2
    with pytest.raises(NotFound):
        ministry.take_step(INFORMATION, "publish", {}, actor=LEAD)
    assert len([r for r in ministry.store.read_all() if isinstance(r.fact, StepRefused)]) == 2


def test_marks_are_set_by_lead_or_assigner_and_replace_each_other(ministry: Dondoc) -> None:
    """Each time with its reason; the same marks again change nothing; others may not."""
    ministry.mark(INFORMATION, ["nhay-cam", "nhay-cam"], "Có ý kiến khác nhau", actor=LEAD)
    ministry.mark(INFORMATION, ["tac-dong-lon"], "Thay đổi quyền lợi", actor=ASSIGNER)
    before = ministry.store.position()
    ministry.mark(INFORMATION, ["tac-dong-lon"], "Nhắc lại", actor=ASSIGNER)
    assert ministry.store.position() == before
    for who in (OTHER, SPOKESPERSON.model_copy(update={"on_behalf_of": "vu-a"})):
        with pytest.raises(NotAllowed):
            ministry.mark(INFORMATION, [], "…", actor=who)


def test_a_correction_reads_the_same_after_a_rebuild(ministry: Dondoc) -> None:
    """Withdrawn, corrected and moved: the read models say what a replay says, and the task stands where it stood."""
    data = step_data("press.urgent-information-provided")
    receipt = ministry.take_step(INFORMATION, "provide-urgent", data, actor=LEAD)
    ministry.correct(INFORMATION, receipt.event_ids[0], "Nhầm báo", fields={"outlet": "Báo B"}, actor=LEAD)
    assert ministry.task(INFORMATION)[0].cell.key == "done_on_time"
    ministry.correct(INFORMATION, receipt.event_ids[0], "Nhầm việc", withdraw=True, actor=LEAD)
    line = replace(ministry.task(INFORMATION)[0], version=0)
    assert (line.cell.key, line.forms, line.done_on, line.state) == ("open_in_term", ("thong-tin",), None, "assigned")
    assert ministry.differences() == {}
