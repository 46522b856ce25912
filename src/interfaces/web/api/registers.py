"""Registers: which there are, and the lines of one, as whoever asks may see them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from dondoc.interfaces import register_view as view
from dondoc.interfaces.web.api import asked, shapes
from dondoc.interfaces.web.api.asked import Paged, Reading

router = APIRouter(prefix="/registers", tags=["registers"])
Where = Annotated[str, Field(pattern=r"^[^=]+=.*$", max_length=300)]


class Asked(Paged):
    """Which lines; what is left out means any. `period` is a label such as 2024-Q2; `where` is COLUMN=VALUE."""

    unit: Annotated[str, Field(max_length=200)] = ""
    group: Annotated[str, Field(max_length=200)] = ""
    first: date | None = None
    last: date | None = None
    period: Annotated[str, Field(max_length=20)] = ""
    flag: Annotated[str, Field(max_length=100)] = ""
    where: Annotated[list[Where], Field(max_length=10, default_factory=list)]


@router.get("")
def registers(answers: Reading) -> list[shapes.Register]:
    """The registers, with their columns and flags."""
    return [
        shapes.Register(
            register_=each["register"], name=each["name"], section=each["section"], columns=list(each["columns"]),
            flags=list(each["flags"]),
        )
        for each in view.listed(answers.catalogue)
    ]  # fmt: skip


@router.get("/{register}")
def register(
    answers: Reading, register: Annotated[str, Path(max_length=200)], of: Annotated[Asked, Query()]
) -> shapes.Items[shapes.Plain]:
    """The lines of a register, by day."""
    at = asked.page(answers, of)
    question = view.question(
        answers.catalogue, unit=of.unit, group=of.group, first=str(of.first or ""), last=str(of.last or ""),
        period=of.period, flag=of.flag, where=dict(each.split("=", 1) for each in of.where),
    )  # fmt: skip
    book = view.opened(answers, register, question, at.when)
    lines = book.lines[at.offset : at.offset + at.limit + 1]
    return shapes.Items(
        items=[view.line(book, each) for each in lines[: at.limit]], as_of=date.fromisoformat(at.when.day),
        position=at.when.position, next=at.next(len(lines)),
    )  # fmt: skip
