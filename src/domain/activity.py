"""Activities after they were recorded: a field that was wrong is corrected, one that never happened is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from dondoc.domain.authority import acts_for
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import ActivityFact, Record
from dondoc.domain.facts.task import FactCorrected
from dondoc.domain.office import Actor


class CorrectActivity(Command):
    """Correct some fields of an activity, or withdraw it. `activity` is its stream."""

    activity: str
    reason: str
    fields: dict[str, Any] = Field(default_factory=dict)
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """What is known of an activity; `fact` is None for an empty stream, and carries its corrections."""

    fact: ActivityFact | None = None
    event_id: str = ""
    on: date | None = None
    withdrawn: bool = False


class ActivityDecider:
    """Decides `CorrectActivity`."""

    commands = (CorrectActivity,)
    initial = Activity()

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: CorrectActivity) -> str:
        """The stream that holds the activity."""
        return command.activity

    def closed(self, command: CorrectActivity, state: Activity) -> date | None:
        """No period: a correction says itself of which day it is."""
        return None

    def decide(self, command: CorrectActivity, state: Activity, actor: Actor, on: date) -> Sequence[Decided]:
        """The correction, unless the activity is withdrawn already."""
        if state.fact is None or state.on is None:
            raise NotFound(
                f"There is no activity {command.activity!r}.",
                vi=f"Không có hoạt động {command.activity!r}.",
                cure="Take its name from the answer to the command that recorded it, or from a history.",
            )
        may_record(state.fact, actor, on, self._catalogue)
        if state.withdrawn:
            return []
        of = {"event_id": state.event_id, "fact": state.fact.name, "of": state.on, "reason": command.reason}
        if command.withdraw:
            return [Decided(FactCorrected.model_validate({**of, "withdrawn": True}))]
        new = _corrected(state.fact, command)
        fields = {name: new.model_dump(mode="json")[name] for name in command.fields}
        return [Decided(FactCorrected.model_validate({**of, "fields": fields}))]

    def evolve(self, state: Activity, record: Record) -> Activity:
        """The activity as recorded, then as corrected."""
        match record.fact:
            case ActivityFact() as fact:
                return Activity(fact, record.event_id, record.meta.on)
            case FactCorrected(withdrawn=True):
                return replace(state, withdrawn=True)
            case FactCorrected(fields=fields) if state.fact is not None:
                return replace(state, fact=type(state.fact).model_validate({**state.fact.model_dump(), **fields}))
        return state


def may_record(fact: ActivityFact, actor: Actor, on: date, catalogue: Catalogue) -> None:
    """A body's offices record its activities; a registrar does so on its behalf.

    Raises:
        NotAllowed: the actor is neither.
    """
    if acts_for(fact.body, actor, on, catalogue):
        return
    raise NotAllowed(
        f"The office {actor.office} may not record activities of {fact.body}.",
        vi=f"Chức vụ {actor.office} không được ghi hoạt động của {fact.body}.",
        cure="Act in an office of that body, or as its registrar with --on-behalf-of.",
    )


def _corrected(fact: ActivityFact, command: CorrectActivity) -> ActivityFact:
    own = ", ".join(name for name in type(fact).model_fields if name != "body")
    if not command.fields or "body" in command.fields:
        raise Rejected(
            "Another body is another activity." if command.fields else "Nothing is corrected.",
            rule="correction.fields",
            vi="Nhầm đơn vị thì rút lại và ghi hoạt động mới." if command.fields else "Chưa nêu nội dung đính chính.",
            place="fields",
            cure=f"Correct one of: {own}; or withdraw the activity and record it anew.",
        )
    try:
        return type(fact).model_validate({**fact.model_dump(), **command.fields})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise Invalid(
            f"The field {first['loc'][0]!r} of {fact.name} is wrong: {first['msg']}.",
            vi=f"Trường {first['loc'][0]!r} của “{fact.title}” chưa đúng.",
            place=str(first["loc"][0]),
            cure=f"Its fields are: {own}.",
        ) from wrong
