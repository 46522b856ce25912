"""Forms out of facts: which inputs a fact needs, what may be chosen, and what was typed, read back into its fields.

A form is made from the fact's own shape, so that a new step or a host's own fact needs no new form. It decides nothing:
whatever comes out of it is checked again by the engine.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.vocabulary import In
from dondoc.interfaces import field_words, written

Choices = tuple[tuple[str, str], ...]
BODIES = {"body", "unit", "units", "inspected"}
"""Fields that hold ids of bodies."""
OFFICES = {"chair", "answering", "substitute", "leader"}
"""Fields that hold ids of offices."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form.

    Attributes:
        name: the field of the fact.
        label: what it is called.
        kind: `line`, `text`, `link`, `day`, `moment`, `clock`, `number`, `yes`, `choice`, `several` or `list`.
        required: whether it must be filled in.
        choices: value and name of what may be chosen.
        free: whether other words are allowed beside the choices.
        hint: how to write it.
    """

    name: str
    label: str
    kind: str
    required: bool
    choices: Choices = ()
    free: bool = False
    hint: str = ""


_HINTS = {
    "day": "ngày/tháng/năm, ví dụ 01/07/2024",
    "moment": "giờ:phút ngày/tháng/năm, ví dụ 08:30 01/07/2024",
    "clock": "giờ:phút, ví dụ 20:15",
    "list": "cách nhau bằng dấu phẩy",
    "link": "bắt đầu bằng https://",
}


def inputs(
    fact: type[Fact], catalogue: Catalogue, on: dt.date, *, needs: Collection[str] = (), without: Collection[str] = ()
) -> list[Input]:
    """The inputs of a fact, what must be filled in first; `needs` must be, whatever the fact says."""
    left_out = {*StepFact.model_fields, *without} if issubclass(fact, StepFact) else {*without}
    fields = {name: each for name, each in fact.model_fields.items() if name not in left_out}
    found = [_input(name, each, catalogue, on, required=name in needs) for name, each in fields.items()]
    return sorted(found, key=lambda each: not each.required)


def _input(name: str, field: FieldInfo, catalogue: Catalogue, on: dt.date, *, required: bool) -> Input:
    mark = next((each for each in field.metadata if isinstance(each, In)), None) or _inner_mark(field.annotation)
    choices, free = _choices(name, field.annotation, mark, catalogue, on)
    kind = _kind(name, field.annotation, bool(choices), free)
    hint = "mỗi nơi ghi tên:số người, cách nhau bằng dấu phẩy" if name == "attended" else _HINTS.get(kind, "")
    needed = required or field.is_required()
    return Input(name, field_words.label(name, field), kind, needed, choices, free, hint)


def _inner_mark(annotation: Any) -> In | None:
    found = (each for part in get_args(annotation) for each in getattr(part, "__metadata__", ()))
    return next((each for each in found if isinstance(each, In)), None)


def _plain(annotation: Any) -> Any:
    """The annotation without `None` and without what is written beside it."""
    if get_origin(annotation) in {Union, types.UnionType}:
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    while hasattr(annotation, "__metadata__"):
        annotation = get_args(annotation)[0]
    return annotation


def _kind(name: str, annotation: Any, chosen: bool, free: bool) -> str:
    plain = _plain(annotation)
    if get_origin(plain) is tuple:
        return "several" if chosen and not free else "list"
    if chosen and not free:
        return "choice"
    kinds = {bool: "yes", int: "number", dt.date: "day", dt.time: "clock", dt.datetime: "moment",
             AwareDatetime: "moment"}  # fmt: skip
    return kinds.get(plain) or ("link" if name == "link" else "text" if name in field_words.LONG else "line")


def _choices(name: str, annotation: Any, mark: In | None, catalogue: Catalogue, on: dt.date) -> tuple[Choices, bool]:
    plain = _plain(annotation)
    if get_origin(plain) is Literal:
        return tuple((each, field_words.value(each)) for each in get_args(plain)), False
    if name in BODIES:
        return tuple((body, catalogue.body_name(body, on)) for body in catalogue.bodies), False
    if name in OFFICES:
        return tuple((each.id, each.name) for each in catalogue.single_offices), True
    if mark is None:
        return (), False
    terms = catalogue.vocabularies.family(mark.family).values()
    if mark.free:
        return tuple((term.name, term.name) for term in terms), True
    return tuple((term.id, term.name) for term in terms), False


def read(asked: Sequence[Input], said: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of the fact, of what was typed; what is empty is left out, what cannot be read is kept as typed."""
    data: dict[str, Any] = {}
    for each in asked:
        typed = [text.strip() for text in said.get(each.name, ()) if text.strip()]
        if each.kind == "yes":
            data[each.name] = bool(typed)
        elif typed:
            data[each.name] = typed if each.kind == "several" else _READ.get(each.kind, str)(typed[0])
    return data


def _day(text: str) -> str:
    try:
        return written.day(text).isoformat()
    except Invalid:
        return text


def _moment(text: str) -> str:
    try:
        return written.moment(text).isoformat()
    except Invalid:
        return text


def _number(text: str) -> str:
    return text.replace(".", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")


_READ = {"day": _day, "moment": _moment, "number": _number}
