"""Facts: what happened, typed, with a name that never changes.

A fact (event) is a frozen pydantic model. Its stored name (`press.information-provided`) is declared, never derived
from a module path; a changed shape gets a new name (`.../2`) and an upcast function beside it. Facts hold no personal
data, no figure that can be derived, and nothing of who and when: that is the record's metadata.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dondoc.domain.errors import Invalid, UnknownEvent
from dondoc.domain.model import Id, Text, Words
from dondoc.domain.office import Actor

Listed = BeforeValidator(
    lambda value: [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
)
"""Lets a list be written as text, with commas between its members, as forms and command lines do."""
Units = Annotated[tuple[Id, ...], Listed, Field(min_length=1)]
"""Ids of bodies."""


class Fact(BaseModel):
    """Something that happened.

    Subclasses declare `name` (how it is stored, for ever), `title` (Vietnamese, for forms and lists) and `sentence`,
    a format string over the fact's fields that reads on after the actor's name: "đã gửi báo cáo {number}".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    name: ClassVar[str]
    title: ClassVar[str]
    sentence: ClassVar[str]

    def encode(self) -> bytes:
        """The exact bytes that are stored: JSON, every field in order, so that a later default changes nothing."""
        return self.__pydantic_serializer__.to_json(self)


class StepFact(Fact):
    """A fact that a step of a procedure records in its task's stream.

    `step`, `to` and `outcome` are set by the interpreter and say what the step did: the state reached, and whether the
    task thereby ended (`done`, `cancelled`). They are written down so that history reads the same under any later
    version of the procedure.
    """

    step: str = ""
    to: str = ""
    outcome: str = ""
    form: str = ""


class AskingFact(StepFact):
    """A fact of a step that asks other bodies for something; each of them owes a task of its own from then on.

    `subject` says what is asked for, where that is not what the task is about anyway, `due` until when, where a day was
    set.
    """

    units: Units
    subject: Words = ""
    due: date | None = None


class GatheringFact(StepFact):
    """A fact of a step that takes other tasks along: many proposals become one submission.

    Without `tasks`, those that its task gathered before are taken along, as far as they still can be. The step that is
    taken on each of them records this task's id in its field `submission`.
    """

    tasks: Annotated[tuple[Text, ...], Listed] = ()


class ActivityFact(Fact):
    """A fact that may serve several duties at once; it has a stream of its own and is credited to the tasks served.

    `body` is the id of the body that did it.
    """

    body: str


@dataclass(frozen=True, slots=True)
class Meta:
    """Who, when and why, beside every fact.

    Attributes:
        on: the day on which it happened, in Vietnam.
        actor, office, on_behalf_of: ids of the person, the office acted in, and the body or office acted for.
        command_id: names the command; a repeat of it changes nothing.
        correlation_id: shared by all that follows from one command.
        causation_id: id of the event that brought this one about; empty when a person did.
        basis: the clause or document that it rests on.
        recorded_at: when we learned of it; set by the store when it is appended.
    """

    on: date
    actor: str
    office: str
    on_behalf_of: str = ""
    command_id: str = ""
    correlation_id: str = ""
    causation_id: str = ""
    basis: str = ""
    recorded_at: datetime | None = None

    @classmethod
    def by(
        cls,
        actor: Actor,
        on: date,
        *,
        command_id: str = "",
        correlation_id: str = "",
        causation_id: str = "",
        basis: str = "",
    ) -> Meta:
        """The metadata of something that this actor does."""
        return cls(
            on=on,
            actor=actor.person,
            office=actor.office,
            on_behalf_of=actor.on_behalf_of,
            command_id=command_id,
            correlation_id=correlation_id,
            causation_id=causation_id,
            basis=basis,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A fact with its place in the log.

    `version` counts from 1 in its stream; `position` counts from 1 in the log and is 0 until it is appended.
    """

    event_id: str
    stream: str
    version: int
    fact: Fact
    meta: Meta
    position: int = 0


Upcast: TypeAlias = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
"""Takes the stored data of an old shape, gives the newer name and its data."""


class Registry:
    """Every fact that can be read, by stored name. A host adds its own beside ours."""

    def __init__(self, facts: Iterable[type[Fact]], upcasts: dict[str, Upcast] | None = None) -> None:
        self._facts: dict[str, type[Fact]] = {}
        self._upcasts = dict(upcasts or {})
        for fact in facts:
            if missing := [key for key in ("name", "title", "sentence") if not getattr(fact, key, "")]:
                raise Invalid(f"The fact {fact.__name__} declares no {missing[0]}.", cure="Declare it as a ClassVar.")
            if fact.name in self._facts or fact.name in self._upcasts:
                raise Invalid(f"Two facts are named {fact.name!r}.", cure="Give one of them another stored name.")
            self._facts[fact.name] = fact

    def __contains__(self, name: str) -> bool:
        return name in self._facts

    def __getitem__(self, name: str) -> type[Fact]:
        """The class of a stored name.

        Raises:
            UnknownEvent: no fact has that name here.
        """
        try:
            return self._facts[name]
        except KeyError:
            raise UnknownEvent(
                f"The event name {name!r} is not known to this version.",
                vi=f"Phiên bản này không biết loại sự kiện {name!r}.",
                cure="Run the version that wrote it, or register the fact.",
            ) from None

    def names(self) -> list[str]:
        """All stored names that can be written."""
        return sorted(self._facts)

    def decode(self, name: str, data: bytes) -> Fact:
        """The fact that was stored under that name, in its newest shape.

        Raises:
            UnknownEvent: the name is not known, or the data do not have its shape.
        """
        try:
            if name in self._upcasts:
                return self._upcast(name, data)
            return self[name].model_validate_json(data)
        except (ValidationError, json.JSONDecodeError) as wrong:
            said = wrong.errors()[0]["msg"] if isinstance(wrong, ValidationError) else str(wrong)
            raise UnknownEvent(
                f"The data of a stored {name!r} do not have its shape: {said}.",
                vi=f"Dữ liệu của sự kiện {name!r} không đúng khuôn.",
            ) from wrong

    def _upcast(self, name: str, data: bytes) -> Fact:
        shape: dict[str, Any] = json.loads(data)
        passed: set[str] = set()
        while name in self._upcasts:
            if name in passed:
                raise UnknownEvent(
                    f"The upcasts of {name!r} lead back to it.", cure="Give the newer shape another name."
                )
            passed.add(name)
            name, shape = self._upcasts[name](shape)
        return self[name].model_validate(shape)
