"""Conditions of ladders and rungs: closed questions about a task, its duty and its body, each with a typed answer.

No expression, no code: a condition names what it asks and what it wants. Each answer is recorded with its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

from pydantic import Field, model_validator

from dondoc.domain.body import BodyKind
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model

Said: TypeAlias = dict[str, Any]
"""One condition as an explanation tells it: `what` was asked, its `value`, what was `wanted`, whether it `holds`."""


@dataclass(frozen=True, slots=True)
class Operands:
    """What conditions may ask of a task; all but its marks follow from its duty and body.

    `groups` are those that the body is a member of, `kind` is the body's (its level), `themes` those whose clauses the
    duty rests on.
    """

    duty: str
    plan: str
    procedure: str
    rhythm: str
    grain: str
    body: str
    kind: str = ""
    groups: frozenset[str] = frozenset()
    themes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Span(Model):
    """A number from `least` to `most`, both included; one of them may be left out."""

    least: Annotated[int, Field(ge=0)] | None = None
    most: Annotated[int, Field(ge=0)] | None = None

    def holds(self, value: int) -> bool:
        """Whether the number lies within."""
        return (self.least is None or self.least <= value) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"{self.least if self.least is not None else ''}..{self.most if self.most is not None else ''}"

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        if self.least is None and self.most is None:
            raise Invalid(
                "A number needs least or most.", vi="Điều kiện số cần least hoặc most.", cure="Write {least: 3}."
            )
        if self.least is not None and self.most is not None and self.least > self.most:
            raise Invalid(
                f"No number lies between {self.least} and {self.most}.",
                vi=f"Không số nào từ {self.least} đến {self.most}.",
                cure="Write the smaller number as least.",
            )
        return self


class Meant(Model):
    """For which tasks something is meant, by duty and body. Of each list one must fit, and every list must."""

    duties: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    procedures: tuple[Id, ...] = ()
    themes: tuple[Id, ...] = ()
    bodies: tuple[Id, ...] = ()
    kinds: tuple[BodyKind, ...] = ()
    groups: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise Invalid(
                "A condition must ask something.",
                vi="Điều kiện phải hỏi ít nhất một điều.",
                cure=f"Write one of {', '.join(type(self).model_fields)}, or delete the key.",
            )
        return self

    def asked(self, of: Operands) -> Iterator[Said]:
        """Each condition with the value found."""
        single = {"duties": of.duty, "plans": of.plan, "procedures": of.procedure, "bodies": of.body, "kinds": of.kind}
        for what, value in single.items():
            if wanted := getattr(self, what):
                yield said(what, value, wanted, holds=value in wanted)
        several: Mapping[str, tuple[str, ...]] = {"themes": of.themes, "groups": tuple(sorted(of.groups))}
        for what, values in several.items():
            if wanted := getattr(self, what):
                shared = [value for value in values if value in wanted]
                yield said(what, " ".join(shared or values), wanted, holds=bool(shared))

    def fits(self, of: Operands) -> bool:
        """Whether every condition holds."""
        return all(each["holds"] for each in self.asked(of))


class When(Meant):
    """What must hold when the time of a rung has come. `days_late` counts days since the end of the limit.

    `late_tasks` are the open tasks of the body that owes the task which are overdue on that day, this one included.
    """

    days_late: Span | None = None
    late_tasks: Span | None = None

    def measured(self, days_late: int, late_tasks: Callable[[], int]) -> Iterator[Said]:
        """The conditions on numbers, each with the value found; what is not asked about is not looked up."""
        if self.days_late:
            yield said("days-late", days_late, (str(self.days_late),), holds=self.days_late.holds(days_late))
        if self.late_tasks:
            late = late_tasks()
            yield said("late-tasks", late, (str(self.late_tasks),), holds=self.late_tasks.holds(late))


def said(what: str, value: object, wanted: tuple[str, ...], *, holds: bool) -> Said:
    """One condition as an explanation tells it."""
    return {"what": what, "value": str(value), "wanted": list(wanted), "holds": holds}
