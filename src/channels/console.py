"""Notices on a stream, for trying things out: nobody is written to."""

from __future__ import annotations

from typing import TextIO

from dondoc.domain.notice import Notice


class ConsoleChannel:
    """Prints each notice."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def lane(self, address: str) -> str:
        """One stream for all."""
        return "console"

    def send(self, notice: Notice) -> None:
        """Print it whole, without characters that a terminal would obey."""
        said = f"--- {notice.key} -> {notice.receiver}\n{notice.subject}\n\n{notice.text}\n"
        self._stream.write("".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in said))
        self._stream.flush()
