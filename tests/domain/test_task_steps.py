"""What the rules say about a step: from where, by whom, with which words, proving what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dondoc.domain.catalogue import Catalogue, Role
from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import Invalid, NotAllowed, NotFound
from dondoc.domain.fact import Registry, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.press import (
    EventHeld,
    InformationCleared,
    InformationPrepared,
    InformationProvided,
    UrgentInformationProvided,
)
from dondoc.domain.facts.report import ReportSubmitted, ResultAccepted
from dondoc.domain.facts.task import ProgressNoted, TaskCancelled
from dondoc.domain.office import Actor, Office
from dondoc.domain.procedure import Procedure
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import (
    ASSIGNER,
    LEAD,
    MINISTER,
    PROCEDURES,
    REGISTRAR,
    SPOKESPERSON,
    Rules,
    assigned,
    duty,
    example,
    small_catalogue,
    step_data,
)

REGISTRY = Registry(FACTS)
TODAY = date(2024, 4, 2)
CATALOGUE = small_catalogue()
RULES = Rules(TaskDecider(CATALOGUE, REGISTRY), actor=LEAD, on=TODAY)
INFORMATION = assigned(CATALOGUE, "kh.information", "2024-04")
BOTH = assigned(CATALOGUE, "kh.both", "2024-05")
ASKER = Actor(person="hoa", office="vu-a/dau-moi")
COORDINATOR = Actor(person="khanh", office="vu-b/dau-moi")
ROLES = {
    "assigner": ASSIGNER,
    "asker": ASKER,
    "coordinator": COORDINATOR,
    "spokesperson": SPOKESPERSON,
    "registrar": REGISTRAR,
    "leadership": MINISTER,
    "registry": REGISTRAR.model_copy(update={"on_behalf_of": ""}),
}


def step(name: str, fact: str, **data: Any) -> TakeStep:
    """A step with the words of the fact's example."""
    return TakeStep(task="kh.information:vu-a:2024-04", step=name, data=step_data(fact, **data), evidence=1)


PREPARE = step("prepare", "press.information-prepared")
CLEAR = step("clear", "press.information-cleared")
PROVIDE = step("provide", "press.information-provided")
HOLD = step("hold-event", "communication.event-held")
URGENT = step("provide-urgent", "press.urgent-information-provided")
PREPARED = InformationPrepared(step="prepare", to="prepared", **PREPARE.data)
CLEARED = InformationCleared(step="clear", to="cleared", **CLEAR.data)


def filling(role: str) -> Actor:
    """Somebody in an office that fills a role; those that the small ministry does not have get one of their own."""
    return ROLES.get(role) or Actor(person=f"nguoi-{role}", office=f"bo/{role}")


def with_roles(catalogue: Catalogue, procedure: Procedure) -> Catalogue:
    """The small ministry with an office for each role of a procedure that it does not have."""
    more = {role for each in procedure.steps for role in each.by} - {"lead", *ROLES}
    return replace(
        catalogue,
        roles={**catalogue.roles, **{id_: Role(id=id_, name=id_, offices=(f"bo/{id_}",)) for id_ in more}},
        single_offices=(*catalogue.single_offices, *(Office(id=f"bo/{id_}", name=id_, en=id_) for id_ in sorted(more))),
    )


def rules_of(procedure: Procedure) -> tuple[Rules, Any]:
    """The rules of a procedure, and a task of the province that goes through it."""
    catalogue = small_catalogue(
        duties=[duty("walk", {"kind": "continuous"}, body="tinh-a", procedure=procedure.id, **{"with": ["vu-b"]})],
        procedures=[procedure],
    )
    catalogue = with_roles(catalogue, procedure)
    lead = Actor(person="an", office="tinh-a/dau-moi")
    task = assigned(catalogue, "kh.walk", "2024").model_copy(update={"asked_by": "vu-a"})
    return Rules(TaskDecider(catalogue, REGISTRY), actor=lead, on=TODAY), task


def test_a_step_is_taken_exactly_from_the_states_that_its_procedure_names(procedure: Procedure) -> None:
    """Every step from every state of every procedure: it leads where the procedure says, or is rejected."""
    rules, task = rules_of(procedure)
    for state in procedure.states:
        there = (ProgressNoted(step="before", to=state.id, outcome=state.outcome, note="…"), LEAD, TODAY)
        for each in procedure.steps:
            actor = rules.actor if each.by[0] == "lead" else filling(each.by[0])
            said = rules.given(task, there).when(step(each.id, each.fact), actor=actor)
            if state.id in each.from_:
                to = state.id if each.stays else each.to
                expected = example(each.fact, step=each.id, to=to, outcome=procedure.state(to).outcome, form="")
                assert [d.fact for d in said.decided if isinstance(d.fact, StepFact)] == [expected]
            else:
                refusal = said.then_rejected("step.from-state")
                assert all(open_.id in refusal.cure for open_ in procedure.open_to(state.id))


def test_a_step_is_taken_exactly_by_the_roles_that_its_procedure_names(procedure: Procedure) -> None:
    """Every step by every role: whoever is not named is not allowed, and neither is another body's office."""
    rules, task = rules_of(procedure)
    own = sorted({role for each in procedure.steps for role in each.by} - {"lead", *ROLES})
    actors: tuple[tuple[Actor, set[str]], ...] = (
        (rules.actor, {"lead"}),
        (ASSIGNER, {"assigner"}),
        (SPOKESPERSON, {"spokesperson", "assigner"}),  # an office of the body that owns the plan
        (REGISTRAR, {"registrar"}),
        (MINISTER, {"leadership"}),
        (ASKER, {"asker"}),
        (COORDINATOR, {"coordinator"}),
        *((filling(role), {role}) for role in own),
        (Actor(person="an", office="dai-a/dau-moi"), set()),
        (rules.actor.model_copy(update={"office": "tinh-a/phong-a"}), set()),  # no office that there is
        (rules.actor.model_copy(update={"on_behalf_of": "vu-b"}), set()),
    )
    for each in procedure.steps:
        there = (ProgressNoted(step="before", to=each.from_[0], note="…"), LEAD, TODAY)
        for actor, roles in actors:
            said = rules.given(task, there).when(step(each.id, each.fact), actor=actor)
            if roles & {*each.by}:
                assert len([d for d in said.decided if isinstance(d.fact, StepFact)]) == 1
            else:
                said.then_error(NotAllowed)


def test_a_step_needs_another_person_exactly_where_its_procedure_says_so(procedure: Procedure) -> None:
    """Every step after every other one by the same person, in whatever offices they may take both."""
    rules, task = rules_of(procedure)
    for before in procedure.steps:
        for each in procedure.steps:
            office = rules.actor if each.by[0] == "lead" else filling(each.by[0])
            past = example(before.fact, step=before.id, to=each.from_[0], outcome="", form="")
            said = rules.given(task, (past, office, TODAY)).when(step(each.id, each.fact), actor=office)
            if before.id in each.other_person_than:
                said.then_rejected("step.other-person")
            else:
                assert said.decided


def test_a_step_records_its_fact_with_where_it_led_and_on_which_basis() -> None:
    """The interpreter sets step, state, outcome and form; the person fills in the rest."""
    said = RULES.given(INFORMATION, PREPARED, (CLEARED, SPOKESPERSON, TODAY)).when(PROVIDE)
    said.then(InformationProvided(step="provide", to="done", outcome="done", form="thong-tin", **PROVIDE.data))
    assert [each.basis for each in said.decided] == ["qc-phat-ngon"]


@pytest.mark.parametrize(
    ("steps", "first"),
    [
        ([PREPARE, CLEAR, PROVIDE, HOLD], InformationProvided),
        ([HOLD, PREPARE, CLEAR, PROVIDE], EventHeld),
        ([URGENT, HOLD], UrgentInformationProvided),
    ],
)
def test_a_row_with_two_forms_is_done_when_both_are_proved(steps: list[TakeStep], first: type) -> None:
    """In either order: the first form leads back to work, the second one ends the task."""
    so_far = RULES.given(BOTH)
    seen = []
    for each in steps:
        said = so_far.when(each, actor=SPOKESPERSON if each is CLEAR else LEAD)
        seen += [d.fact for d in said.decided]
        so_far = said.so_far()
    proofs = [fact for fact in seen if getattr(fact, "form", "")]
    assert type(proofs[0]) is first
    assert [(getattr(f, "to", ""), getattr(f, "outcome", "")) for f in proofs] == [("assigned", ""), ("done", "done")]
    assert so_far.state().forms == ()


def test_proving_one_form_twice_does_not_prove_the_other() -> None:
    """Given to the press twice, the training is still owed."""
    said = RULES.given(BOTH).when(URGENT).when(URGENT)
    said.then(UrgentInformationProvided(step="provide-urgent", to="assigned", **URGENT.data))
    assert said.state().forms == ("hoi-nghi",)


def test_a_proof_of_a_form_that_is_not_owed_does_not_end_the_task() -> None:
    """A training was held, but information to the press is what the row asks for."""
    RULES.given(INFORMATION).when(HOLD).then(EventHeld(step="hold-event", to="assigned", **HOLD.data))


def test_the_way_around_the_gate_is_recorded_as_what_it_is() -> None:
    """An urgent answer needs its reason, is a fact of its own, and ends the task."""
    said = RULES.given(INFORMATION, PREPARED).when(URGENT)
    said.then(
        UrgentInformationProvided(step="provide-urgent", to="done", outcome="done", form="thong-tin", **URGENT.data)
    )
    no_reason = URGENT.model_copy(update={"data": {"outlet": "Báo A"}})
    assert RULES.given(INFORMATION).when(no_reason).then_error(Invalid).place == "reason"


def test_who_prepared_does_not_clear_in_whatever_office() -> None:
    """One person in two offices is still one person."""
    two_offices = Actor(person=LEAD.person, office=SPOKESPERSON.office)
    RULES.given(INFORMATION, PREPARED).when(CLEAR, actor=two_offices).then_rejected("step.other-person")
    RULES.given(INFORMATION, PREPARED).when(CLEAR, actor=SPOKESPERSON).then(CLEARED)


def test_everybody_who_touched_the_text_is_kept_from_clearing_it() -> None:
    """The one who prepared and the one who edited it, also after it was sent back and prepared anew."""
    editor = Actor(person="em", office=LEAD.office)
    edited = InformationPrepared(step="edit", to="prepared", subject="Bản sửa")
    past = RULES.given(INFORMATION, (PREPARED, LEAD, TODAY), (edited, editor, TODAY), (PREPARED, LEAD, TODAY))
    for person in ("an", "em"):
        actor = Actor(person=person, office=SPOKESPERSON.office)
        past.when(CLEAR, actor=actor).then_rejected("step.other-person")
    past.when(CLEAR, actor=SPOKESPERSON).then(CLEARED)


def test_a_text_edited_after_clearance_must_be_cleared_anew() -> None:
    """Editing leads back before the gate."""
    edit = step("edit", "press.information-prepared")
    after_edit = RULES.given(INFORMATION, PREPARED, (CLEARED, SPOKESPERSON, TODAY)).when(edit)
    after_edit.when(PROVIDE).then_rejected("step.from-state")


def test_a_composite_task_refuses_steps() -> None:
    """It is the sum of its parts and moves when they do."""
    whole = assigned(CATALOGUE, "kh.seminars", "2024")
    RULES.given(whole).when(PREPARE).then_rejected("task.composite")


@pytest.mark.parametrize("note", [None, "", "   "])
def test_a_field_that_a_step_needs_may_not_be_empty(note: str | None) -> None:
    """A quota confirmed from a report says from which one; blanks say nothing."""
    task = assigned(CATALOGUE, "kh.bulletin", "2024-04")
    data = {} if note is None else {"note": note}
    confirm = TakeStep(task="kh.bulletin:vu-a:2024-04", step="confirm", data=data)
    assert RULES.given(task).when(confirm, actor=ASSIGNER).then_error(Invalid).place == "note"
    full = confirm.model_copy(update={"data": {"note": "Theo báo cáo quý I"}})
    accepted = ResultAccepted(step="confirm", to="done", outcome="done", note="Theo báo cáo quý I")
    RULES.given(task).when(full, actor=ASSIGNER).then(accepted)


@pytest.mark.parametrize("field", ["step", "to", "outcome", "form"])
def test_nobody_sets_what_the_engine_sets(field: str) -> None:
    """A field that says where a step led is refused as input, by its name."""
    refusal = RULES.given(INFORMATION).when(step("prepare", "press.information-prepared", **{field: "done"}))
    assert field in refusal.then_error(Invalid).en


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"outlet": "Báo A", "link": "báo giấy"}, "link"),
        ({"outlet": "Báo A", "link": "javascript:alert(1)"}, "link"),
        ({"outlet": "Báo A", "linkk": "https://example.vn"}, "linkk"),
        ({"outlet": "  "}, "outlet"),
        ({"outlet": "Báo\u202eA"}, "outlet"),
        ({}, "outlet"),
    ],
)
def test_a_wrong_field_is_named(data: dict[str, Any], place: str) -> None:
    """A malformed, unknown, blank, disguised or missing field: the refusal says which one and what there is."""
    past = RULES.given(INFORMATION, PREPARED, (CLEARED, SPOKESPERSON, TODAY))
    refusal = past.when(PROVIDE.model_copy(update={"data": data})).then_error(Invalid)
    assert refusal.place == place
    assert "outlet" in refusal.cure
    assert "outcome" not in refusal.cure


def test_an_unknown_step_is_not_found_and_the_known_ones_are_listed() -> None:
    """A misspelt step gives the steps that there are."""
    refusal = RULES.given(INFORMATION).when(TakeStep(task="…", step="publish")).then_error(NotFound)
    assert "provide-urgent" in refusal.cure


def test_a_step_on_a_task_that_nobody_owes_is_not_found() -> None:
    """Nothing was assigned, so nothing can move."""
    RULES.given().when(PREPARE).then_error(NotFound)


def test_a_cancelled_task_moves_no_more() -> None:
    """Whoever wants it back lets it be assigned anew."""
    cancelled = TaskCancelled(step="cancel", to="cancelled", outcome="cancelled", reason="…", authority="…")
    RULES.given(INFORMATION, cancelled).when(PREPARE).then_rejected("step.from-state")


def test_a_report_sent_back_is_owed_again() -> None:
    """Handing in fulfils the duty; being sent back undoes that, and handing in again fulfils it again."""
    report = assigned(CATALOGUE, "kh.report", "2024-Q1")
    lead = Actor(person="an", office="tinh-a/dau-moi")
    submit, send_back = step("submit", "report.submitted"), step("return", "report.returned")
    handed_in = ReportSubmitted(step="submit", to="submitted", outcome="done", **submit.data)
    returned = RULES.given(report).when(submit, actor=lead).then(handed_in).when(send_back, actor=ASSIGNER)
    assert (returned.state().state, returned.state().outcome) == ("returned", "")
    returned.when(submit, actor=lead).then(handed_in)


def test_a_task_follows_the_version_of_its_procedure_under_which_it_was_assigned() -> None:
    """A newer version changes nothing for tasks that are under way."""
    newer = PROCEDURES[0].model_copy(update={"version": 2, "steps": PROCEDURES[0].steps[:-1]})
    rules = Rules(TaskDecider(small_catalogue(procedures=[*PROCEDURES, newer]), REGISTRY), actor=LEAD, on=TODAY)
    cancel = step("cancel", "task.cancelled")
    rules.given(INFORMATION).when(cancel, actor=ASSIGNER).then_on(TODAY)
    under_new = INFORMATION.model_copy(update={"procedure_version": 2})
    rules.given(under_new).when(cancel, actor=ASSIGNER).then_error(NotFound)
