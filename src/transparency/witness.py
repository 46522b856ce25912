"""A witness (C2SP tlog-witness): signs a log's checkpoint only when it goes on where the last signed one ended.

What it saw is on disk before it signs, so that a crash at any instant never lets it sign two logs under one name. It
reads no database; another organisation runs it, on a machine of its own.
"""

from __future__ import annotations

import base64
import fcntl
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dondoc.domain.errors import DondocError, Invalid, StoreBroken
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.keyfile import replace_file
from dondoc.transparency.note import Note, SigningKey, VerifierKey, decoded
from dondoc.transparency.proofs import consistent
from dondoc.transparency.tree import EMPTY, SIZE

MOST_HASHES = 63


class Refused(DondocError):
    """The witness does not sign this. `status` is the answer's status in HTTP, `said` its body."""

    code = "witness-refused"
    default_vi = "Nhân chứng không ký."

    def __init__(self, status: int, en: str, said: str = "") -> None:
        super().__init__(en)
        self.status = status
        self.said = said or f"{en}\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: which size the log believes that the witness saw last, the proof from there on, the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @property
    def body(self) -> str:
        """As it is sent."""
        hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.proof)
        return f"old {self.old}\n{hashes}\n{self.note}"

    @classmethod
    def parse(cls, body: bytes) -> Asked:
        """The request of a body.

        Raises:
            Refused: it is none (400).
        """
        try:
            head, gap, note = body.decode().partition("\n\n")
        except UnicodeDecodeError:
            head, gap, note = "", "", ""
        first, *hashes = head.split("\n")
        number = first.removeprefix("old ")
        proof = tuple(decoded(each) for each in hashes)
        plain = number.isascii() and number.isdigit() and str(int(number[:20])) == number
        if not gap or not first.startswith("old ") or not plain or any(len(each) != SIZE for each in proof):
            raise Refused(400, "This is not a request to a witness.")
        if len(proof) > MOST_HASHES:
            raise Refused(400, "The proof is too long.")
        return cls(int(number), proof, note)


class Witness:
    """Signs for the logs whose keys it is given; `seconds` says the time, in seconds since 1970."""

    def __init__(self, state: Path, key: SigningKey, logs: Sequence[VerifierKey], seconds: Callable[[], int]) -> None:
        self._state = state
        self._key = key
        self._logs = tuple(logs)
        self._seconds = seconds
        self._read()

    def sign(self, body: bytes) -> str:
        """The line with the cosignature, for the body of a request.

        Raises:
            Refused: malformed (400), not signed by a known log (403, 404), not from where the last one ended (409), not
                proved to go on there (422).
            StoreBroken: what was seen cannot be read or kept; nothing was signed.
        """
        asked = Asked.parse(body)
        found = self._checkpoint(asked.note)
        with self._held():
            size, root = self._seen(found.origin)
            if asked.old > found.size:
                raise Refused(400, "The old size is larger than the checkpoint's.")
            if asked.old != size:
                raise Refused(409, f"The last size that was signed here is {size}.", f"{size}\n")
            if size == found.size and root != found.root:
                raise Refused(409, "Another root was signed here for that size.", f"{size}\n")
            if not consistent(size, found.size, asked.proof, root, found.root):
                raise Refused(422, "The proof does not show that the log goes on where it ended.")
            if size != found.size:
                self._keep(found)
        return self._key.cosign(found.text, self._seconds()) + "\n"

    def sizes(self) -> dict[str, int]:
        """The last size that was seen of each log."""
        return {origin: int(each["size"]) for origin, each in self._read().items()}

    def _checkpoint(self, said: str) -> Checkpoint:
        try:
            note = Note.parse(said)
            found = Checkpoint.parse(note.text)
        except Invalid as wrong:
            raise Refused(400, "This is not a signed checkpoint.") from wrong
        known = [key for key in self._logs if key.name == found.origin]
        if not known:
            raise Refused(404, "This log is not known here.")
        try:
            signers = note.signers(known)
        except Invalid as wrong:
            raise Refused(403, "The signature of the log is not good.") from wrong
        if not signers:
            raise Refused(403, "No known key of the log signed this.")
        return found

    def _seen(self, origin: str) -> tuple[int, bytes]:
        kept = self._read().get(origin)
        return (kept["size"], bytes.fromhex(kept["root"])) if kept else (0, EMPTY)

    def _keep(self, found: Checkpoint) -> None:
        seen = {**self._read(), found.origin: {"size": found.size, "root": found.root.hex()}}
        try:
            replace_file(self._state, json.dumps(seen, indent=1, sort_keys=True) + "\n")
        except Invalid as wrong:
            raise StoreBroken(wrong.en, vi=wrong.vi, place=wrong.place, cure=wrong.cure) from wrong

    def _read(self) -> dict[str, Any]:
        """What was seen. A file that cannot be read is no new beginning: then nothing is signed."""
        try:
            seen = json.loads(self._state.read_text(encoding="utf-8"))
            whole = all(
                type(each["size"]) is int and len(bytes.fromhex(each["root"])) == SIZE for each in seen.values()
            )
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            seen, whole = {}, False
        if not whole:
            raise StoreBroken(
                f"What the witness saw cannot be read from {self._state}; it signs nothing.",
                vi=f"Không đọc được trạng thái nhân chứng tại {self._state}; không ký gì thêm.",
                place=str(self._state),
                cure="Put the newest whole copy of the file back.",
            )
        return dict(seen)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One request at a time, also where two witnesses were started on one file."""
        with self._state.with_name(f".{self._state.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield  # closing the file lets go of it
