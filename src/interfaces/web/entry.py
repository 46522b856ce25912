"""A page on which something is entered: its form, what was typed, what is wrong with it, and how it is sent off.

The same for a step, an activity and a case. It parses and shows; the engine decides, and its word on a field is shown
beside that field. Who acts is chosen among the offices of whoever is logged in, and never said by a form.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.domain.errors import DondocError, Invalid
from dondoc.domain.fact import Fact
from dondoc.evidence.labels import label_of
from dondoc.interfaces import inputs, mistakes, wording, written
from dondoc.interfaces.inputs import Input
from dondoc.interfaces.web.asked import Asked
from dondoc.interfaces.web.rendering import page
from dondoc.workflow.dispatch import Receipt

AS, ON, LATE, KEY, LINKS, FILES, INSTEAD, FOR = "_as", "_on", "_late", "_key", "_links", "_files", "_instead", "_for"
"""What a form says beside the fields of the fact."""
_PLACES = {"late": LATE, "on": ON, "evidence": FILES, "instead_of": INSTEAD, "for_task": FOR}
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent: the values of each input, and the files that came with them."""

    values: Mapping[str, list[str]]
    files: Sequence[Path] = ()

    def one(self, name: str) -> str:
        """The value of an input that has one."""
        return next((text.strip() for text in self.values.get(name, ()) if text.strip()), "")


async def sent(request: Request) -> AsyncIterator[Sent]:
    """The form that was sent; its files are there as long as it is dealt with."""
    values: dict[str, list[str]] = {}
    files: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        async with request.form(max_files=MOST_FILES, max_fields=2000) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    if value.filename:
                        files.append(await run_in_threadpool(_keep, value, Path(folder) / str(len(files))))
                else:
                    values.setdefault(name, []).append(value)
        yield Sent(values, files)


def _keep(upload: UploadFile, folder: Path) -> Path:
    folder.mkdir()
    file = folder / label_of(upload.filename or "")
    with file.open("wb") as target:
        shutil.copyfileobj(upload.file, target)
    return file


Form = Annotated[Sent, Depends(sent)]


@dataclass
class Entry:
    """What a page shows on which something is entered.

    Attributes:
        title, about, over: what is entered, what it is about, and where it belongs, as name and link.
        action: where the form is sent.
        fact: what is recorded.
        asked: its inputs; `needs` are fields that must be filled in here.
        button: what the button says.
        acting: in which offices it may be entered, by the value that the form sends.
        proofs: whether files and links may come with it; `proof_needed` whether one must.
        forms: the printed forms of the duty in whose place it may stand.
        for_task: whether another task may be named from which it arises.
        shown: what whoever decides should read first, as label and text.
        beside: what may be entered instead, as name and link.
    """

    title: str
    about: str
    over: tuple[str, str]
    action: str
    fact: type[Fact]
    asked: list[Input]
    button: str
    acting: dict[str, str]
    needs: Sequence[str] = ()
    proofs: bool = False
    proof_needed: bool = False
    forms: inputs.Choices = ()
    for_task: bool = False
    shown: Sequence[tuple[str, str]] = ()
    beside: Sequence[tuple[str, str]] = ()
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    refused: str = ""

    def first(self, name: str) -> str:
        """What was typed into an input."""
        return next(iter(self.values.get(name, ())), "")

    @property
    def folded(self) -> list[Input]:
        """The inputs that need not be filled in and can stay folded away."""
        return [each for each in self.asked if not each.required and each.name not in {"link", "text", "note"}]

    @property
    def plain(self) -> list[Input]:
        """The others."""
        return [each for each in self.asked if each not in self.folded]

    @property
    def more_open(self) -> bool:
        """Whether something was typed, or is wrong, where it would be folded away."""
        return any(each.name in self.wrong or self.first(each.name) for each in self.folded)


@dataclass(frozen=True, slots=True)
class Given:
    """What a form came to, for the engine."""

    data: dict[str, Any]
    on: date | None
    chosen: str
    who: dict[str, Any]
    evidence: list[Path | str]
    instead_of: str
    for_task: str


def show(ask: Asked, entry: Entry, key: str, *, status: int = 200) -> HTMLResponse:
    """The page; `key` lets the form be sent twice and count once."""
    values = {ON: [wording.day(ask.today)], **entry.values, KEY: [key]}
    entry.values = values
    return page(ask, "entry.html", entry=entry, status=status)


def take(
    ask: Asked, entry: Entry, sent: Sent, do: Callable[[Given], Receipt], then: Callable[[Receipt], str]
) -> Response:
    """Do what a form says, and lead to where it shows; else the same page, with what was typed and what is wrong."""
    entry.values = sent.values
    given = _given(entry, sent)
    key = given.who["command_id"]
    if entry.wrong or not key:
        return show(ask, entry, key or sent.one(KEY), status=422)
    try:
        receipt = do(given)
    except DondocError as wrong:
        place = _PLACES.get(wrong.place, wrong.place)
        if place in {each.name for each in entry.asked} | {*_PLACES.values()}:
            entry.wrong[place] = wrong.vi
        else:
            entry.refused = wrong.vi
        from dondoc.interfaces.web.refusals import status_of

        return show(ask, entry, key, status=status_of(wrong))
    return RedirectResponse(then(receipt), 303)


def _given(entry: Entry, sent: Sent) -> Given:
    data = inputs.read(entry.asked, sent.values)
    entry.wrong = mistakes.of(entry.fact, data, entry.needs)
    on = None
    if said := sent.one(ON):
        try:
            on = written.day(said)
        except Invalid as wrong:
            entry.wrong[ON] = wrong.vi
    chosen = sent.one(AS) or (next(iter(entry.acting)) if len(entry.acting) == 1 else "")
    if chosen not in entry.acting:
        entry.wrong[AS] = "Hãy chọn chức vụ mà bạn thực hiện việc này."
    links = [each for text in sent.values.get(LINKS, ()) for each in text.split()]
    who = {"late": sent.one(LATE), "command_id": sent.one(KEY)[:100]}
    return Given(data, on, chosen, who, [*sent.files, *links], sent.one(INSTEAD), sent.one(FOR))
