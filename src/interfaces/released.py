"""What is told of a record, and what is held back: a text that goes through a gate is read by those who take part.

The same rule as on a task's page, where such a text is shown to nobody else: see `dondoc.interfaces.web.working`.
"""

from __future__ import annotations

from typing import Any

from dondoc.answers import Answers
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.task import PREFIX
from dondoc.interfaces import explaining, steps

HELD = ("text",)
"""The fields that hold what is not said to everybody until it is given out."""


class Telling:
    """Tells records to one viewer; remembers in which tasks they take part."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._part: dict[str, bool] = {}

    def event(self, record: Record) -> dict[str, Any]:
        """The record with its sentence; without what is not for the viewer, which `withheld` names."""
        said = explaining.event(record, self._answers.catalogue)
        held = [name for name in HELD if said["data"].get(name)] if isinstance(record.fact, StepFact) else []
        if held and not self._takes_part(record.stream):
            said["data"] = {name: value for name, value in said["data"].items() if name not in held}
            return {**said, "withheld": held}
        return {**said, "withheld": []}

    def _takes_part(self, stream: str) -> bool:
        if stream not in self._part:
            task = stream.removeprefix(PREFIX)
            known = self._answers.store.read(stream)
            self._part[stream] = steps.takes_part(self._answers, task, self._answers.viewers, known)
        return self._part[stream]
