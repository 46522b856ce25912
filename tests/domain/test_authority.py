"""Who may take a step: deny by default, offices by role, persons by holding the office on that day."""

from __future__ import annotations

from datetime import date

from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import NotAllowed
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.press import InformationPrepared
from dondoc.domain.office import ENGINE, Actor, Holding
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import LEAD, REGISTRAR, Rules, assigned, small_catalogue, step_data

REGISTRY = Registry(FACTS)
TODAY = date(2024, 4, 2)
CATALOGUE = small_catalogue()
RULES = Rules(TaskDecider(CATALOGUE, REGISTRY), actor=LEAD, on=TODAY)
INFORMATION = assigned(CATALOGUE, "kh.information", "2024-04")
WORDS = step_data("press.information-prepared")
PREPARE = TakeStep(task="kh.information:vu-a:2024-04", step="prepare", data=WORDS)
PREPARED = InformationPrepared(step="prepare", to="prepared", **WORDS)


def test_a_registrar_acts_only_on_behalf_of_the_body_that_owes_the_task() -> None:
    """Entered from a letter: the record says for whom; in its own name or another's the office may not."""
    report = assigned(CATALOGUE, "kh.report", "2024-Q1")
    submit = TakeStep(task="kh.report:tinh-a:2024-Q1", step="submit", data=step_data("report.submitted"))
    RULES.given(report).when(submit, actor=REGISTRAR).then_on(TODAY)
    for other in ("", "vu-a"):
        actor = REGISTRAR.model_copy(update={"on_behalf_of": other})
        RULES.given(report).when(submit, actor=actor).then_error(NotAllowed)


def test_where_holders_are_registered_only_they_act_and_only_while_they_hold_the_office() -> None:
    """Offices bind; people come and go, to the day."""
    holding = Holding(office=LEAD.office, person="an", from_=date(2024, 4, 2), to=date(2024, 4, 3))
    rules = Rules(TaskDecider(small_catalogue(holdings=[holding]), REGISTRY), actor=LEAD, on=TODAY)
    for day in (date(2024, 4, 2), date(2024, 4, 3)):
        rules.given(INFORMATION).when(PREPARE, on=day).then(PREPARED)
    for day in (date(2024, 4, 1), date(2024, 4, 4)):
        rules.given(INFORMATION).when(PREPARE, on=day).then_error(NotAllowed)
    other = Actor(person="khoa", office=LEAD.office)
    rules.given(INFORMATION).when(PREPARE, actor=other).then_error(NotAllowed)


def test_an_office_that_does_not_exist_may_nothing() -> None:
    """Deny by default, also inside the body that owes the task."""
    nobody = Actor(person="an", office="vu-a/truong-phong")
    RULES.given(INFORMATION).when(PREPARE, actor=nobody).then_error(NotAllowed)


def test_nobody_but_the_engine_acts_in_its_office() -> None:
    """The engine's office is no way around the roles: it fills none of them, and people do not hold it."""
    assert CATALOGUE.holds(ENGINE.person, ENGINE.office, TODAY)
    assert not CATALOGUE.holds("an", ENGINE.office, TODAY)
    RULES.given(INFORMATION).when(PREPARE, actor=ENGINE).then_error(NotAllowed)


def test_the_lead_acts_in_its_own_name_or_that_of_its_body_only() -> None:
    """Acting for another body is not acting as the lead."""
    for body, may in (("", True), ("vu-a", True), ("vu-b", False)):
        said = RULES.given(INFORMATION).when(PREPARE, actor=LEAD.model_copy(update={"on_behalf_of": body}))
        if may:
            said.then(PREPARED)
        else:
            said.then_error(NotAllowed)


def test_the_assigner_acts_in_its_own_name_only() -> None:
    """Whoever owns the plan may cancel, but not while acting for somebody else."""
    cancel = TakeStep(task="kh.information:vu-a:2024-04", step="cancel", data=step_data("task.cancelled"))
    owner = Actor(person="chi", office="van-phong/thu-truong")
    RULES.given(INFORMATION).when(cancel, actor=owner).then_on(TODAY)
    RULES.given(INFORMATION).when(cancel, actor=owner.model_copy(update={"on_behalf_of": "vu-a"})).then_error(
        NotAllowed
    )
