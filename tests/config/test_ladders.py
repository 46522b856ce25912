"""Ladders that are refused: what they name and is not there, circles, storms, tests that fail. Each with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.domain.errors import ConfigInvalid, Invalid
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.interfaces import checking

Spoil = Callable[[str, str, str, str], str]
Findings = Callable[[], list[Invalid]]
FILE = "reminders.yaml"


def refused(folder: Path) -> list[Invalid]:
    """What `dondoc check` finds wrong with a folder, beyond what every start does."""
    with pytest.raises(ConfigInvalid) as wrong:
        checking.check(folder, Registry(FACTS))
    return wrong.value.findings


def test_the_ladders_as_shipped_pass_their_own_tests_and_have_one_each(folder: Path) -> None:
    """Every shipped ladder is named by a test beside it, and the worst day of the plans is within its bound."""
    found = checking.check(folder, Registry(FACTS))
    text = (folder / FILE).read_text(encoding="utf-8").partition("\ntests:")[2]
    assert found.tests > len(found.catalogue.ladders)
    assert [each.id for each in found.catalogue.ladders if f"ladder: {each.id}" not in text] == []
    assert found.worst is not None
    assert found.catalogue.at_most is not None
    assert found.worst[1] <= found.catalogue.at_most.planned


@pytest.mark.parametrize(
    ("marker", "old", "new", "said"),
    [
        ("id: tieu-chuan", "repeat: {every: 20, most: 3}", "repeat: {every: 20}", "'most' is missing"),
        ("id: tieu-chuan", "before: 3,", "before: 3, repeat: {every: 3, most: 9},", "does not lie above"),
        ("id: tieu-chuan", "rhythms: [once, every]", "when: {groups: [khong-co]}", "no group 'khong-co'"),
        ("id: tieu-chuan", "rhythms: [once, every]", "when: {kinds: [tinh]}", "is none of"),
        ("id: tieu-chuan", "rhythms: [once, every]", "when: {}", "must ask something"),
        ("id: tieu-chuan", "rhythms: [once, every]", "when: {late_tasks: {least: 3}}", "'late_tasks' is not known"),
        ("qua-han-15,", "level: 3", "level: 3, when: {late_tasks: {least: 3, most: 2}}", "No number lies"),
        ("id: nhip", "before: 9", "after: 9", "before the end of the period"),
        ("tests:", "duty: par.broadcast", "duty: par.khong-co", "no duty 'par.khong-co'"),
        ("tests:", "expect: {ladder: theo-tuan, rung: qua-han-1", "expect: {ladder: theo-tuan", "a rung or nothing"),
        ("tests:", "period: 2024-W20", "period: 2024-W20, due: 2024-05-19", "about one limit"),
    ],
)  # fmt: skip
def test_a_ladder_that_says_what_cannot_be_is_refused_with_its_line(
    spoil: Spoil, findings: Findings, marker: str, old: str, new: str, said: str
) -> None:
    """Endless repeats, unknown names, numbers in a choice, empty conditions: file and line of each."""
    place = spoil(FILE, marker, old, new)
    found = [each for each in findings() if said.lower() in str(each).lower()]
    assert [each.place for each in found] == [place]


def test_a_ladder_that_goes_down_is_refused(spoil: Spoil, findings: Findings) -> None:
    """From the deputy minister to a department below: no escalation."""
    spoil(FILE, "id: im-lang-15", "to: [dau-moi, thu-truong]", "to: [bo-noi-vu/thu-truong-phu-trach]")
    place = spoil(
        FILE, "id: im-lang-45", "to: [thu-truong, van-phong-bo/chanh-van-phong]", "to: [van-phong-bo/chanh-van-phong]"
    )
    found = [each for each in findings() if "goes down" in each.en]
    assert [each.place for each in found] == [place]


def test_a_ladder_that_comes_back_to_where_it_was_is_refused(spoil: Spoil, findings: Findings) -> None:
    """Up to the deputy minister and back to the focal point is a circle, not a ladder."""
    place = spoil(
        FILE,
        "id: viec-theo-ngay",
        "level: 3, to: [van-phong-bo/chanh-van-phong, bo-noi-vu/thu-truong-phu-trach]",
        "level: 3, to: [dau-moi]",
    )
    found = [each for each in findings() if "comes back" in each.en]
    assert [each.place for each in found] == [place]


def test_a_change_that_breaks_a_test_is_told_with_what_was_expected_and_got(folder: Path, spoil: Spoil) -> None:
    """The line of the test's expectation, what it wanted, what the ladder now says."""
    spoil(FILE, "id: theo-tuan", "after: 1", "after: 2")
    line = next(
        number
        for number, text in enumerate((folder / FILE).read_text(encoding="utf-8").splitlines(), 1)
        if "expect: {ladder: theo-tuan" in text
    )
    (found,) = refused(folder)
    assert found.place == f"{folder / FILE}:{line}"
    assert "expected qua-han-1; ladder: theo-tuan" in found.en
    assert found.en.endswith("got nothing.")


def test_a_plan_whose_worst_day_is_a_storm_is_refused(folder: Path, spoil: Spoil) -> None:
    """More reminders on a day than the stated number: the day, the number, the line of the bound."""
    place = spoil(FILE, "at_most", "planned: 700", "planned: 400")
    (found,) = refused(folder)
    assert found.place == place
    assert "on 2024-12-17, more than the 400" in found.en
