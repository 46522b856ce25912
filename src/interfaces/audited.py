"""The log held against checkpoints, for every door: known keys, notes in files, what was found and what cannot be."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.errors import DondocError, Invalid
from dondoc.settings import Settings
from dondoc.store.audit import Audited, audit
from dondoc.store.checkpoints import kept
from dondoc.transparency.checkpoint import Checkpoint, notes_in, opened
from dondoc.transparency.finding import Finding
from dondoc.transparency.keyfile import read_keys
from dondoc.transparency.note import VerifierKey

MOST_BYTES = 10_000_000
LIMIT = (
    "Giới hạn: sự kiện sau vị trí {covered} (điểm kiểm tra mới nhất giữ ở ngoài) có thể bị cắt không để lại dấu vết.",
    "The limit: events after position {covered}, the newest checkpoint kept elsewhere, can be cut unnoticed.",
)
NO_CHECKPOINT = (
    "Chưa đối chiếu với điểm kiểm tra lưu ở nơi khác: ai viết lại toàn bộ cơ sở dữ liệu thì không bị phát hiện.",
    "No checkpoint from elsewhere was given: whoever rewrites the whole database is not found out.",
)


@dataclass(frozen=True)
class Verified:
    """What was found, and against what: checkpoints from outside by file, and those that the database keeps."""

    audited: Audited
    given: tuple[tuple[str, Checkpoint], ...]
    stored: tuple[Checkpoint, ...]
    findings: tuple[Finding, ...]

    @property
    def covered(self) -> int:
        """Up to which position an outside checkpoint vouches for the log."""
        return max((each.size for _, each in self.given if each in self.audited.agreed), default=0)

    @property
    def limit(self) -> tuple[str, ...]:
        """What verification cannot tell, Vietnamese and English."""
        return tuple(each.format(covered=self.covered) for each in (LIMIT if self.given else NO_CHECKPOINT))

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        vi, en = self.limit
        return {
            "events": self.audited.events,
            "root": base64.b64encode(self.audited.root).decode(),
            "checkpoints": [
                {"file": file, "origin": each.origin, "size": each.size, "code": each.code,
                 "agrees": each in self.audited.agreed} for file, each in self.given
            ],
            "stored": {"count": len(self.stored), "agree": sum(each in self.audited.agreed for each in self.stored)},
            "findings": [each.diagnostic() for each in self.findings],
            "covered": self.covered,
            "limit": {"vi": vi, "en": en},
        }  # fmt: skip


def verify(
    dondoc: Answers, files: Sequence[Path], keys: Sequence[VerifierKey], progress: Callable[[int], None]
) -> Verified:
    """Hold the whole log against the checkpoints in some files and against those that are stored.

    Raises:
        Invalid: a file holds no checkpoint that one of the keys signed.
    """
    given = tuple((str(file), each) for file in files for each in checkpoints_in(file, keys))
    with dondoc.store.reading() as connection:
        stored, bad = _stored(kept(connection), keys)
        audited = audit(connection, [*(each for _, each in given), *stored], progress)
    findings = [*audited.findings, *bad]
    return Verified(audited, given, stored, tuple(sorted(findings, key=lambda each: each.position)))


def checkpoints_in(file: Path, keys: Sequence[VerifierKey]) -> list[Checkpoint]:
    """The checkpoints in a file: notes alone, or in a text such as a mail that was saved.

    Raises:
        Invalid: there is none, or one that no known key signed.
    """
    try:
        said = file.read_bytes()[:MOST_BYTES].decode()
    except (OSError, ValueError) as wrong:
        raise Invalid(
            f"{file} cannot be read.",
            vi=f"Không đọc được {file}.",
            place=str(file),
            cure="Name a file with a checkpoint.",
        ) from wrong
    try:
        return [opened(note, keys) for note in notes_in(said) or [said]]
    except DondocError as wrong:
        wrong.place = f"{file} {wrong.place}".strip()
        raise


def known_keys(settings: Settings, given: Iterable[str]) -> list[VerifierKey]:
    """The public keys that a log is known by: those that were named, else those of the key file.

    Raises:
        Invalid: what was named is no key; NotFound: none was named and there is no key file.
    """
    named = [VerifierKey.parse(each) for each in given]
    return named or [*read_keys(settings.key_file).known]


def _stored(rows: Iterable[Any], keys: Sequence[VerifierKey]) -> tuple[tuple[Checkpoint, ...], list[Finding]]:
    good: list[Checkpoint] = []
    bad: list[Finding] = []
    for row in rows:
        try:
            found = opened(row.note, keys) if keys else None
        except Invalid:
            found = Checkpoint("", -1, b"")
        if found is None:
            continue
        if (found.size, found.code) == (row.size, row.code):
            good.append(found)
        else:
            bad.append(Finding("checkpoint", row.size))
    return tuple(good), bad
