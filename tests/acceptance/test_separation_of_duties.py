"""Ten thousand random histories: nobody ever checked what they themselves had prepared.

The check reads the log as it is exported and the procedures as they are written, and shares no line with the rules.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dondoc.domain.catalogue import Catalogue, Role
from dondoc.domain.commands import CorrectFact, TakeStep
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.office import Actor, Office
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.task_decider import TaskDecider
from dondoc.interfaces.explaining import exported
from dondoc.testing import ASSIGNER, EXAMPLES, REGISTRAR, assigned, duty, small_catalogue, step_data

FOLDER = Path(__file__).parents[2] / "config" / "procedures"
WRITTEN = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["procedure"] for file in FOLDER.glob("*.yaml")}
PEOPLE = ("an", "binh", "chi", "dung", "em")
FIRST = date(2024, 4, 2)
HISTORIES = 10_000

Line = dict[str, Any]


def violations(log: Iterable[Line]) -> list[str]:
    """Where a step was taken by somebody who had taken one that must be another person's; nothing else is read."""
    procedure: dict[str, str] = {}
    took: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = []
    for line in log:
        stream, data, person = line["stream"], line["data"], line["meta"]["actor"]
        if line["name"] == "task.assigned":
            procedure[stream] = data["procedure"]
        written = WRITTEN.get(procedure.get(stream, ""), {"steps": []})["steps"]
        for step in written:
            if step["id"] == data.get("step") and step["fact"] == line["name"]:
                others = [o for o in step.get("other_person_than", []) if person in took[stream][o]]
                found += [f"{stream}: {person} took {other} and {step['id']}" for other in others]
                took[stream][step["id"]].add(person)
    return found


@dataclass(frozen=True)
class World:
    """A ministry in which every office may be filled by everybody, and one task of each shipped procedure."""

    catalogue: Catalogue
    decider: TaskDecider
    gated: tuple[Procedure, ...]

    @classmethod
    def make(cls) -> World:
        """The shipped procedures that part people, over the small ministry."""
        procedures = [Procedure.model_validate(written) for written in WRITTEN.values()]
        gated = tuple(each for each in procedures if any(step.other_person_than for step in each.steps))
        catalogue = small_catalogue(
            duties=[duty(p.id, {"kind": "continuous"}, procedure=p.id, **{"with": ["vu-b"]}) for p in gated],
            procedures=procedures,
        )
        roles = {role for each in gated for step in each.steps for role in step.by}
        more = roles - {*catalogue.roles, "lead", "assigner", "asker", "coordinator"}
        catalogue = replace(
            catalogue,
            roles={**catalogue.roles, **{r: Role(id=r, name=r, offices=(f"bo/{r}",)) for r in more}},
            single_offices=(*catalogue.single_offices, *(Office(id=f"bo/{r}", name=r, en=r) for r in more)),
        )
        return cls(catalogue, TaskDecider(catalogue, Registry(FACTS)), gated)

    def office(self, role: str) -> str:
        """An office that fills a role for the task."""
        own = {"lead": "vu-a/dau-moi", "assigner": ASSIGNER.office, "asker": "vu-a/dau-moi",
               "coordinator": "vu-b/dau-moi", "registrar": REGISTRAR.office}  # fmt: skip
        return own.get(role) or self.catalogue.roles[role].offices[0]

    def play(self, tried: bytes) -> list[Line]:
        """What the log says when numbers choose who tries what; what the rules refuse does not happen."""
        choices = iter(tried)
        procedure = self.gated[next(choices) % len(self.gated)]
        task = assigned(self.catalogue, f"kh.{procedure.id}", "2024").model_copy(update={"asked_by": "vu-a"})
        records = [Record("e-1", "task-t", 1, task, Meta.by(ASSIGNER, FIRST))]
        state = self.decider.evolve(self.decider.initial, records[0])
        for choice, who in zip(choices, choices, strict=False):
            open_to = procedure.open_to(state.state)
            if not open_to:
                break
            # Half of the tries go on to another state, so that gates far down a procedure are reached too.
            onward = [each for each in open_to if each.targets() - {state.state} and not_cancelling(each, procedure)]
            pick = onward if choice % 2 and onward else open_to
            step = pick[choice // 2 % len(pick)]
            actor, on = self.actor(step, who), FIRST + timedelta(days=len(records))
            command = self.command(step, choice, list(state.taken))
            try:
                decided = self.decider.decide(command, state, actor, on)
            except DondocError as refusal:
                PLAYED[getattr(refusal, "rule", refusal.code)] += 1
                continue
            for each in decided:
                number = len(records) + 1
                records.append(Record(f"e-{number}", "task-t", number, each.fact, Meta.by(actor, each.on or on)))
                state = self.decider.evolve(state, records[-1])
        return [exported(record, self.catalogue) for record in records]

    def actor(self, step: Step, who: int) -> Actor:
        """One of a few people, in an office that may take the step: everybody sits everywhere."""
        role = step.by[who % len(step.by)]
        behalf = "vu-a" if role == "registrar" else ""
        return Actor(person=PEOPLE[who // 16 % len(PEOPLE)], office=self.office(role), on_behalf_of=behalf)

    def command(self, step: Step, choice: int, taken: list[str]) -> TakeStep | CorrectFact:
        """The step; now and then the withdrawal of the newest one instead."""
        if taken and choice >= 240:
            return CorrectFact(task="t", event_id=taken[-1], reason="Nhầm", withdraw=True)
        return TakeStep(task="t", step=step.id, data=DATA[step.fact], evidence=1)


def not_cancelling(step: Step, procedure: Procedure) -> bool:
    """Whether a step may lead to a state that does not cancel the task."""
    return any(procedure.state(state).outcome != "cancelled" for state in step.targets())


DATA = {name: step_data(name) for name, fact in EXAMPLES.items() if hasattr(fact, "step")}
WORLD = World.make()
PLAYED: Counter[str] = Counter()


@settings(
    max_examples=HISTORIES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(tried=st.binary(min_size=41, max_size=81))
def _histories(tried: bytes) -> None:
    log = WORLD.play(tried)
    PLAYED["histories"] += 1
    for line in log[1:]:
        PLAYED[f"{log[0]['data']['procedure']}: {line['data'].get('step', '')}"] += 1
    assert violations(log) == []


def test_ten_thousand_random_histories_hold_the_separation_of_duties() -> None:
    """Every shipped procedure that parts people, by people who sit in every office; and the gates were reached."""
    PLAYED.clear()
    _histories()
    assert PLAYED["histories"] >= HISTORIES
    assert PLAYED["step.other-person"] > 1_000, "one person in two offices was hardly tried"
    for procedure in WORLD.gated:
        for step in procedure.steps:
            gate = f"{procedure.id}: {step.id}"
            assert not step.other_person_than or PLAYED[gate] > 5, f"{gate} was hardly reached: {PLAYED[gate]}"


def test_a_history_in_which_one_person_cleared_their_own_text_is_found() -> None:
    """The check can fail, whatever lies between the two steps and in whatever office the second was taken."""
    log = [
        {"stream": "task-t", "name": name, "data": data, "meta": {"actor": actor}}
        for name, data, actor in (
            ("task.assigned", {"procedure": "press-information"}, "dondoc"),
            ("press.information-prepared", {"step": "prepare"}, "an"),
            ("press.information-prepared", {"step": "edit"}, "binh"),
            ("press.information-cleared", {"step": "clear"}, "an"),
        )
    ]
    assert violations(log) == ["task-t: an took prepare and clear"]
    log[-1]["meta"] = {"actor": "chi"}
    assert violations(log) == []


@pytest.mark.parametrize("cleared_by", ["binh", "an"])
def test_the_log_that_the_command_line_exports_holds_it_too(april: Any, cleared_by: str) -> None:
    """Through the public door: one person in two offices is refused at the gate, another one passes."""
    task, day = "184.4.2:vu-tien-luong:before", "2024-04-02"

    def by(person: str, office: str) -> tuple[str, ...]:
        return ("--actor", person, "--office", office, "--on", day, "--clock", f"{day}T23:00+07:00")

    prepare, clear = json.dumps(step_data("press.information-prepared")), json.dumps({})
    april.ask("task", "step", task, "prepare", *by("an", "vu-tien-luong/dau-moi"), "--data", prepare)
    clearing = ("task", "step", task, "clear", *by(cleared_by, "van-phong-bo/nguoi-phat-ngon"), "--data", clear)
    if cleared_by == "an":
        april.refused(*clearing)
    else:
        april.ask(*clearing)
    log = [json.loads(line) for line in april.printed("export", "events").splitlines()]
    assert violations(log) == []
    assert (cleared_by == "binh") == any(line["name"] == "press.information-cleared" for line in log)
