"""The fakes and sentences that are shipped: a test that uses them must be able to trust them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from dondoc.domain.act import ActDecider, IssueAct
from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.fact import StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import ActIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import HANOI, Clock, Ids, stamp, today, unstamp
from dondoc.testing import (
    EXAMPLES,
    LEAD,
    FrozenClock,
    Rules,
    SequentialIds,
    assigned,
    duty,
    example,
    procedure,
    small_catalogue,
    step_data,
)

RULES = Rules(ActDecider(small_catalogue()), actor=LEAD, on=date(2024, 7, 1))
ISSUED = ActIssued(act="nd-a", day=date(2024, 6, 10), number="1")
ISSUE = IssueAct(act="nd-a", day=date(2024, 6, 10), number="1")
OTHER = IssueAct(act="nd-b", day=date(2024, 6, 10), number="1")


def test_a_frozen_clock_stands_until_it_is_set_or_moved() -> None:
    """It is marked as simulated, speaks UTC, and reads a moment without a zone as Vietnam's."""
    clock: Clock = (frozen := FrozenClock(datetime(2024, 7, 1, 8)))  # noqa: DTZ001  without a zone is what is tested
    assert clock.simulated
    assert clock.now() == clock.now() == datetime(2024, 7, 1, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    frozen.advance(days=1, hours=2, minutes=3, seconds=4)
    assert clock.now() == datetime(2024, 7, 2, 3, 3, 4, tzinfo=UTC)
    frozen.advance(hours=-3)
    frozen.set(datetime(2024, 12, 31, 23, 59, tzinfo=HANOI))
    assert today(clock) == date(2024, 12, 31)
    frozen.advance(minutes=1)
    assert today(clock) == date(2025, 1, 1)


def test_sequential_ids_are_foreseen() -> None:
    """One after the other, from the same start in every source."""
    ids: Ids = SequentialIds()
    assert [ids.new() for _ in range(3)] == ["e-000001", "e-000002", "e-000003"]
    assert SequentialIds("c").new() == "c-000001"


@pytest.mark.parametrize("microsecond", [0, 1, 999_999])
def test_a_moment_is_stored_and_read_back(microsecond: int) -> None:
    """In UTC, with microseconds, of one width, so that text order is time order."""
    moment = datetime(2024, 7, 1, 8, 30, 0, microsecond, tzinfo=HANOI)
    assert unstamp(stamp(moment)) == moment
    assert len(stamp(moment)) == 27
    assert stamp(moment).startswith("2024-07-01T01:30:00.")


def test_every_fact_has_an_example() -> None:
    """A new fact needs one, so that whatever must cope with all facts is tested with it."""
    assert {*EXAMPLES} == {fact.name for fact in FACTS}
    assert all(type(EXAMPLES[fact.name]) is fact for fact in FACTS)


def test_an_example_can_be_had_otherwise_and_stays_valid() -> None:
    """Overrides are checked like any input."""
    assert example("period.closed", period="2024-05").model_dump()["period"] == "2024-05"
    with pytest.raises(ValidationError):
        example("period.closed", due="never")
    with pytest.raises(NotFound, match=r"task\.split"):
        example("task.split")


@pytest.mark.parametrize("name", [fact.name for fact in FACTS if issubclass(fact, StepFact)])
def test_the_data_of_a_step_hold_what_a_person_fills_in(name: str) -> None:
    """And nothing that the engine sets."""
    assert not {"step", "to", "outcome", "form"} & {*step_data(name)}
    assert step_data(name, note="…")["note"] == "…"


def test_a_sentence_that_is_true_is_silent() -> None:
    """Facts, days, nothing, refusals, and going on from there."""
    RULES.given().when(ISSUE).then(ISSUED).then_on(date(2024, 6, 10)).when(ISSUE).then_nothing()
    assert RULES.given().when(OTHER).then_error(NotFound).code == "not-found"
    assert RULES.given((ISSUED, LEAD, date(2024, 6, 10))).state() == ISSUED


def test_a_sentence_that_is_false_says_what_came_instead() -> None:
    """Other facts, other days, something instead of nothing, no refusal, another refusal."""
    decided, refused = RULES.given().when(ISSUE), RULES.given().when(OTHER)
    with pytest.raises(AssertionError, match="ActIssued"):
        decided.then_nothing()
    with pytest.raises(AssertionError, match="number='1'"):
        decided.then(ISSUED.model_copy(update={"number": "2"}))
    with pytest.raises(AssertionError, match="2024, 6, 10"):
        decided.then_on(date(2024, 7, 1))
    with pytest.raises(AssertionError, match="Expected NotFound, but it was decided"):
        decided.then_error(NotFound)
    with pytest.raises(AssertionError, match="Expected NotAllowed, but it was NotFound"):
        refused.then_error(NotAllowed)
    with pytest.raises(AssertionError, match="Expected Rejected"):
        refused.then_rejected("step.from-state")


def test_a_refusal_is_not_taken_for_nothing() -> None:
    """Whoever expects facts, nothing, days or a state after a refusal is told of it."""
    refused = RULES.given().when(OTHER)
    for ask in (refused.then_nothing, refused.then_on, refused.state, refused.so_far):
        with pytest.raises(AssertionError, match="It was refused"):
            ask()


def test_the_small_catalogue_can_be_had_otherwise() -> None:
    """Own duties and procedures, another year; an occurrence that is not there is said."""
    walk = procedure(
        "walk",
        {"on": "", "off": "done"},
        [{"id": "go", "from": "on", "to": "off", "by": "lead", "fact": "task.accepted"}],
    )
    catalogue = small_catalogue(
        duties=[duty("d", {"kind": "every", "period": "year"}, procedure="walk")], procedures=[walk], year=2030
    )
    assert isinstance(assigned(catalogue, "kh.d", "2030", body="vu-b"), TaskAssigned)
    assert assigned(catalogue, "kh.d", "2030", body="vu-b").body == "vu-b"
    with pytest.raises(NotFound, match="2024"):
        assigned(catalogue, "kh.d", "2024")
