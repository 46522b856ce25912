"""Milestones: which plans are followed, which acts were issued, which periods have closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dondoc.app import Dondoc
from dondoc.projections import milestones
from dondoc.testing import ASSIGNER, small_catalogue
from dondoc.workflow.adopting import wording


def test_an_adopted_plan_is_known_by_its_wording(ministry: Dondoc) -> None:
    """The digest is that of the plan's wording, with the position at which it was taken over."""
    digest = wording(ministry.catalogue.plans["kh"])
    assert ministry.ask(milestones.adopted) == {"kh": milestones.Adopted(digest, 1, 1, 1)}


def test_a_new_wording_replaces_the_old_one(opened: Callable[..., Dondoc]) -> None:
    """A changed plan is adopted anew by the next tick, once."""
    opened().tick()
    changed = opened(small_catalogue(anchors={"after_days": 45}, revision=2))
    changed.tick()
    position = changed.store.position()
    changed.tick()
    assert changed.store.position() == position
    adopted = changed.ask(milestones.adopted)["kh"]
    assert adopted.digest == wording(changed.catalogue.plans["kh"])
    assert (adopted.revision, adopted.position) == (2, position)


def test_an_act_is_known_by_the_newest_word(ministry: Dondoc) -> None:
    """A corrected day replaces the first."""
    assert ministry.acts() == {}
    ministry.issue_act("nd-a", date(2024, 3, 10), "73/2024/NĐ-CP", actor=ASSIGNER)
    ministry.issue_act("nd-a", date(2024, 3, 12), "73/2024/NĐ-CP", actor=ASSIGNER)
    assert ministry.acts() == {"nd-a": date(2024, 3, 12)}


def test_a_period_is_closed_on_the_day_after_its_last_day(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """On the last day in term the period is still open, a day later it has closed."""
    at(date(2024, 3, 20))
    ministry.tick()
    assert ("kh.report", "2024-Q1") not in ministry.ask(milestones.closed)
    at(date(2024, 3, 21))
    ministry.tick()
    assert ("kh.report", "2024-Q1") in ministry.ask(milestones.closed)
