"""Procedures: the steps that a task goes through. Data, read from `config/procedures`; one interpreter for all.

A step says from which states to which, by which roles, which fact it records, which form of the duty it proves, which
earlier step must have been another person's, and whether it is the recorded exception. A procedure with an unreachable
state, a dead end or a step that nobody may take is refused when it is loaded.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text

LEAD = "lead"
"""The role of every office of the body that owes the task."""
ASSIGNER = "assigner"
"""The role of every office of the body that owns the plan."""
ASKER = "asker"
"""The role of every office of the body that asked for the task, where one was asked for by another's step."""
COORDINATOR = "coordinator"
"""The role of every office of the bodies that take part in the duty."""
SAME = "same"
"""What a step leads to that leaves the task where it is; no state has this id."""
RELATIVE = frozenset({LEAD, ASSIGNER, ASKER, COORDINATOR})
"""The roles that are told by the task; all others are told by `config/offices.yaml`."""

Outcome = Literal["", "done", "cancelled"]


class State(Model):
    """A state between steps; one with an outcome ends the task."""

    id: Id
    name: Text
    en: Text
    outcome: Outcome = ""


class Clock(Model):
    """A legal or agreed time limit within a procedure.

    Attributes:
        starts, stops: the steps that start and stop it. A step that starts it again starts it anew.
        rule: the family of `config/rules.yaml` that says how long it runs; or
        by, rules: the field of the starting fact whose value picks the family, and the family for each value.
        at: the field of the starting fact that holds its moment; the fact's day where there is none.
        stop_at: the same, of the stopping fact.
    """

    id: Id
    name: Text
    en: Text
    starts: Annotated[tuple[Id, ...], Field(min_length=1)]
    stops: Annotated[tuple[Id, ...], Field(min_length=1)]
    rule: Id | None = None
    by: str | None = None
    rules: dict[str, Id] = Field(default_factory=dict)
    at: str | None = None
    stop_at: str | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if (self.rule is None) == (self.by is None) or bool(self.rules) != (self.by is not None):
            raise Invalid(
                f"The clock {self.id!r} needs either rule, or by and rules.",
                vi=f"Đồng hồ {self.id!r} cần rule, hoặc by và rules.",
                cure="Write rule: press.adhoc, or by: channel with rules: {office: info.request.office}.",
            )
        return self

    def families(self) -> set[str]:
        """The rules that it may run under."""
        return {self.rule} if self.rule else set(self.rules.values())


class Step(Model):
    """One move in a procedure; it records one fact.

    Attributes:
        from_: the states in which it can be taken.
        to: the state that it leads to; `same` where the task stays where it is.
        otherwise: where it leads instead while other forms of the duty are still to be proved.
        by: the roles that may take it: `lead`, `assigner`, `asker`, `coordinator`, or a role of `config/offices.yaml`.
        fact: the stored name of the fact that it records.
        proves: the forms of the duty that it proves; the first one that the task still lacks is taken.
        needs: fields of the fact that must not be empty here.
        other_person_than: steps that must have been taken by another person, in whatever office.
        exception: whether this is the way around another step, shown as such wherever it was taken.
        asks: the procedure of the tasks that it asks the bodies in the fact's field `units` for; see `AskingFact`.
        moves: whether it sets or moves the `day` of the fact; what was asked for and is still open moves with it.
        withdraws: whether what was asked for and is still open is withdrawn with it, where its procedure has a step
            that records the same fact and cancels.
        freezes: whether the end of the log at that moment is written into the fact's field `position`.
        evidence: whether it needs a proof with it: a file, or a link in its fact or beside it.
    """

    id: Id
    name: Text
    en: Text
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    to: Id
    otherwise: Id | None = None
    by: Annotated[tuple[Id, ...], Field(min_length=1)]
    fact: str
    proves: tuple[Id, ...] = ()
    needs: tuple[str, ...] = ()
    other_person_than: tuple[Id, ...] = ()
    exception: bool = False
    asks: Id | None = None
    moves: bool = False
    withdraws: bool = False
    freezes: bool = False
    evidence: bool = False

    @property
    def follows(self) -> bool:
        """Whether tasks under its own are asked for, moved or withdrawn with it."""
        return bool(self.asks) or self.moves or self.withdraws

    @property
    def stays(self) -> bool:
        """Whether the task stays where it is."""
        return self.to == SAME

    def targets(self) -> set[str]:
        """The states that it can lead to; none for a step that stays."""
        return {state for state in (self.to, self.otherwise) if state and state != SAME}

    def leads(self, state: str, *, unfinished: bool) -> str:
        """The state that it leads to from a state; `unfinished` while other forms are still to be proved."""
        to = self.otherwise if unfinished and self.otherwise else self.to
        return state if to == SAME else to


class Procedure(Model):
    """A procedure: states, the first of them initial, and steps. `version` grows with every change of meaning.

    `intake` is the step by which a case is opened, where tasks under it come in as cases.
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    name: Text
    en: Text
    basis: str | None = None
    states: Annotated[tuple[State, ...], Field(min_length=2)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    clocks: tuple[Clock, ...] = ()
    intake: Id | None = None

    @property
    def initial(self) -> str:
        """The state in which a task opens."""
        return self.states[0].id

    def state(self, state: str) -> State:
        """The state with that id."""
        return next(s for s in self.states if s.id == state)

    def step(self, step: str) -> Step | None:
        """The step with that id, if there is one."""
        return next((s for s in self.steps if s.id == step), None)

    def open_to(self, state: str) -> list[Step]:
        """The steps that can be taken in a state, by somebody."""
        return [s for s in self.steps if state in s.from_]

    def cancelling(self, state: str, fact: str) -> Step | None:
        """The step that cancels a task in a state and records that fact, if there is one."""
        found = (s for s in self.open_to(state) if s.fact == fact and not s.stays)
        return next((s for s in found if self.state(s.to).outcome == "cancelled"), None)

    def model_post_init(self, _context: object) -> None:
        """A procedure must be walkable: no unknown, unreachable or dead state."""
        self._unique()
        self._known()
        self._clocked()
        self._reachable()
        self._ends()

    def _unique(self) -> None:
        for kind, ids in (("state", [s.id for s in self.states]), ("step", [s.id for s in self.steps])):
            if double := {i for i in ids if ids.count(i) > 1}:
                name = min(double)
                last = len(ids) - 1 - ids[::-1].index(name)
                raise self._wrong(f"{kind}s.{last}.id", f"two {kind}s are called {name!r}", "Give one another id.")

    def _known(self) -> None:
        states = {s.id for s in self.states}
        if SAME in states:
            raise self._wrong(self._at(SAME), f"{SAME!r} is no name of a state", "Call the state otherwise.")
        steps = {s.id for s in self.steps}
        for i, step in enumerate(self.steps):
            for key, named, known in (
                ("from", {*step.from_}, states),
                ("to", {step.to}, states | {SAME}),
                ("otherwise", {step.otherwise or SAME}, states | {SAME}),
                ("other_person_than", {*step.other_person_than}, steps),
            ):
                if unknown := named - known:
                    kind = "step" if known is steps else "state"
                    what = f"step {step.id!r} names the unknown {kind} {min(unknown)!r}"
                    raise self._wrong(f"steps.{i}.{key}", what, f"List it in {kind}s, or mind the spelling.")

    def _clocked(self) -> None:
        steps = {s.id for s in self.steps}
        for i, clock in enumerate(self.clocks):
            if unknown := {*clock.starts, *clock.stops} - steps:
                what = f"clock {clock.id!r} names the unknown step {min(unknown)!r}"
                raise self._wrong(f"clocks.{i}", what, "List it in steps, or mind the spelling.")
        if self.intake and (self.intake not in steps or self.intake not in {s.id for s in self.open_to(self.initial)}):
            what = f"the intake {self.intake!r} is no step that can be taken first"
            raise self._wrong("intake", what, f"Name a step from {self.initial!r}.")

    def _reachable(self) -> None:
        reached = {self.initial}
        while more := {t for s in self.steps if reached & {*s.from_} for t in s.targets()} - reached:
            reached |= more
        if lost := {s.id for s in self.states} - reached:
            what = f"the state {min(lost)!r} cannot be reached"
            raise self._wrong(self._at(min(lost)), what, "Add a step that leads to it, or delete it.")

    def _ends(self) -> None:
        if self.states[0].outcome:
            what = f"the first state {self.initial!r} ends the task already"
            raise self._wrong("states.0", what, "List an open state first.")
        if not any(s.outcome == "done" for s in self.states):
            raise self._wrong("states", "no state ends the task as done", "Give a state the outcome done.")
        alive = {s.id for s in self.states if s.outcome}
        while more := {f for s in self.steps if s.targets() & alive for f in s.from_} - alive:
            alive |= more
        if dead := {s.id for s in self.states} - alive:
            what = f"from the state {min(dead)!r} no step leads to an end"
            raise self._wrong(self._at(min(dead)), what, "Add a step that leads on, or give it an outcome.")
        for i, step in enumerate(self.steps):
            if any(self.state(f).outcome == "cancelled" for f in step.from_):
                what = f"step {step.id!r} leaves a cancelled state"
                raise self._wrong(f"steps.{i}.from", what, "Take the cancelled state out of its from.")

    def _at(self, state: str) -> str:
        return f"states.{[s.id for s in self.states].index(state)}"

    def _wrong(self, place: str, what: str, cure: str) -> Invalid:
        """`place` is the path within the procedure, from which a file's reader finds the line."""
        vi = f"Quy trình {self.id!r} không đi được: {what}."
        return Invalid(f"Procedure {self.id!r}: {what}.", vi=vi, place=place, cure=cure)
