"""Repeats and conflicts: a command sent again changes nothing, and one that was overtaken is decided again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import Conflict, DondocError, KeyReused, Rejected
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.domain.office import ENGINE
from dondoc.domain.once import RecordOnce
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR

REPORT = "kh.report:tinh-a:2024-Q1"
STANDING = "kh.standing:vu-a:2024"


def meeting(name: str) -> RecordOnce:
    """A meeting that is recorded in a stream of its own."""
    return RecordOnce(stream=f"activity-{name}", fact=ActivityHeld(body="vu-a", subject="Cuộc họp"))


def note(task: str = STANDING, said: str = "Đang làm") -> TakeStep:
    """A word on how a task is going."""
    return TakeStep(task=task, step="note", data={"note": said})


def test_a_repeat_gives_the_first_receipt_again(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """The same command id: the same events, stream, version and position; also a day later, and after other changes."""
    first = ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, command_id="c-1")
    ministry.take_step(REPORT, "return", {"reason": "Thiếu"}, actor=ASSIGNER)
    at(date(2024, 3, 19))
    position = ministry.store.position()
    again = ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, command_id="c-1")
    assert again.repeated
    assert (again.event_ids, again.stream, again.version, again.position) == (
        first.event_ids,
        first.stream,
        first.version,
        first.position,
    )
    assert ministry.store.position() == position


@pytest.mark.parametrize(
    "other",
    [
        {"data": {"number": "16/BC"}},
        {"on": date(2024, 3, 18)},
        {"basis": "CV 581"},
        {"step": "cancel"},
        {"actor": REGISTRAR.model_copy(update={"on_behalf_of": "dai-a"})},
    ],
    ids=["fields", "day", "basis", "step", "behalf"],
)
def test_a_command_id_used_for_something_else_is_refused(ministry: Dondoc, other: dict[str, Any]) -> None:
    """Whatever was said otherwise, the id tells that it is not the same command."""
    said: dict[str, Any] = {"step": "submit", "data": {"number": "15/BC"}, "actor": REGISTRAR, "command_id": "c-1"}
    ministry.take_step(REPORT, **said)
    position = ministry.store.position()
    with pytest.raises(KeyReused, match="c-1"):
        ministry.take_step(REPORT, **{**said, **other})
    assert ministry.store.position() == position


def test_two_commands_that_share_an_id_at_once_are_told_apart(
    ministry: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked before the first was written, the second is still refused as another command, not as a busy stream."""
    ministry.dispatch(note(said="ghi trước"), actor=LEAD, command_id="c-1")
    monkeypatch.setattr(ministry.store, "answer_to", lambda _: None)
    with pytest.raises(KeyReused, match="c-1"):
        ministry.dispatch(note(said="đọc trước"), actor=LEAD, command_id="c-1")


def test_a_conflict_is_decided_again(ministry: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second reads again and decides on what the first has done."""
    append, between = ministry.store.append, [note(said="ghi trước")]

    def late(*args: Any) -> Any:
        if between:
            ministry.dispatch(between.pop(), actor=LEAD)
        return append(*args)

    monkeypatch.setattr(ministry.store, "append", late)
    receipt = ministry.dispatch(note(said="đọc trước"), actor=LEAD)
    assert receipt.version == 3
    said = [record.fact.note for record in ministry.store.read(f"task-{STANDING}")[1:]]  # type: ignore[attr-defined]  # notes
    assert said == ["ghi trước", "đọc trước"]


def test_a_conflict_is_decided_by_the_rules_not_by_the_store(ministry: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    """When what came between makes the step impossible, the refusal names the rule."""
    append, between = ministry.store.append, ["cancel"]

    def late(*args: Any) -> Any:
        if between:
            step = {"reason": "Kế hoạch thay đổi", "authority": "12/QĐ"}
            ministry.take_step(REPORT, between.pop(), step, actor=ASSIGNER)
        return append(*args)

    monkeypatch.setattr(ministry.store, "append", late)
    with pytest.raises(Rejected) as refused:
        ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR)
    assert refused.value.rule == "step.from-state"


def test_a_stream_that_keeps_changing_is_given_up_in_plain_words(
    ministry: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some attempts the caller is asked to try again; it does not go on for ever."""
    attempts: list[int] = []

    def never(*_: Any) -> Any:
        attempts.append(1)
        raise Conflict

    monkeypatch.setattr(ministry.store, "append", never)
    with pytest.raises(Conflict, match="keeps changing") as refused:
        ministry.dispatch(note(), actor=LEAD)
    assert refused.value.cure == "Try again."
    assert 2 < len(attempts) < 100


def test_two_threads_on_one_task_both_get_their_say(opened: Callable[..., Dondoc], url: str) -> None:
    """Twenty notes at once on one task are twenty versions, none lost, none refused."""
    ministry = opened(url=url)
    ministry.tick()
    with ThreadPoolExecutor(max_workers=2) as threads:
        sent = [threads.submit(ministry.dispatch, note(said=f"{number}"), actor=LEAD) for number in range(20)]
        versions = sorted(each.result().version for each in sent)
    assert versions == list(range(2, 22))
    assert ministry.differences() == {}


def test_one_step_sent_by_twenty_threads_is_taken_once(opened: Callable[..., Dondoc], url: str) -> None:
    """With one command id all twenty get the same receipt, though after the first the step could not be taken again."""
    ministry = opened(url=url)
    ministry.tick()
    before = ministry.store.position()
    with ThreadPoolExecutor(max_workers=20) as threads:
        sent = [
            threads.submit(ministry.take_step, REPORT, "submit", {}, actor=REGISTRAR, command_id="c-1")
            for _ in range(20)
        ]
        receipts = [each.result() for each in sent]
    assert ministry.store.position() == before + 1
    assert len({receipt.event_ids for receipt in receipts}) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 19


def test_one_step_sent_by_two_threads_with_two_ids_is_refused_once(opened: Callable[..., Dondoc], url: str) -> None:
    """Two people who hand the same report in: one did, the other is told that it is in."""
    ministry = opened(url=url)
    ministry.tick()

    def submit(command_id: str) -> str:
        try:
            ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, command_id=command_id)
        except Rejected as refused:
            return refused.rule
        return "done"

    with ThreadPoolExecutor(max_workers=2) as threads:
        assert sorted(threads.map(submit, ["c-1", "c-2"])) == ["done", "step.from-state"]


def test_a_refusal_is_not_remembered(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """A command that was refused may be sent again under its id when the world has changed."""
    with pytest.raises(DondocError):
        ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, on=date(2024, 3, 19), command_id="c-1")
    at(date(2024, 3, 19))
    receipt = ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, on=date(2024, 3, 19), command_id="c-1")
    assert not receipt.repeated


def test_missing_streams_are_appended_once(ministry: Dondoc) -> None:
    """Streams named after what they record: who comes second adds nothing."""
    on = date(2024, 3, 18)
    assert len(ministry.dispatch.append_missing([meeting("a"), meeting("b")], ENGINE, on)) == 2
    added = ministry.dispatch.append_missing([meeting("b"), meeting("c")], ENGINE, on)
    assert [record.stream for record in added] == ["activity-c"]
