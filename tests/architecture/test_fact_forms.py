"""What every fact must have, and must never hold."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from dondoc.domain.fact import ActivityFact, Fact, StepFact
from dondoc.domain.facts import FACTS

PERSONAL = re.compile(
    r"(^|_)(name|full_name|first_name|surname|person|people|who|author|speaker|phone|tel|mobile|email|mail|address|"
    r"birth|birthday|born|cccd|cmnd|passport|gender|signature|ho_ten|nguoi|dien_thoai)($|_)"
)
ADDED = {"window_text", "fact_title", "unit_text"}
"""What the wording adds to the fields of a fact."""


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_declares_its_own_name_title_and_sentence(fact: type[Fact]) -> None:
    """Inherited ones would let two kinds of facts look alike in the log, in lists or in histories."""
    for declared in ("name", "title", "sentence"):
        assert vars(fact)[declared]
    assert fact.title[0].isupper()
    assert fact.sentence.startswith("đã ")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_the_sentence_of_a_fact_speaks_of_its_own_fields(fact: type[Fact]) -> None:
    """A field that is not there would be read as nothing."""
    asked = {field for _, field, _, _ in Formatter().parse(fact.sentence) if field is not None}
    assert asked <= {*fact.model_fields} | ADDED


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_no_fact_has_a_field_for_personal_data(fact: type[Fact]) -> None:
    """Facts are kept for ever; names, phones and addresses of people live elsewhere and can be erased."""
    assert [field for field in fact.model_fields if PERSONAL.search(field)] == []


def test_a_field_for_personal_data_would_be_found() -> None:
    """The check above can fail."""
    assert all(PERSONAL.search(field) for field in ("email", "speaker_name", "phone", "contact_person"))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_step_says_nothing_of_who_and_when(fact: type[Fact]) -> None:
    """That is the record's metadata, never a field that could say otherwise."""
    if issubclass(fact, StepFact | ActivityFact):
        assert not {"on", "recorded_at", "actor", "office", "on_behalf_of", "command_id"} & {*fact.model_fields}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_is_named_in_the_past_and_documented(fact: type[Fact]) -> None:
    """Its docstring is its entry in the dictionary of facts."""
    assert fact.__doc__
    assert len(fact.__doc__.splitlines()[0]) > 20


def test_titles_tell_facts_apart() -> None:
    """A list of facts shows titles only."""
    titles = [fact.title for fact in FACTS]
    assert len({*titles}) == len(titles)
