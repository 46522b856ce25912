"""Ladders that repeat, ask conditions and follow a quota's pace; whoever is told is named with their capacity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.ladder import Ladder
from dondoc.domain.office import Holding
from dondoc.domain.pace import Pace
from dondoc.domain.reminder import Context, Reminder, remind
from dondoc.domain.rung import Limit
from dondoc.testing import small_calendar, small_catalogue

CALENDAR = small_calendar()
DUE = date(2024, 6, 3)
LAST: dict[str, Any] = {"id": "tre", "name": "Trễ", "after": 1, "level": 1, "to": ["thu-truong"]}


def ladder(*rungs: dict[str, Any], **more: Any) -> Ladder:
    """A ladder of a few rungs."""
    return Ladder.model_validate({"id": "thang", "version": 1, "name": "Thang", "rungs": list(rungs), **more})


def asked(
    of: Ladder, today: date, known: Sequence[str] = (), catalogue: Catalogue | None = None, **more: Any
) -> list[Reminder]:
    """What a ladder says on a day about the April task of vu-a, due on 3 June."""
    catalogue = catalogue or small_catalogue()
    operands = choosing.operands(catalogue, catalogue.duties["kh.information"], "vu-a")
    late = more.pop("late", 0)
    context = Context(operands, lambda _body, _day: late, catalogue.told, more.pop("acknowledged", ()))
    limit = more.pop("limit", Limit("due", DUE, first_moment(date(2024, 1, 1))))
    return list(
        remind(
            of, limit, task="t", body="vu-a", now=first_moment(today), known=known, calendar=CALENDAR, context=context
        )
    )


def test_a_rung_comes_again_every_so_many_working_days_and_no_more_often_than_said() -> None:
    """Each time is a reminder of its own, under its own id, with its own days counted."""
    of = ladder({**LAST, "repeat": {"every": 5, "most": 2}})
    assert [(rung.id, rung.after) for rung in of.climb] == [("tre", 1), ("tre/2", 6), ("tre/3", 11)]
    (again,) = asked(of, date(2024, 6, 11), ["tre"])
    assert (again.rung, again.held_back, len(again.why["days"])) == ("tre/2", "", 8)
    assert asked(of, date(2024, 6, 10), ["tre"]) == []
    assert asked(of, date(2024, 12, 2), ["tre", "tre/2", "tre/3"]) == []


def test_repeats_before_the_end_come_nearer_to_it() -> None:
    """Ten days before, every three days: seven and four days before it, never after the next rung."""
    of = ladder(
        {"id": "s", "name": "S", "before": 10, "level": 0, "to": ["dau-moi"], "repeat": {"every": 3, "most": 2}}, LAST
    )
    assert [rung.offset for rung in of.climb] == [-10, -7, -4, 1]


def test_after_a_long_time_only_the_last_repeat_goes_out() -> None:
    """The others are recorded as superseded: nothing is lost, one is sent."""
    of = ladder({**LAST, "repeat": {"every": 5, "most": 2}})
    found = {each.rung: each.held_back for each in asked(of, date(2024, 12, 2))}
    assert found == {"tre": "superseded", "tre/2": "superseded", "tre/3": ""}


def test_what_was_answered_for_is_not_repeated_and_the_ledger_says_so() -> None:
    """The rung itself goes out all the same; only its repeats are held back."""
    of = ladder({**LAST, "repeat": {"every": 5, "most": 1}})
    assert [each.held_back for each in asked(of, date(2024, 6, 4), acknowledged=["tre"])] == [""]
    (again,) = asked(of, date(2024, 6, 11), ["tre"], acknowledged=["tre"])
    assert (again.rung, again.held_back, again.to) == ("tre/2", "acknowledged", ())


@pytest.mark.parametrize(
    ("rungs", "what"),
    [
        ([{**LAST, "repeat": {"every": 1}}], "most"),
        ([{**LAST, "repeat": {"every": 0, "most": 3}}], "every"),
        ([{**LAST, "repeat": {"every": 5, "most": 9}}, {**LAST, "id": "b", "after": 20}], "does not lie above"),
        ([{**LAST, "after": None, "passed": 50, "repeat": {"every": 1, "most": 1}}], "share"),
    ],
)  # fmt: skip
def test_a_rung_that_would_repeat_without_end_is_refused(rungs: list[dict[str, Any]], what: str) -> None:
    """It says how often at most, moves on each time, and ends before the next rung."""
    with pytest.raises(ValidationError, match=what):
        ladder(*rungs)


def test_a_rung_whose_condition_does_not_hold_is_held_back_with_the_value_that_it_found() -> None:
    """Whoever has three overdue tasks is urged, whoever has two is not, and the explanation tells the number."""
    of = ladder({**LAST, "when": {"late_tasks": {"least": 3}, "kinds": ["unit"]}})
    (held,) = asked(of, date(2024, 6, 4), late=2)
    (sent,) = asked(of, date(2024, 6, 4), late=3)
    assert (held.held_back, sent.held_back) == ("condition", "")
    said = {each["what"]: each for each in held.why["conditions"]}
    assert said["late-tasks"] == {"what": "late-tasks", "value": "2", "wanted": ["3.."], "holds": False}
    assert said["kinds"] == {"what": "kinds", "value": "unit", "wanted": ["unit"], "holds": True}


def test_below_a_rung_whose_condition_fails_the_highest_that_holds_is_urged() -> None:
    """A condition high up does not silence the rungs below it."""
    of = ladder(LAST, {**LAST, "id": "cao", "after": 2, "level": 2, "when": {"days_late": {"least": 100}}})
    found = {each.rung: each.held_back for each in asked(of, date(2024, 6, 20))}
    assert found == {"tre": "", "cao": "condition"}


def test_a_ladder_is_chosen_by_who_owes_the_task_and_says_by_what() -> None:
    """The first whose conditions the body meets; each condition is recorded with its value."""
    special = ladder(LAST, id="rieng", when={"groups": ["cac-vu"], "plans": ["kh"]})
    catalogue = small_catalogue(ladders=[special, ladder(LAST)])
    duty = catalogue.duties["kh.information"]
    for body, expected in (("vu-a", "rieng"), ("tinh-a", "thang"), ("", "thang")):
        found = choosing.ladder(catalogue, duty, "due", (), body)
        assert found is not None
        assert found.id == expected
    (reminder,) = asked(special, date(2024, 6, 4), catalogue=catalogue)
    assert {"what": "groups", "value": "cac-vu", "wanted": ["cac-vu"], "holds": True} in reminder.why["chosen"]


def test_a_quota_behind_its_pace_is_asked_while_it_can_catch_up() -> None:
    """Two of four with nine working days left is behind an even line; three of four is not, whatever the day."""
    of = ladder({**LAST, "after": None, "before": 9, "level": 0}, limits=["pace"])
    start, end = date(2024, 5, 1), date(2024, 5, 31)
    for done, urged in ((2, ["tre"]), (3, [])):
        limit = Limit("pace", end, first_moment(start), "pace", first_moment(start), pace=Pace(4, done, start, end))
        found = asked(of, date(2024, 5, 20), limit=limit)
        assert [each.rung for each in found] == urged
        if found:
            said = {each["what"]: each["value"] for each in found[0].why["conditions"]}
            assert (said["working-days-left"], said["behind-pace"]) == ("9", "2/4<14/23")
        assert asked(of, date(2024, 5, 19), limit=limit) == []


def test_a_rung_of_a_pace_after_the_end_of_the_period_is_refused() -> None:
    """What is over cannot catch up."""
    with pytest.raises(ValidationError, match="before the end of the period"):
        ladder(LAST, limits=["pace"])


def test_the_acting_person_is_named_in_place_of_the_holder() -> None:
    """Whoever acts in the office on that day, by their id and capacity; the holder where nobody acts."""
    held = [
        Holding(office="vu-a/thu-truong", person="an"),
        Holding.model_validate({"office": "vu-a/thu-truong", "person": "binh", "acting": True, "from": "2024-06-05"}),
    ]
    catalogue, of = small_catalogue(holdings=held), ladder(LAST)
    for day, person in (
        (date(2024, 6, 4), {"person": "an", "as": "holder"}),
        (date(2024, 6, 5), {"person": "binh", "as": "acting"}),
    ):
        (reminder,) = asked(of, day, catalogue=catalogue)
        assert reminder.why["recipients"] == [{"office": "vu-a/thu-truong", "why": "tre", "persons": [person]}]
