"""The channels that need no other machine: files, and the console."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dondoc.channels.console import ConsoleChannel
from dondoc.channels.files import FileChannel
from dondoc.testing.channels import NOTICE, ChannelSuite


class TestFiles(ChannelSuite):
    """The suite over files."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        """A folder of one's own."""
        self.at = tmp_path

    def channel(self) -> FileChannel:
        """Into a folder that is not there yet."""
        return FileChannel(self.at / "out")

    def broken(self) -> FileChannel:
        """A file stands where the folder should."""
        (self.at / "file").write_text("", encoding="utf-8")
        return FileChannel(self.at / "file" / "out")

    def arrived(self) -> list[tuple[str, str]]:
        """The files."""
        return [(file.name, file.read_text(encoding="utf-8")) for file in (self.at / "out").iterdir()]

    def test_one_notice_is_one_file_named_after_day_and_receiver(self) -> None:
        """Written twice it is the same one, and nothing half is left beside it."""
        for _ in range(2):
            self.channel().send(NOTICE)
        assert [name for name, _ in self.arrived()] == [f"2024-03-22-vu-a-{NOTICE.key}.txt"]


class TestConsole(ChannelSuite):
    """The suite over a stream."""

    @pytest.fixture(autouse=True)
    def stream(self) -> None:
        """A stream of one's own."""
        self.on = io.StringIO()

    def channel(self) -> ConsoleChannel:
        """Onto the stream."""
        return ConsoleChannel(self.on)

    def arrived(self) -> list[tuple[str, str]]:
        """What was printed."""
        return [(self.on.getvalue(), self.on.getvalue())]

    def test_what_cannot_be_handed_over_is_not_delivered(self) -> None:
        """A console is always there."""
