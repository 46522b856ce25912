"""Lines of a register that take more than one fact or field: values, members, repeats, numbers, persons, proofs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from dondoc.domain.book import Book, Question
from dondoc.domain.entry import Entry
from dondoc.domain.errors import Invalid
from dondoc.domain.facts.about import Attendance
from dondoc.domain.facts.training import TrainingHeld
from dondoc.domain.line import Line, Reader
from dondoc.domain.register import Register
from dondoc.testing import small_catalogue

CATALOGUE = small_catalogue()
ON = date(2024, 7, 1)
FACT = {"id": "so", "name": "Sổ", "of": "fact", "facts": ["a.b"]}


def entry(position: int, on: str = "2024-04-10", unit: str = "vu-a", **more: Any) -> Entry:
    """A fact as registers read it."""
    kept = {name: more.pop(name) for name in ("actor", "office", "proofs", "name") if name in more}
    return Entry(
        position, f"e-{position}", kept.pop("name", "a.b"), on, unit, kept.pop("office", "vu-a/dau-moi"), "", "",
        more, **kept,
    )  # fmt: skip


def reader(**register: Any) -> Reader:
    """A register with these parts, read on 1 July 2024."""
    return Reader(Register.model_validate({**FACT, **register}), {}, CATALOGUE.vocabularies, CATALOGUE.calendar, ON)


def column(name: str, **more: Any) -> dict[str, Any]:
    """A column of a field of the same name, unless said otherwise."""
    return {"id": name, "name": name, **({} if more.get("take") else {"field": name}), **more}


def book(read: Reader, lines: list[Line], **asked: Any) -> Book:
    """The register opened with a question."""
    return Book(read.register, Question(**asked), read, CATALOGUE, {}, tuple(lines), {})


def test_a_line_that_says_what_an_earlier_one_said_repeats_it() -> None:
    """The first counts, whoever says it again is marked; a line that says nothing repeats nothing."""
    flag = {"id": "again", "name": "Lặp", "repeats": ["link"]}
    read = reader(columns=[column("link")], flags=[flag])
    lines = read.of_facts([entry(1, link="x"), entry(2, link="y"), entry(3, link="x", unit="vu-b"), entry(4), entry(5)])
    assert [each.flags for each in lines] == [(), (), ("again",), (), ()]


def test_a_repeat_is_told_whatever_part_of_the_register_is_asked_for() -> None:
    """Else the figure of a unit would differ from its share in the figure of all."""
    flag = {"id": "again", "name": "Lặp", "repeats": ["link"]}
    read = reader(columns=[column("link")], flags=[flag], leaves_out=["again"])
    lines = read.of_facts([entry(1, link="x"), entry(2, link="x", unit="vu-b"), entry(3, link="z", unit="vu-b")])
    assert read.narrowed({"link": "x"}) == {}
    of_unit = book(read, lines, units=("vu-b",))
    assert ([each.id for each in of_unit.lines], of_unit.left_out) == (["e-3"], 1)
    asked = book(read, lines, units=("vu-b",), flag="again")
    assert ([each.id for each in asked.lines], asked.left_out) == (["e-2"], 0)
    assert book(read, lines, first=date(2024, 4, 11)).lines == []


def test_a_field_with_members_has_a_line_for_each() -> None:
    """Each member's own fields stand beside those of the fact; a fact without members has no line."""
    read = reader(per="attended", columns=[column("subject"), column("count", field="count", take="sum")])
    came = [{"attending": "dai-a", "count": 3}, {"attending": "dai-b", "count": 2}]
    lines = read.of_facts([entry(1, subject="Lớp", attended=came), entry(2, subject="Không")])
    assert [(each.values["subject"], each.values["count"]) for each in lines] == [(("Lớp",), (3,)), (("Lớp",), (2,))]
    plain = reader(per="channels", columns=[column("channels")]).of_facts([entry(1, channels=["a", "b"])])
    assert [each.values["channels"] for each in plain] == [("a",), ("b",)]


def test_a_register_of_values_has_a_line_for_each_value_that_was_said() -> None:
    """With everything that was recorded about it; it belongs to the body that said it first."""
    columns = [
        column("registered", take="first-day", fact="a.new"), column("times", take="count", fact="a.b"),
        column("shown", take="day", fact="a.b"),
    ]  # fmt: skip
    flags = [
        {"id": "unknown", "name": "Lạ", "lacks": ["registered"]}, {"id": "unseen", "name": "Chưa", "lacks": ["shown"]},
    ]  # fmt: skip
    read = reader(of="value", field=["model", "models"], facts=["a.new", "a.b"], columns=columns, flags=flags)
    lines = read.of_values([
        entry(1, "2024-04-01", name="a.new", model="m1"), entry(2, "2024-04-02", name="a.new", model="m2"),
        entry(3, "2024-06-01", "vu-b", models=["m1", "m9"]),
    ])  # fmt: skip
    said = {each.id: (each.unit, each.day, each.values["times"], each.flags) for each in lines}
    assert said == {
        "m1": ("vu-a", "2024-06-01", (1,), ()), "m2": ("vu-a", "2024-04-02", (0,), ("unseen",)),
        "m9": ("vu-b", "2024-06-01", (1,), ("unknown",)),
    }  # fmt: skip
    assert (lines[0].values["age"], lines[0].values["count"]) == ((30,), (2,))
    first, second = book(read, lines, by=("unit",)).groups
    assert (first.lines, first.sums, second.lines) == (2, {"times": 1}, 1)


def test_conditions_compare_numbers_and_ask_for_values() -> None:
    """Less than another column, where an empty one is nought; one of some values."""
    flags = [
        {"id": "behind", "name": "Thiếu", "has": ["planned"], "fewer": {"column": "held", "than": "planned"}},
        {"id": "bare", "name": "Trơn", "where": {"kind": ["clip", "film"]}, "lacks": ["link"]},
    ]  # fmt: skip
    read = reader(columns=[column(name) for name in ("planned", "held", "kind", "link")], flags=flags)
    lines = read.of_facts([
        entry(1, planned=3, held=2), entry(2, planned=3, held=3), entry(3, planned=1), entry(4, held=0),
        entry(5, kind="clip"), entry(6, kind="clip", link="x"), entry(7, kind="book"),
    ])  # fmt: skip
    assert [each.flags for each in lines] == [("behind",), (), ("behind",), (), ("bare",), (), ()]


def test_the_numbers_that_a_series_lacks_end_with_its_own_greatest() -> None:
    """Another series that has come further does not make this one lack anything."""
    every = [{"by": "number", "numbers": True}, {"by": "series", "seen": True}]
    read = reader(columns=[column("series"), column("number")], every=every)
    lines = read.of_facts([
        entry(1, series="a", number=1), entry(2, series="a", number=4), entry(3, series="b", number=2),
        entry(4, series="b", number=2),
    ])  # fmt: skip
    found = [each.key for each in book(read, lines, by=("series", "number")).missing()]
    assert found == [("a", "2"), ("a", "3"), ("b", "1")]
    assert [each.key for each in book(read, lines, by=("number",)).missing()] == [("3",)]
    assert book(read, [], by=("number",)).missing() == []


def test_persons_offices_and_proofs_are_columns() -> None:
    """Who did it, none where a registrar entered it; the link of the field and what was attached."""
    columns = [
        column("who", take="actor"),
        column("office", take="office"),
        column("proof", field="link", take="proofs"),
    ]
    read = reader(columns=columns, flags=[{"id": "bare", "name": "Trơn", "lacks": ["proof"]}])
    lines = read.of_facts([
        entry(1, actor="an", link="x", proofs=("b" * 64,)), entry(2, actor=""),
        entry(3, actor="an", proofs=("c" * 64,)),
    ])  # fmt: skip
    assert [each.values["who"] for each in lines] == [("an",), (), ("an",)]
    assert [each.values["proof"] for each in lines] == [("x", "b" * 64), (), ("c" * 64,)]
    assert [each.flags for each in lines] == [(), ("bare",), ()]
    assert [g.lines for g in book(read, lines, by=("who",)).groups] == [1, 2]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("vtv", [("vtv", 1, False)]),
        ("vtv:3, Báo Hà Nam:2:head", [("vtv", 3, False), ("Báo Hà Nam", 2, True)]),
        ([{"attending": "vtv", "count": 2}], [("vtv", 2, False)]),
        ("", []),
    ],
)
def test_who_came_is_written_as_text_or_as_data(said: Any, kept: list[tuple[str, int, bool]]) -> None:
    """On a command line `body:count:head`, with commas between."""
    held = TrainingHeld.model_validate({"body": "vu-a", "subject": "Lớp", "attended": said})
    assert held.attended == tuple(Attendance(attending=a, count=n, head=h) for a, n, h in kept)


@pytest.mark.parametrize("said", ["vtv:ba", "vtv:0", "vtv:1:chief", "vtv:1:head:2", ":2"])
def test_who_came_is_refused_where_it_does_not_read_so(said: str) -> None:
    """A count that is none, or a word that nobody knows."""
    with pytest.raises((ValidationError, Invalid)):
        TrainingHeld.model_validate({"body": "vu-a", "subject": "Lớp", "attended": said})
