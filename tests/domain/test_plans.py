"""Plans: rows of an annex and clauses of prose both come down to duties with ids of their own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dondoc.domain.plan import Duty, PlanFile
from dondoc.domain.rhythm import Once
from dondoc.testing import duty

PLAN: dict[str, Any] = {
    "id": "kh", "name": "Kế hoạch", "en": "Plan", "document": "qd-kh", "year": 2024, "owner": "van-phong"
}  # fmt: skip
ROW: dict[str, Any] = {
    "id": "9.2",
    "unit": "vu-a",
    "no": 2,
    "content": "Hội thảo khoa học",
    "forms": ["hoi-nghi"],
    "time_text": "Tháng 7, 10, 12",
    "window": {"months": ["2024-07", "2024-10", "2024-12"]},
    "coordinating": ["van-phong"],
    "doubt": "The scan shows no unit.",
}


def plan(**more: Any) -> PlanFile:
    """A plan with its parts."""
    return PlanFile.model_validate({"plan": PLAN, **more})


def test_a_row_becomes_a_duty_that_says_all_that_the_row_says() -> None:
    """Unit, words, window, forms, coordination and doubt; it happens once and goes through the spokesperson's gate."""
    (found,) = plan(rows=[ROW]).all_duties()
    assert (found.id, found.row, found.clause) == ("kh.9.2", "9.2", ("PL",))
    assert (found.bodies, found.with_, found.what) == (("vu-a",), ("van-phong",), "Hội thảo khoa học")
    assert (found.forms, found.procedure, found.doubt) == (("hoi-nghi",), "press-information", ROW["doubt"])
    assert isinstance(found.rhythm, Once)
    assert found.rhythm.window.months == ("2024-07", "2024-10", "2024-12")


def test_a_duty_of_prose_gets_the_id_of_its_plan_and_stands_after_the_rows() -> None:
    """So that printed numbers of two plans never meet."""
    duties = plan(rows=[ROW], duties=[duty("conference", {"kind": "every", "period": "quarter"})]).all_duties()
    assert [each.id for each in duties] == ["kh.9.2", "kh.conference"]
    assert duties[1].row is None


def test_one_clause_or_several_may_be_named() -> None:
    """A single one needs no brackets."""
    assert duty("d", {"kind": "continuous"}, clause="II.2.c").clause == ("II.2.c",)
    assert duty("d", {"kind": "continuous"}, clause=["II.2.c", "IV.1-3"]).clause == ("II.2.c", "IV.1-3")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"no": 0}, "no"),
        ({"forms": []}, "forms"),
        ({"content": " "}, "content"),
        ({"id": "9"}, "id"),
        ({"id": "9.2:1"}, "id"),
        ({"window": {"month": "2024-13"}}, "window"),
        ({"untit": "vu-a"}, "untit"),
    ],
)
def test_a_row_that_lacks_its_number_words_or_forms_is_refused(wrong: dict[str, Any], place: str) -> None:
    """Each with its place."""
    with pytest.raises(ValidationError, match=rf"rows\.0\.{place}"):
        plan(rows=[{**ROW, **wrong}])


@pytest.mark.parametrize("wrong", [{"year": 1989}, {"id": "KH"}, {"id": "k.h"}, {"owner": None}, {"anchors": {"x": 1}}])
def test_a_plan_without_year_id_or_owner_is_refused(wrong: dict[str, Any]) -> None:
    """A dot in its id would cut the ids of its duties at the wrong place."""
    with pytest.raises(ValidationError, match=rf"plan\.{next(iter(wrong))}"):
        PlanFile.model_validate({"plan": {**PLAN, **wrong}})


def test_a_duty_without_a_clause_is_refused() -> None:
    """What rests on nothing is owed by nobody."""
    with pytest.raises(ValidationError, match="clause"):
        Duty.model_validate({**duty("d", {"kind": "continuous"}).model_dump(by_alias=True), "clause": []})
