"""Activities: entered once, counted for every duty that they serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import CreditTask
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.fact import ActivityFact, Registry
from dondoc.domain.once import RecordOnce, activity_stream
from dondoc.domain.rhythm import Quota

Serving = Callable[[Sequence[str], str, str], Sequence[str]]
"""Which tasks of some duties of a body have a window that holds a day."""


def kind_of(registry: Registry, name: str) -> type[ActivityFact]:
    """The kind of activity of that stored name.

    Raises:
        NotFound: there is none.
    """
    kinds = {each: registry[each] for each in registry.names()}
    known = {each: kind for each, kind in kinds.items() if issubclass(kind, ActivityFact)}
    if name not in known:
        raise NotFound(
            f"There is no activity {name!r}.",
            vi=f"Không có loại hoạt động {name!r}.",
            cure=f"The activities are: {', '.join(known)}.",
        )
    return known[name]


def build(registry: Registry, catalogue: Catalogue, name: str, data: dict[str, Any]) -> ActivityFact:
    """The fact of an activity.

    Raises:
        Invalid: no activity has that name, a field is wrong, or the body is not known.
    """
    kind = kind_of(registry, name)
    try:
        fact = kind.model_validate(data)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"The field {where!r} of {name} is wrong: {first['msg']}.",
            place=where,
            vi=f"Trường {where!r} của “{kind.title}” chưa đúng.",
            cure=f"Its fields are: {', '.join(kind.model_fields)}.",
        ) from wrong
    if fact.body not in catalogue.bodies:
        raise NotFound(
            f"There is no body {fact.body!r}.",
            vi=f"Không có cơ quan, đơn vị {fact.body!r}.",
            place="body",
            cure="List the bodies with `dondoc bodies`.",
        )
    catalogue.vocabularies.check(fact)
    return fact


def commands(
    catalogue: Catalogue, activity: str, fact: ActivityFact, on: date, serves: Sequence[str], serving: Serving
) -> list[RecordOnce | CreditTask]:
    """The commands that record an activity and credit it: to the tasks named, else to every quota that it serves."""
    minutes = int(getattr(fact, "minutes", 0))
    stream = activity_stream(activity)
    named = list(serves) or _quotas(catalogue, fact, on, minutes, serving)
    credited = [
        CreditTask(task=task, activity=stream, fact=fact.name, body=fact.body, on=on, minutes=minutes) for task in named
    ]
    return [RecordOnce(stream=stream, fact=fact), *credited]


def _quotas(catalogue: Catalogue, fact: ActivityFact, on: date, minutes: int, serving: Serving) -> list[str]:
    duties = [
        duty.id
        for duty in catalogue.duties.values()
        if isinstance(duty.rhythm, Quota) and duty.rhythm.fact == fact.name and minutes >= (duty.rhythm.minutes or 0)
    ]
    return list(serving(duties, fact.body, on.isoformat()))
