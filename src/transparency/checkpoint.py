"""Checkpoints (C2SP tlog-checkpoint): the origin of a log, how many events it holds, and the root over them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.domain.errors import Invalid
from dondoc.transparency.note import Note, SigningKey, VerifierKey, decoded, signed
from dondoc.transparency.tree import EMPTY, SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_NOTE = re.compile(
    r"(?m)^[^\s+]+\n(?:0|[1-9][0-9]*)\n[A-Za-z0-9+/]{43}=\n(?:[^\n]+\n)*\n(?:\u2014 [^\s+]+ [A-Za-z0-9+/=]+\n)+"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: nothing of it can be changed afterwards without another root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def code(self) -> str:
        """A short code to print: whoever has the checkpoint can compare it. 80 bits of its hash."""
        letters = base64.b32encode(hashlib.sha256(self.text.encode()).digest()[:10]).decode()
        return "-".join(letters[at : at + 4] for at in range(0, 16, 4))

    def signed(self, keys: Sequence[SigningKey]) -> str:
        """The note, signed with each of the keys."""
        return signed(self.text, keys)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint of a note's text; lines after the third are not ours to read.

        Raises:
            Invalid: it is none.
        """
        origin, size, root = [*text.split("\n"), "", "", ""][:3]
        found = decoded(root)
        whole = origin and _SIZE.fullmatch(size) and len(found) == SIZE
        if not whole or text.endswith("\n\n") or (size == "0" and found != EMPTY):
            raise Invalid(
                "This is not a checkpoint.", vi="Không phải điểm kiểm tra của nhật ký.",
                cure="A checkpoint has three lines: origin, number of events, root.",
            )  # fmt: skip
        return cls(origin, int(size), found)


def opened(said: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint of a note that one of the keys signed under its own origin.

    Raises:
        Invalid: it is no checkpoint, or none of the keys signed it.
    """
    note = Note.parse(said)
    found = Checkpoint.parse(note.text)
    if not any(key.name == found.origin for key in note.signers(keys)):
        raise Invalid(
            f"None of the known keys signed this checkpoint of {found.origin}.",
            vi=f"Điểm kiểm tra của {found.origin} không mang chữ ký của khóa nào đã biết.",
            place="--key",
            cure="Name the public key that the log gave out: --key NAME+ID+KEY.",
        )
    return found


def notes_in(said: str) -> list[str]:
    """The checkpoints in a text, such as a mail that was saved, each as its whole note."""
    return _NOTE.findall(said.replace("\r\n", "\n"))
