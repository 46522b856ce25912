"""The rule of streams that hold one thing: recorded once, under a name that says what it is.

Reminders, closed periods, adopted plans and activities are such streams. The name is the lock: whoever comes second
changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import SerializeAsAny

from dondoc.domain.decider import Command, Decided
from dondoc.domain.fact import Fact, Record
from dondoc.domain.office import Actor

ACTIVITY = "activity-"
"""How the names of streams of activities begin."""
REFUSAL = "refusal-"
"""How the names of streams of refused attempts begin."""


class RecordOnce(Command):
    """Record a fact in a stream of its own, unless the stream exists already. `day` overrides the command's day."""

    stream: str
    fact: SerializeAsAny[Fact]
    day: date | None = None


class OnceDecider:
    """Decides `RecordOnce`. The state is whether the stream holds anything."""

    commands = (RecordOnce,)
    initial = False

    def stream(self, command: RecordOnce) -> str:
        """The stream that the command names."""
        return command.stream

    def decide(self, command: RecordOnce, state: bool, actor: Actor, on: date) -> Sequence[Decided]:
        """The fact, the first time."""
        return [] if state else [Decided(command.fact, on=command.day)]

    def closed(self, command: RecordOnce, state: bool) -> date | None:
        """No period."""
        return None

    def evolve(self, state: bool, record: Record) -> bool:
        """Something is there."""
        return True


def reminder_stream(task: str, limit: str, key: str, rung: str) -> str:
    """One rung of one limit of one task, at one time: where the limit moves, the ladder is climbed anew."""
    return f"reminder-{task}:{limit + '@' if limit else ''}{key}:{rung}"


def stop_stream(day: date) -> str:
    """The stop of reminding on one day."""
    return f"reminding-stopped-{day}"


def period_stream(duty: str, label: str) -> str:
    """One period of one duty."""
    return f"period-{duty}:{label}"


def activity_stream(activity: str) -> str:
    """One activity."""
    return f"{ACTIVITY}{activity}"


def refusal_stream(task: str, attempt: str) -> str:
    """One attempt at a task that the rules refused."""
    return f"{REFUSAL}{task}:{attempt}"


def plan_stream(plan: str, after: int) -> str:
    """One wording of one plan, adopted after the wording at that position of the log (0 for the first)."""
    return f"plan-{plan}:after-{after}"


def deferral_stream(entry: str, receiver: str, channel: str) -> str:
    """One reminder for one receiver that waits for a later notice."""
    return f"deferred-{entry}:{receiver}:{channel}"


def entry_stream(entry: str) -> str:
    """One reminder for one recipient that is not sent."""
    return f"unsent-{entry}"
