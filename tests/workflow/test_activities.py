"""Activities: entered once, counted for every duty that they serve, by whoever may speak for the body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import Invalid, KeyReused, NotAllowed, NotFound, Rejected
from dondoc.domain.office import Actor
from dondoc.testing import LEAD, REGISTRAR, duty, small_catalogue

STATION = Actor(person="em", office="dai-a/dau-moi")
BULLETIN = {"body": "vu-a", "issue": "9"}
BROADCAST = {"body": "dai-a", "programme": "Dân hỏi", "minutes": 20}


def names(ministry: Dondoc, after: int) -> list[str]:
    """The names of the events after a position."""
    return [record.fact.name for record in ministry.store.read_all(after)]


def test_an_activity_is_recorded_once_and_credited_where_it_serves(opened: Callable[..., Dondoc]) -> None:
    """One broadcast counts for the quota of its week and for that of its month."""
    quota = {"kind": "quota", "count": 1, "minutes": 15, "fact": "broadcast.aired"}
    duties = [duty(f"air-{period}", {**quota, "period": period}, body="dai-a", procedure="quota")
              for period in ("week", "month")]  # fmt: skip
    ministry = opened(small_catalogue(duties=duties), single=True)
    ministry.tick()
    before = ministry.store.position()
    receipt = ministry.record("broadcast.aired", BROADCAST, actor=STATION)
    assert names(ministry, before) == ["broadcast.aired"] + ["task.credited", "task.completed"] * 2
    assert receipt.version == 1
    assert receipt.stream.startswith("activity-")


def test_an_activity_counts_in_the_period_of_its_own_day(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """What was aired on a Sunday and entered on Monday counts for the week that has ended."""
    at(date(2024, 3, 25))
    ministry.tick()
    ministry.record("broadcast.aired", BROADCAST, actor=STATION, late="Nhận muộn", on=date(2024, 3, 24))
    assert ministry.task("kh.broadcast:dai-a:2024-W12")[0].done_on == "2024-03-24"
    assert ministry.task("kh.broadcast:dai-a:2024-W13")[0].credits == 0


def test_an_activity_that_serves_nothing_is_recorded_all_the_same(ministry: Dondoc) -> None:
    """It happened; and it is a sign of life."""
    before = ministry.store.position()
    ministry.record("broadcast.aired", {**BROADCAST, "minutes": 5}, actor=STATION)
    assert names(ministry, before) == ["broadcast.aired"]


def test_an_activity_can_be_credited_to_tasks_by_name(ministry: Dondoc) -> None:
    """Where the duty is no quota, whoever enters it says what it serves."""
    before = ministry.store.position()
    ministry.record(
        "activity.held", {"body": "vu-a", "subject": "Hội thi"}, actor=LEAD, serves=["kh.standing:vu-a:2024"]
    )
    assert names(ministry, before) == ["activity.held", "task.credited"]
    assert ministry.task("kh.standing:vu-a:2024")[0].credits == 1


def test_naming_a_task_of_another_period_refuses_the_whole(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """A quota is not carried over, and half an entry is none."""
    at(date(2024, 4, 1))
    ministry.tick()
    before = ministry.store.position()
    with pytest.raises(Rejected) as refused:
        ministry.record("bulletin.published", BULLETIN, actor=LEAD, serves=["kh.bulletin:vu-a:2024-03"])
    assert refused.value.rule == "quota.within-window"
    assert ministry.store.position() == before


def test_a_repeat_is_harmless_whatever_opened_meanwhile(opened: Callable[..., Dondoc]) -> None:
    """Sent before its task was opened and again after it: the first answer, not a refusal and not a second entry."""
    ministry = opened(single=True)
    first = ministry.record("broadcast.aired", BROADCAST, actor=STATION, command_id="c-1")
    ministry.tick()
    before = ministry.store.position()
    again = ministry.record("broadcast.aired", BROADCAST, actor=STATION, command_id="c-1")
    assert again.repeated
    assert again.event_ids == first.event_ids
    assert ministry.store.position() == before


def test_a_repeat_of_an_issued_act_is_harmless_whatever_opened_meanwhile(opened: Callable[..., Dondoc]) -> None:
    """The tasks that hang on an act may have become more; the command is the same."""
    ministry = opened(single=True)
    say = {"actor": Actor(person="chi", office="van-phong/dau-moi"), "command_id": "c-1"}
    first = ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", **say)
    ministry.tick()
    again = ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", **say)
    assert (again.repeated, again.event_ids) == (True, first.event_ids)
    with pytest.raises(KeyReused):
        ministry.issue_act("nd-a", date(2024, 3, 11), "73/NĐ", **say)


def test_the_same_id_with_another_content_is_refused(ministry: Dondoc) -> None:
    """Other fields, or other tasks to be served, are another entry."""
    ministry.record("bulletin.published", BULLETIN, actor=LEAD, command_id="c-1")
    with pytest.raises(KeyReused):
        ministry.record("bulletin.published", {**BULLETIN, "issue": "10"}, actor=LEAD, command_id="c-1")
    with pytest.raises(KeyReused):
        ministry.record(
            "bulletin.published", BULLETIN, actor=LEAD, serves=["kh.bulletin:vu-a:2024-03"], command_id="c-1"
        )


def test_two_people_with_the_same_id_both_have_their_activity(ministry: Dondoc) -> None:
    """Ids belong to their actor: the second station's broadcast is not taken for the first one's."""
    ministry.record("bulletin.published", BULLETIN, actor=LEAD, command_id="1")
    before = ministry.store.position()
    receipt = ministry.record("broadcast.aired", BROADCAST, actor=STATION, command_id="1")
    assert names(ministry, before) == ["broadcast.aired", "task.credited", "task.completed"]
    assert not receipt.repeated


def test_a_registrar_records_for_a_body_that_has_no_account(ministry: Dondoc) -> None:
    """On its behalf, and the record says so; in one's own name one may not."""
    data = {"body": "tinh-a", "subject": "Hội thi"}
    ministry.record("activity.held", data, actor=REGISTRAR)
    assert list(ministry.store.read_all())[-1].meta.on_behalf_of == "tinh-a"
    with pytest.raises(NotAllowed):
        ministry.record("activity.held", data, actor=REGISTRAR.model_copy(update={"on_behalf_of": ""}))
    with pytest.raises(NotAllowed):
        ministry.record("activity.held", data, actor=LEAD)


@pytest.mark.parametrize(
    ("fact", "data", "error"),
    [
        ("broadcast.heard", BROADCAST, NotFound),
        ("report.submitted", {}, NotFound),
        ("broadcast.aired", {**BROADCAST, "minutes": 0}, Invalid),
        ("broadcast.aired", {**BROADCAST, "length": 20}, Invalid),
        ("broadcast.aired", {**BROADCAST, "body": "dai-b"}, NotFound),
    ],
    ids=["unknown", "a step", "no minutes", "misspelt", "unknown body"],
)
def test_what_is_no_activity_is_refused(
    ministry: Dondoc, fact: str, data: dict[str, object], error: type[Exception]
) -> None:
    """The refusal tells which kinds, fields or bodies there are, and nothing is written."""
    before = ministry.store.position()
    with pytest.raises(error):
        ministry.record(fact, data, actor=STATION)
    assert ministry.store.position() == before
