"""The folder that keeps files by their content: `ab/cd/abcd...`, each once, written whole or not at all.

A file is known by the SHA-256 of what it holds and by nothing else: no name that anybody gave ever becomes a path, and
no link is followed, neither where a file comes from nor where it is kept. Nothing is ever deleted or written over.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from dondoc.domain.errors import Invalid, NotFound, StoreBroken
from dondoc.domain.evidence import Proof
from dondoc.evidence.labels import label_of
from dondoc.evidence.media import media_of
from dondoc.settings import Settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Checked:
    """What a check of the folder found, each as the SHA-256 (or the path, for what is not named after one)."""

    whole: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every file that is named is there as it was, and no other."""
        return not (self.missing or self.altered or self.orphaned)


class EvidenceFolder:
    """The files of proofs below `root`. `most_bytes` is the largest that is taken."""

    def __init__(self, root: Path, most_bytes: int) -> None:
        self.root = root
        self.most_bytes = most_bytes

    @classmethod
    def of(cls, settings: Settings) -> EvidenceFolder:
        """The folder that the settings name."""
        return cls(settings.evidence_folder, settings.evidence_bytes)

    def proof(self, given: Path | str, day: date | None = None) -> Proof:
        """A file, taken in, or a link (text) as a proof; `day` is its own date.

        Raises:
            Invalid: the file cannot be taken in, or the text is no web address.
        """
        found = self.keep(given) if isinstance(given, Path) else linked(given)
        return found.model_copy(update={"day": day})

    def keep(self, file: Path) -> Proof:
        """Take a file in, or find that it is here already; on disk when this returns.

        Raises:
            Invalid: there is no such plain file, it is empty, or it is too large.
            StoreBroken: the folder cannot be written.
        """
        with _reading(file) as source:
            return self._keep(source, label_of(file.name))

    def take(self, other: EvidenceFolder, digests: Iterable[str]) -> None:
        """Take files over from another folder.

        Raises:
            NotFound: the other has no such file.
            StoreBroken: the folder cannot be written.
        """
        for digest in digests:
            with other.open(digest) as source:
                self._keep(source, digest)

    def open(self, digest: str) -> BufferedReader:
        """The file with that content, to be read; the caller closes it.

        Raises:
            NotFound: no such file is kept.
        """
        try:
            return os.fdopen(os.open(self._place(digest), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except OSError as wrong:
            raise NotFound(
                f"No evidence {digest!r} is kept here ({wrong.strerror}).",
                vi=f"Không có minh chứng {digest!r} trong kho.",
                place=str(self.root),
                cure="List them with `dondoc evidence list TASK`; `dondoc evidence check` tells what is missing.",
            ) from wrong

    def check(self, named: Iterable[str]) -> Checked:
        """Compare the files with the contents that the log names."""
        wanted = set(named)
        missing = sorted(digest for digest in wanted if not self._plain(digest))
        altered = sorted(digest for digest in wanted.difference(missing) if self._digest(digest) != digest)
        orphaned = sorted(each for each in self._kept() if each not in wanted)
        return Checked(len(wanted) - len(missing) - len(altered), tuple(missing), tuple(altered), tuple(orphaned))

    def _keep(self, source: BinaryIO, label: str) -> Proof:
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._unfinished() as (unfinished, path):
                digest, size, beginning = self._copy(source, unfinished, label)
                unfinished.flush()
                os.fsync(unfinished.fileno())
                if not self._plain(digest) or self._digest(digest) != digest:
                    self._settle(path, self._place(digest))
        except OSError as wrong:
            raise StoreBroken(
                f"Evidence cannot be kept in {self.root} ({wrong.strerror}).",
                vi=f"Không ghi được minh chứng vào {self.root}.",
                place="--evidence-folder",
                cure="Check the folder's rights and space, or name another with --evidence-folder or DONDOC_EVIDENCE.",
            ) from wrong
        return Proof(evidence=digest, label=label, media=media_of(beginning, label), size=size)

    @contextmanager
    def _unfinished(self) -> Iterator[tuple[BinaryIO, Path]]:
        handle, name = tempfile.mkstemp(dir=self.root, prefix="unfinished-")
        try:
            with os.fdopen(handle, "wb") as opened:
                yield opened, Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def _copy(self, source: BinaryIO, target: BinaryIO, label: str) -> tuple[str, int, bytes]:
        digest, size, beginning = hashlib.sha256(), 0, b""
        while block := source.read(_BLOCK):
            beginning = beginning or block[:64]
            size += len(block)
            if size > self.most_bytes:
                raise Invalid(
                    f"{label} is larger than {self.most_bytes} bytes.",
                    vi=f"Tệp {label} lớn hơn {self.most_bytes // 1_000_000} MB.",
                    place=label,
                    cure="Give a smaller file, or a link; the limit is the setting evidence_bytes.",
                )
            digest.update(block)
            target.write(block)
        if not size:
            raise Invalid(f"{label} is empty.", vi=f"Tệp {label} rỗng.", place=label, cure="Give a file with content.")
        return digest.hexdigest(), size, beginning

    def _settle(self, unfinished: Path, place: Path) -> None:
        """Move the finished file to its place, for good."""
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink():
                raise OSError(0, f"{folder} is a link")
        unfinished.chmod(0o400)
        unfinished.replace(place)
        for folder in (place.parent, place.parent.parent, self.root):
            _sync(folder)

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise Invalid(
                f"{digest!r} is not the SHA-256 of a file.",
                vi=f"{digest!r} không phải mã băm SHA-256.",
                cure="Write its 64 digits 0-9 and a-f.",
            )
        return self.root / digest[:2] / digest[2:4] / digest

    def _plain(self, digest: str) -> bool:
        place = self._place(digest)
        return place.is_file() and not any(part.is_symlink() for part in (place, place.parent, place.parent.parent))

    def _digest(self, digest: str) -> str:
        with self.open(digest) as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest()

    def _kept(self) -> Iterator[str]:
        """What is in the folder: the name of each file in its place, the path of anything else."""
        for folder, _, files in os.walk(self.root):
            for name in files:
                path = Path(folder, name)
                in_place = _DIGEST.fullmatch(name) and path == self._place(name)
                yield name if in_place else str(path.relative_to(self.root))


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    """A plain file to be read: no link, no device, no pipe that would never end."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
            _only_plain(opened)
            yield opened
    except OSError as wrong:
        raise Invalid(
            f"{file} cannot be taken as evidence ({wrong.strerror}).",
            vi=f"Không nhận được tệp {file} làm minh chứng.",
            place=str(file),
            cure="Name a plain file that can be read, not a folder or a link to one.",
        ) from wrong


def _only_plain(opened: BinaryIO) -> None:
    if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
        raise OSError(0, "not a plain file")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def linked(address: str) -> Proof:
    """A link as a proof: known by the SHA-256 of its address; what is behind it is not read.

    Raises:
        Invalid: it is not a web address.
    """
    digest = hashlib.sha256(address.encode()).hexdigest()
    try:
        return Proof(evidence=digest, label=address, link=address)
    except ValidationError as wrong:
        raise Invalid(
            f"{address!r} is not a web address.",
            vi=f"{address!r} không phải địa chỉ trang web.",
            place="link",
            cure="Write it as https://...",
        ) from wrong
