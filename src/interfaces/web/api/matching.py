"""`If-Match`: a command is carried out only on the version of the task that the caller saw; the append makes sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header

from dondoc.domain.errors import DondocError, Invalid
from dondoc.domain.fact import Record
from dondoc.interfaces.web.api.problems import Unanswerable
from dondoc.store.event_store import EventStore

IfMatch = Annotated[str, Header(description='The `ETag` of the task as it was seen, such as "3".', max_length=50)]


@dataclass(frozen=True, slots=True)
class Matching:
    """The version of a stream that a caller expects; None where any will do."""

    stream: str
    version: int | None

    @classmethod
    def of(cls, header: str, stream: str) -> Matching:
        """What the header says.

        Raises:
            Invalid: it is no version of ours.
        """
        if header in {"", "*"}:
            return cls(stream, None)
        found = re.fullmatch(r'"([0-9]{1,9})"', header)
        if found is None:
            raise Invalid(
                "If-Match is no version of a task.",
                vi="Tiêu đề If-Match không phải phiên bản của một việc.",
                place="If-Match",
                cure='Send the ETag that GET /tasks/{task} gave, such as "3".',
            )
        return cls(stream, int(found[1]))

    def __call__(self, _connection: Any, records: Sequence[Record]) -> None:
        """The condition of an append; raises Unanswerable, 412, where the stream had moved on."""
        first = next((record.version for record in records if record.stream == self.stream), None)
        if self.version is not None and first is not None and first != self.version + 1:
            raise self._moved_on(first - 1)

    def said(self, store: EventStore, refused: DondocError) -> DondocError:
        """Why a command was refused: the version, where that was not the one that the caller saw, else what it said."""
        if self.version is None or isinstance(refused, Unanswerable):
            return refused
        records = store.read(self.stream)
        there = records[-1].version if records else 0
        return refused if there == self.version else self._moved_on(there)

    def _moved_on(self, there: int) -> Unanswerable:
        return Unanswerable(
            HTTPStatus.PRECONDITION_FAILED,
            f"The task is at version {there}, not {self.version}.",
            vi=f"Việc đang ở phiên bản {there}, không phải {self.version}: đã có người cập nhật.",
            place="If-Match",
            cure="Ask for the task again, look at what changed, and decide anew.",
        )
