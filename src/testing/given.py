"""Sentences about rules: given what happened, when a command comes, then this follows. No store, no clock, no files.

    rules = Rules(TaskDecider(catalogue, registry), actor=LEAD, on=date(2024, 4, 2))
    rules.given(assigned).when(TakeStep(task="...", step="accept-task")).then(TaskAccepted(...))

It works on every decider, ours or a host's: it folds the facts with `evolve`, asks `decide`, and says in plain words
where the answer is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

from dondoc.domain.decider import Command, Decided, Decider
from dondoc.domain.errors import DondocError, Rejected
from dondoc.domain.fact import Fact, Meta, Record
from dondoc.domain.office import Actor

Past: TypeAlias = Fact | tuple[Fact, Actor, date]
"""A fact that happened; with who did it and on which day, where a rule asks for that."""

E = TypeVar("E", bound=DondocError)


class Rules:
    """A decider under test, with who acts and on which day where a sentence does not say."""

    def __init__(self, decider: Decider, *, actor: Actor, on: date) -> None:
        self.decider = decider
        self.actor = actor
        self.on = on

    def given(self, *past: Past) -> Given:
        """What happened in the stream so far, oldest first."""
        return Given(self, [each if isinstance(each, tuple) else (each, self.actor, self.on) for each in past])


class Given:
    """A stream's past."""

    def __init__(self, rules: Rules, past: Sequence[tuple[Fact, Actor, date]]) -> None:
        self._rules = rules
        self._past = list(past)

    def state(self, stream: str = "") -> Any:
        """What the decider makes of the past."""
        state = self._rules.decider.initial
        for version, (fact, actor, on) in enumerate(self._past, 1):
            record = Record(f"e-{version:06d}", stream, version, fact, Meta.by(actor, on), version)
            state = self._rules.decider.evolve(state, record)
        return state

    def when(self, command: Command, *, actor: Actor | None = None, on: date | None = None) -> Then:
        """A command comes, from the rules' actor on the rules' day unless said otherwise."""
        actor, on = actor or self._rules.actor, on or self._rules.on
        state = self.state(self._rules.decider.stream(command))
        try:
            decided = list(self._rules.decider.decide(command, state, actor, on))
        except DondocError as refusal:
            return Then(self._rules, self._past, [], refusal, (actor, on))
        return Then(self._rules, self._past, decided, None, (actor, on))


class Then:
    """What the rules answered. Each `then` fails with an AssertionError that says what came instead."""

    def __init__(
        self,
        rules: Rules,
        past: Sequence[tuple[Fact, Actor, date]],
        decided: list[Decided],
        refusal: DondocError | None,
        who: tuple[Actor, date],
    ) -> None:
        self._rules = rules
        self._past = list(past)
        self._refusal = refusal
        self._who = who
        self.decided = decided

    def then(self, *facts: Fact) -> Then:
        """Exactly these facts were decided, in this order."""
        self._not_refused()
        _expect([each.fact for each in self.decided], list(facts))
        return self

    def then_on(self, *days: date) -> Then:
        """The facts decided happened on these days."""
        self._not_refused()
        _expect([each.on or self._who[1] for each in self.decided], list(days))
        return self

    def then_nothing(self) -> Then:
        """It is already so: nothing was decided, and nothing is wrong."""
        return self.then()

    def then_rejected(self, rule: str) -> Rejected:
        """The rule with that id said no; gives the refusal."""
        refusal = self.then_error(Rejected)
        _expect(refusal.rule, rule)
        return refusal

    def then_error(self, kind: type[E]) -> E:
        """It was refused with exactly this class of error; gives the error."""
        if self._refusal is None:
            raise AssertionError(f"Expected {kind.__name__}, but it was decided: {[d.fact for d in self.decided]!r}")
        if type(self._refusal) is not kind:
            raise AssertionError(f"Expected {kind.__name__}, but it was {self._refusal!r}") from self._refusal
        return self._refusal

    def when(self, command: Command, *, actor: Actor | None = None, on: date | None = None) -> Then:
        """Go on: what was decided has happened, and another command comes."""
        return self.so_far().when(command, actor=actor, on=on)

    def state(self) -> Any:
        """What is known after what was decided."""
        return self.so_far().state()

    def so_far(self) -> Given:
        """The past with what was decided now."""
        self._not_refused()
        actor, on = self._who
        return Given(self._rules, [*self._past, *((each.fact, actor, each.on or on) for each in self.decided)])

    def _not_refused(self) -> None:
        if self._refusal is not None:
            raise AssertionError(f"It was refused: {self._refusal!r}") from self._refusal


def _expect(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"Expected {expected!r}, but it was {found!r}")
