"""Stored facts: read for ever under the names under which they were written, in whatever shape they were then."""

from __future__ import annotations

import json
import re
from datetime import date, time
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from dondoc.domain.errors import Invalid, UnknownEvent
from dondoc.domain.fact import Fact, Meta, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.office import Actor
from dondoc.testing import EXAMPLES, example

REGISTRY = Registry(FACTS)
GOLDEN = Path(__file__).with_name("golden_facts.json")
"""Every shape that was ever stored: name and data. Entries are added (`example(name).encode()`), never changed."""
STORED: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))


class Newest(Fact):
    """A fact of a host, in its third shape."""

    name: ClassVar = "host.moved/3"
    title: ClassVar = "Chuyển"
    sentence: ClassVar = "đã chuyển đến {place}"

    place: str
    on_day: date
    floors: tuple[int, ...] = ()


def from_first(data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The first shape had another word for the place."""
    return "host.moved/2", {"place": data["where"], "on_day": data["on_day"]}


def from_second(data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The second shape knew no floors."""
    return "host.moved/3", {**data, "floors": [1]}


GROWN = Registry([*FACTS, Newest], {"host.moved": from_first, "host.moved/2": from_second})


def as_stored(data: Any) -> bytes:
    """The bytes of a stored shape."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("name", STORED)
def test_whatever_was_stored_once_can_be_read(name: str) -> None:
    """Each shape in the golden file decodes; one that no longer does breaks the logs of those who have it."""
    assert isinstance(REGISTRY.decode(name, as_stored(STORED[name])), Fact)


@pytest.mark.parametrize("name", REGISTRY.names())
def test_what_is_stored_today_is_byte_for_byte_what_was_stored_before(name: str) -> None:
    """Fields, order and spelling of the example's data: a change of them needs a new name and an upcast."""
    assert EXAMPLES[name].encode() == as_stored(STORED[name])


@pytest.mark.parametrize("name", REGISTRY.names())
def test_every_field_is_written_down(name: str) -> None:
    """Defaults too, so that another default later changes nothing that was said before."""
    assert list(json.loads(EXAMPLES[name].encode())) == list(REGISTRY[name].model_fields)


def mutated(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """The example's fields, some of them with other values of the same kind."""
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        int: st.integers(-5, 2000),
        date: st.dates(),
        time: st.times(),
    }
    fields = EXAMPLES[name].model_dump()
    return st.fixed_dictionaries(
        {
            key: st.one_of(st.just(value), *(kind for type_, kind in kinds.items() if type(value) is type_))
            for key, value in fields.items()
        }
    )


@given(data=st.data(), name=st.sampled_from(REGISTRY.names()))
def test_a_fact_comes_back_from_its_bytes_as_it_was(data: st.DataObject, name: str) -> None:
    """Whatever its fields hold: read again it is equal, and written again it is the same bytes."""
    fields = data.draw(mutated(name))
    fact = valid(name, fields)
    assume(fact is not None)
    assert fact is not None
    back = REGISTRY.decode(name, fact.encode())
    assert back == fact
    assert type(back) is type(fact)
    assert back.encode() == fact.encode()


def valid(name: str, fields: dict[str, Any]) -> Fact | None:
    """The fact, where its rules accept these fields."""
    try:
        return REGISTRY[name].model_validate(fields)
    except ValidationError:
        return None


@pytest.mark.parametrize("name", REGISTRY.names())
def test_a_fact_does_not_change_and_takes_no_field_it_does_not_know(name: str) -> None:
    """What happened has happened; and a misspelt field is not silently lost."""
    fact = EXAMPLES[name]
    field = next(iter(type(fact).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(fact, field, "other")
    with pytest.raises(ValidationError, match="not permitted"):
        example(name, recieved_by="…")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_stored_name_has_one_form(fact: type[Fact]) -> None:
    """Small letters, a field of work, a dot, what happened, and later perhaps a number: never a path of a module."""
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*(/[2-9])?", fact.name)


def test_an_unknown_name_is_said_and_not_skipped() -> None:
    """A log written by a newer version is not half read."""
    with pytest.raises(UnknownEvent, match=r"task\.split"):
        REGISTRY.decode("task.split", b"{}")


@pytest.mark.parametrize(
    "data", [b"{}", b'{"act":1}', b'{"act":"a","day":"2024-02-30","number":"1"}', b"{", b"\xff", b""]
)
def test_data_without_the_shape_of_their_name_are_said(data: bytes) -> None:
    """Missing, mistyped, impossible, cut off, not text, empty."""
    with pytest.raises(UnknownEvent, match=r"act\.issued"):
        REGISTRY.decode("act.issued", data)


def test_an_old_shape_is_brought_up_step_by_step() -> None:
    """The first shape becomes the second and that the third; each step knows only its own change."""
    first = GROWN.decode("host.moved", b'{"where":"H\xc3\xa0 N\xe1\xbb\x99i","on_day":"2024-03-18"}')
    second = GROWN.decode("host.moved/2", as_stored({"place": "Hà Nội", "on_day": "2024-03-18"}))
    assert first == second == Newest(place="Hà Nội", on_day=date(2024, 3, 18), floors=(1,))


def test_an_old_shape_that_is_damaged_is_said() -> None:
    """Cut-off data, and data that do not become the newest shape."""
    for data in (b"{", b'{"place":"x","on_day":"2024-02-30"}'):
        with pytest.raises(UnknownEvent, match=r"host\.moved/2"):
            GROWN.decode("host.moved/2", data)


def test_an_old_name_is_read_and_never_written() -> None:
    """Only the newest name is one of the facts."""
    assert "host.moved/3" in GROWN
    assert "host.moved" not in GROWN
    assert "host.moved" not in GROWN.names()


def test_an_upcast_to_a_name_that_nobody_knows_is_said() -> None:
    """The chain ends nowhere."""
    registry = Registry(FACTS, {"host.moved": from_first})
    with pytest.raises(UnknownEvent, match=r"host\.moved/2"):
        registry.decode("host.moved", as_stored({"where": "x", "on_day": "2024-03-18"}))


def test_two_facts_of_one_name_are_refused() -> None:
    """Nobody could tell which one a stored event is, whether twice ours, the host's or an old shape's."""

    class Impostor(Newest):
        """Another fact under a name of ours."""

        name: ClassVar = "task.accepted"

    with pytest.raises(Invalid, match=r"task\.accepted"):
        Registry([*FACTS, Impostor])
    with pytest.raises(Invalid, match=r"task\.accepted"):
        Registry(FACTS, {"task.accepted": from_first})


def test_who_and_when_are_kept_beside_the_fact_and_not_in_it() -> None:
    """The actor's ids go into the metadata."""
    actor = Actor(person="an", office="vu-a/dau-moi", on_behalf_of="vu-a")
    meta = Meta.by(actor, date(2024, 3, 18), command_id="c-1", basis="II.2")
    assert (meta.actor, meta.office, meta.on_behalf_of) == ("an", "vu-a/dau-moi", "vu-a")
    assert (meta.on, meta.command_id, meta.basis, meta.recorded_at) == (date(2024, 3, 18), "c-1", "II.2", None)
