"""Notices as files: one each, whole or not there at all, named after day, receiver and key.

The same notice twice is the same file. Letters are files too, in the form that a function gives them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from dondoc.domain.errors import NotDelivered
from dondoc.domain.notice import Notice
from dondoc.domain.ports import local


def as_text(notice: Notice) -> bytes:
    """The notice as plain text, with its key."""
    return f"{notice.subject}\n\n{notice.text}\n\n{notice.key}\n".encode()


class FileChannel:
    """Writes each notice into a folder."""

    def __init__(self, folder: Path, form: Callable[[Notice], bytes] = as_text, suffix: str = ".txt") -> None:
        self._folder = folder
        self._form = form
        self._suffix = suffix

    def lane(self, address: str) -> str:
        """One folder for all."""
        return f"file:{self._suffix}"

    def send(self, notice: Notice) -> None:
        """Write it beside its place and then move it there."""
        receiver = re.sub(r"[^a-z0-9.-]+", "-", notice.receiver)
        target = self._folder / f"{local(notice.at):%Y-%m-%d}-{receiver}-{notice.key}{self._suffix}"
        beside = target.with_name(f".{target.name}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as opened:
                opened.write(self._form(notice))
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(target)
        except OSError as wrong:
            raise NotDelivered("The file cannot be written.", reason="file-not-written", down=True) from wrong
