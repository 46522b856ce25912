"""The annex of Decision 184/QĐ-BNV as configured: nothing lost, nothing doubled, nothing invented."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import PlanFile

GOLDEN = Path(__file__).with_name("annex_184.json")
UNITS = {
    "van-phong-bo": 1,
    "vu-to-chuc-can-bo": 2,
    "vu-to-chuc-bien-che": 5,
    "vu-tien-luong": 3,
    "vu-chinh-quyen-dia-phuong": 3,
    "vu-to-chuc-phi-chinh-phu": 4,
    "vu-cong-tac-thanh-nien": 3,
    "vu-cong-chuc-vien-chuc": 9,
    "vu-hop-tac-quoc-te": 4,
    "vu-cai-cach-hanh-chinh": 2,
    "thanh-tra-bo": 1,
    "vu-phap-che": 2,
    "tap-chi-to-chuc-nha-nuoc": 1,
    "trung-tam-thong-tin": 1,
    "ban-ton-giao-chinh-phu": 2,
    "ban-thi-dua-khen-thuong-trung-uong": 5,
    "cuc-van-thu-luu-tru-nha-nuoc": 5,
    "vien-khoa-hoc-to-chuc-nha-nuoc": 3,
    "hoc-vien-hanh-chinh-quoc-gia": 2,
}


@pytest.fixture
def plan(shipped: Catalogue) -> PlanFile:
    """Decision 184 as configured."""
    return shipped.plan("184")


def test_the_annex_has_58_rows_for_19_units_in_the_order_of_the_annex(plan: PlanFile) -> None:
    """Each unit has as many rows as the annex gives it, and the units stand in the order of its headings."""
    assert len(plan.rows) == 58
    assert list(Counter(row.unit for row in plan.rows).items()) == list(UNITS.items())


def test_rows_are_named_and_numbered_through(plan: PlanFile) -> None:
    """A row's id is the number of its unit's heading and its own printed number, from 1 on without a gap."""
    order = list(UNITS)
    expected = [(f"{u}.{n}", n) for u, unit in enumerate(order, 1) for n in range(1, UNITS[unit] + 1)]
    assert [(row.id, row.no) for row in plan.rows] == expected


def test_times_are_of_the_kinds_that_the_annex_prints(plan: PlanFile) -> None:
    """33 months, 12 whole years, 8 around an act, 2 after one, 2 of several months, 1 of several years."""
    kinds = Counter(row.window.kind for row in plan.rows)
    assert kinds == {"month": 33, "year": 12, "around": 8, "after": 2, "months": 2, "years": 1}


def test_42_rows_name_47_months(plan: PlanFile) -> None:
    """The months named, as deadline or as expectation, are those of the annex; none is January or February."""
    slots = [row.window.month_slots() for row in plan.rows]
    assert sum(bool(months) for months in slots) == 42
    assert Counter(month for months in slots for month in months) == {
        "2024-03": 10,
        "2024-04": 8,
        "2024-05": 5,
        "2024-06": 3,
        "2024-07": 2,
        "2024-08": 1,
        "2024-09": 3,
        "2024-10": 7,
        "2024-11": 2,
        "2024-12": 6,
    }


def test_every_row_informs_the_press_and_18_hold_a_conference_too(plan: PlanFile) -> None:
    """All 58 rows are press information; 16 are also a conference with training, 2 also a conference alone."""
    forms = Counter(form for row in plan.rows for form in row.forms)
    assert forms == {"thong-tin-bao-chi": 58, "hoi-nghi-tap-huan": 16, "hoi-nghi-hoi-thao": 2}
    assert all(row.forms[0] == "thong-tin-bao-chi" for row in plan.rows)


def test_three_rows_name_no_outside_press(plan: PlanFile) -> None:
    """55 rows are coordinated with the outside press; 17.1 to 17.3 are not, as the annex has it."""
    without = [row.id for row in plan.rows if "bao-chi-ngoai-bo" not in row.coordinating]
    assert without == ["17.1", "17.2", "17.3"]


def test_what_the_annex_has_wrong_or_damaged_is_kept_and_marked(plan: PlanFile) -> None:
    """Rows whose text cannot be right, or had to be guessed, say so: nothing is put right in silence."""
    doubtful = {row.id for row in plan.rows if row.doubt}
    assert {"4.2", "6.1", "8.8", "9.2", "15.1", "16.2", "19.2"} <= doubtful


def test_no_word_of_the_annex_is_changed(plan: PlanFile) -> None:
    """Row by row the wording is that of the copy beside this test, which was compared with the decision itself.

    Whoever corrects a word in the configuration corrects it there too, having looked at the decision.
    """
    forms = {form.id: form.text for form in plan.forms}
    coordinators = {each.id: each.text for each in plan.coordinators}
    rows = [
        {
            "id": row.id,
            "unit": row.unit,
            "content": row.content,
            "forms": [forms[form] for form in row.forms],
            "time_text": row.time_text,
            "coordinating": [coordinators[each] for each in row.coordinating],
        }
        for row in plan.rows
    ]
    for row, golden in zip(rows, json.loads(GOLDEN.read_text(encoding="utf-8")), strict=True):
        assert row == golden
