"""The rules of proofs: who may attach one, what it is about, in whose place it stands."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.evidence import LAST, Evidenced, Proof, ProveActivity, ProveTask
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.evidence import EvidenceAttached
from dondoc.domain.office import Actor
from dondoc.domain.once import OnceDecider
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, SPOKESPERSON, Rules, assigned, example, small_catalogue

CATALOGUE = small_catalogue()
TASK = "task-kh.information:vu-a:2024-04"
ASSIGNED = assigned(CATALOGUE, "kh.information", "2024-04")
RULES = Rules(Evidenced(TaskDecider(CATALOGUE, Registry(FACTS)), ProveTask, CATALOGUE), actor=LEAD, on=date(2024, 4, 2))
FIRST = Proof(evidence="a" * 64, label="bai.pdf", media="application/pdf", size=3)
SECOND = Proof(evidence="b" * 64, label="bai.pdf", media="application/pdf", size=4)


def attached(proof: Proof, **more: object) -> EvidenceAttached:
    """The fact of a proof."""
    return EvidenceAttached.model_validate({**dict(proof), **more})


def test_a_proof_goes_into_the_stream_of_its_task() -> None:
    """As version 1, of the whole task; a second time it is there already."""
    given = RULES.given(ASSIGNED).when(ProveTask(stream=TASK, proof=FIRST)).then(attached(FIRST))
    given.when(ProveTask(stream=TASK, proof=FIRST)).then_nothing()


def test_a_proof_that_follows_a_step_is_about_what_the_step_recorded() -> None:
    """Its event's id is not known before it is recorded."""
    given = RULES.given(ASSIGNED)
    stepped = given.when(TakeStep(task=TASK, step="note", data={"note": "x"}))
    stepped.when(ProveTask(stream=TASK, proof=FIRST, about=LAST)).then(attached(FIRST, about="e-000002"))


def test_a_newer_version_stands_in_the_place_of_the_older_once() -> None:
    """Version 2 supersedes version 1; a second successor of the same one is refused."""
    newer = ProveTask(stream=TASK, proof=SECOND, supersedes=FIRST.evidence)
    known = RULES.given(ASSIGNED, attached(FIRST)).when(newer)
    known.then(attached(SECOND, version=2, supersedes=FIRST.evidence))
    third = Proof(evidence="c" * 64, label="x")
    known.when(ProveTask(stream=TASK, proof=third, supersedes=FIRST.evidence)).then_rejected("evidence.superseded")
    unknown = ProveTask(stream=TASK, proof=third, supersedes="d" * 64)
    known.when(unknown).then_error(NotFound)


@pytest.mark.parametrize("actor", [LEAD, ASSIGNER, SPOKESPERSON, Actor(person="dung", office=REGISTRAR.office,
                                                                        on_behalf_of="vu-a")])  # fmt: skip
def test_whoever_has_a_part_in_the_task_may_prove_it(actor: Actor) -> None:
    """The body that owes it, the one that assigned it, whoever may take a step, a registrar on behalf."""
    RULES.given(ASSIGNED).when(ProveTask(stream=TASK, proof=FIRST), actor=actor).then(attached(FIRST))


@pytest.mark.parametrize("actor", [REGISTRAR, Actor(person="an", office="vu-b/dau-moi"),
                                   Actor(person="an", office="vu-a/khong-co")])  # fmt: skip
def test_others_may_not(actor: Actor) -> None:
    """Another unit, a registrar who acts for another body, an office that there is not."""
    RULES.given(ASSIGNED).when(ProveTask(stream=TASK, proof=FIRST), actor=actor).then_error(NotAllowed)


def test_nothing_is_proved_that_is_not_there() -> None:
    """Neither a task nor an event of it."""
    RULES.given().when(ProveTask(stream=TASK, proof=FIRST)).then_error(NotFound)
    RULES.given(ASSIGNED).when(ProveTask(stream=TASK, proof=FIRST, about="e-9")).then_error(NotFound)


def test_an_activity_is_proved_by_its_own_body() -> None:
    """And by nobody else."""
    rules = Rules(Evidenced(OnceDecider(), ProveActivity, CATALOGUE), actor=LEAD, on=date(2024, 4, 2))
    given = rules.given(example("communication.published"))
    prove = ProveActivity(stream="activity-1", proof=FIRST, about=LAST)
    given.when(prove).then(attached(FIRST, about="e-000001"))
    given.when(prove, actor=Actor(person="an", office="vu-b/dau-moi")).then_error(NotAllowed)
