"""Who may see the content of restricted cases: the policy by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.office import Actor
from dondoc.domain.visibility import Sight, sight

INCIDENT = "184.communication-incidents"
ON = date(2024, 6, 1)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The configuration as shipped."""
    return read_catalogue(Path(__file__).parents[2] / "config", Registry(FACTS))


def of(office: str, catalogue: Catalogue) -> Sight:
    """What an office sees."""
    return sight([Actor(person="minh-hoa", office=office)], ON, catalogue)


def test_nobody_named_sees_nothing_restricted(catalogue: Catalogue) -> None:
    """Without a viewer every restricted duty is hidden, whosever the case is."""
    assert sight([], ON, catalogue) == Sight(frozenset({INCIDENT}))


def test_an_office_that_there_is_not_sees_nothing_restricted(catalogue: Catalogue) -> None:
    """Neither a made-up office nor a person who does not hold the office opens anything."""
    assert of("van-phong-bo/khong-co", catalogue) == Sight(frozenset({INCIDENT}))


def test_roles_of_the_procedure_see_every_case(catalogue: Catalogue) -> None:
    """The leadership instructs and the spokesperson speaks, so they see incidents of whatever body."""
    for office in ("bo-noi-vu/bo-truong", "van-phong-bo/nguoi-phat-ngon"):
        assert (INCIDENT, "incident", 1) in of(office, catalogue).whole


def test_a_registrar_who_has_no_step_on_incidents_sees_none(catalogue: Catalogue) -> None:
    """A role counts only where a step of the case's procedure names it."""
    found = of("vu-cai-cach-hanh-chinh/theo-doi-bao-cao", catalogue)
    assert (INCIDENT, "incident", 1) not in found.whole


def test_the_leading_body_sees_its_own_cases(catalogue: Catalogue) -> None:
    """Who owes a case sees it by being that body, and not those of others."""
    found = of("vu-phap-che/dau-moi", catalogue)
    assert (found.bodies, found.whole) == (frozenset({"vu-phap-che"}), frozenset())
