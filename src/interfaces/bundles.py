"""Evidence bundles: events with their proofs, the checkpoint, the public key, what happened in words, and the verifier.

A bundle is checked by the one file in it, without dondoc and without its database. What stands in words in it is for
reading; what is proved are the events.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from dondoc.answers import Answers
from dondoc.domain.errors import NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.ports import unstamp
from dondoc.interfaces import explaining, wording
from dondoc.store.checkpoints import Kept
from dondoc.store.tree import StoredTree, leaves_at
from dondoc.transparency.note import VerifierKey

MOST = 1_000_000
VERIFIER = "kiem-chung.py"
NARRATIVE = "thuyet-minh.txt"
_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a bundle: the same bundle is the same bytes."""


@dataclass(frozen=True)
class Asked:
    """What a bundle is about: one task, or the tasks of a unit (of all, where none is named) in a span of days."""

    task: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def said(self) -> str:
        """In words."""
        if self.task:
            return f"Việc {self.task}"
        span = [f"từ ngày {wording.day(self.first)}"] if self.first else []
        span += [f"đến ngày {wording.day(self.last)}"] if self.last else []
        return " ".join([f"Các việc của {self.unit}" if self.unit else "Tất cả các việc", *span])


def bundle(dondoc: Answers, asked: Asked, checkpoint: Kept, key: VerifierKey) -> tuple[bytes, int]:
    """The bundle as a ZIP file, and how many events it proves.

    Raises:
        NotFound: there is no such task or unit, or nothing that the viewer may see.
        Rejected: the checkpoint is older than an event.
    """
    chapters = [(title, records) for title, records in _chapters(dondoc, asked) if records]
    records = {record.position: record for _, found in chapters for record in found}
    if not records:
        raise NotFound(
            "There is nothing to prove.", vi="Không có sự kiện nào để chứng minh.",
            cure="Name another task, unit or span of days.",
        )  # fmt: skip
    positions = sorted(records)
    if positions[-1] > checkpoint.size:
        raise Rejected(
            f"The newest checkpoint covers {checkpoint.size} events, not event {positions[-1]}.",
            rule="bundle.covered", vi=f"Điểm kiểm tra mới nhất chưa bao gồm sự kiện {positions[-1]}.",
            cure="Make one first: dondoc checkpoint.",
        )  # fmt: skip
    said = {
        "version": 1,
        "about": asked.said,
        "key": str(key),
        "checkpoint": checkpoint.note,
        "events": _events(dondoc, positions, checkpoint.size),
    }
    parts = {
        "bundle.json": json.dumps(said, ensure_ascii=False, indent=1) + "\n",
        NARRATIVE: "\n".join(_narrative(dondoc, asked, chapters, checkpoint, key)) + "\n",
        VERIFIER: files("dondoc.transparency").joinpath("standalone.py").read_text(encoding="utf-8"),
    }
    return _zipped(parts), len(positions)


def _chapters(dondoc: Answers, asked: Asked) -> Iterator[tuple[str, list[Record]]]:
    """Each task with its events; for a span of days those that happened in it."""
    when = dondoc.when()
    if asked.task:
        line, _ = dondoc.task(asked.task, when)
        yield (
            "\n".join(explaining.as_lines(explaining.explain(dondoc, line.id, when))[:5]),
            dondoc.history(line.id, when),
        )
        return
    units = dondoc.catalogue.members([asked.unit]) if asked.unit else []
    if asked.unit and not units:
        raise NotFound(
            f"There is no unit {asked.unit!r}.", vi=f"Không có đơn vị {asked.unit!r}.", place="--unit",
            cure="List the bodies with `dondoc bodies`.",
        )  # fmt: skip
    for line in dondoc.tasks(when, bodies=units or None, limit=MOST):
        found = [record for record in dondoc.history(line.id, when) if _within(record, asked)]
        yield f"{wording.duty_name(line.duty, dondoc.catalogue)} ({line.id})", found


def _within(record: Record, asked: Asked) -> bool:
    return (asked.first or date.min) <= record.meta.on <= (asked.last or date.max)


def _events(dondoc: Answers, positions: Sequence[int], size: int) -> list[dict[str, object]]:
    tree = StoredTree(dondoc.store)
    with dondoc.store.reading() as connection:
        leaves = leaves_at(connection, positions)
    return [
        {"position": position, "leaf": _base64(leaf), "proof": [_base64(each) for each in proof]}
        for position, leaf, proof in zip(positions, leaves, tree.inclusions(positions, size), strict=True)
    ]


def _narrative(
    dondoc: Answers, asked: Asked, chapters: Sequence[tuple[str, Sequence[Record]]], checkpoint: Kept, key: VerifierKey
) -> Iterator[str]:
    yield "THUYẾT MINH GÓI BẰNG CHỨNG"
    yield f"{asked.said}."
    yield ""
    yield f"Nhật ký {key.name}: {wording.number(checkpoint.size)} sự kiện, mã kiểm chứng {checkpoint.code},"
    yield f"ký lúc {wording.moment(unstamp(checkpoint.made_at))}. Khóa công khai: {key}"
    yield f"Kiểm chứng: python3 {VERIFIER} GÓI.zip KHÓA, với khóa công khai lấy từ nơi khác (công báo, cổng thông tin,"
    yield "biên bản bàn giao), không phải từ gói này. Phần thuyết minh để đọc; chỉ các sự kiện là được chứng minh."
    yield "Gói chứng minh rằng các sự kiện này có trong nhật ký; nó không chứng minh rằng không còn sự kiện nào khác."
    for title, records in chapters:
        yield ""
        yield title
        for record in sorted(records, key=lambda each: each.position):
            said = wording.sentence(record, dondoc.catalogue, dondoc.registry)
            at = record.meta.recorded_at
            noted = f", ghi nhận {wording.moment(at)}" if at else ""
            yield f"  [{record.position}] ngày {wording.day(record.meta.on)}{noted}: {said}"


def _zipped(parts: dict[str, str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as target:
        for name, said in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            target.writestr(entry, said.encode("utf-8", "surrogateescape"), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _base64(said: bytes) -> str:
    return base64.b64encode(said).decode()
