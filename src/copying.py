"""A database into another: SQLite or PostgreSQL, while others go on writing to the first. A backup is such a copy.

The other is filled in one transaction whose commit is the last act: whoever is killed before has left nothing that can
be opened. Files of proofs are there before it. It never changes the first, and adds nothing to what holds anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.fact import Fact
from dondoc.evidence.folder import Checked, EvidenceFolder
from dondoc.ports import SystemClock
from dondoc.projections import evidence, rebuild, tables
from dondoc.settings import Settings, registry
from dondoc.store.copying import be_patient, copy_rows, take_empty
from dondoc.store.engine import exists, open_engine, shown, writing
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Copied:
    """What was copied and compared.

    Attributes:
        position: the last position of the log, in both.
        rows: the rows of each table that are equal byte for byte.
        differences: how many rows of which read models differ, though they were made from the same log: those of the
            first database are then out of date.
        files: the proofs' files of the other; None when they were left out on purpose.
        named: how many files the log names.
    """

    position: int
    rows: dict[str, int]
    differences: dict[str, int]
    files: Checked | None
    named: int

    @property
    def whole(self) -> bool:
        """Whether read models agree and no file is missing or altered."""
        return not self.differences and (self.files is None or not (self.files.missing or self.files.altered))


def copy(
    source: Settings,
    target: Settings,
    *,
    files: bool = True,
    facts: Sequence[type[Fact]] = (),
    progress: Progress = lambda _: None,
) -> Copied:
    """Copy a database into an empty one, with the files of proofs unless said otherwise.

    What the first holds when it begins is what the other holds in the end. Both are compared before the commit.

    Args:
        source: names the database to read, its schema, prefix and folder of proofs.
        target: names the other; tables are made where there are none.
        files: whether the files of proofs are taken along.
        facts: facts of the host's own, beside ours.
        progress: is told how many events have been read.

    Raises:
        NotFound: there is no database to read.
        Invalid: the other holds something already.
        StoreBroken: the first was altered, cannot be read, or the other cannot be written; nothing was copied.
    """
    if not exists(source.db):
        raise NotFound(
            f"There is no database at {shown(source.db)}.",
            vi=f"Không có cơ sở dữ liệu tại {shown(source.db)}.",
            place=shown(source.db),
            cure="Name a database or a backup that there is.",
        )
    with _opened(source, facts) as first, _opened(target, facts) as other:
        first.check()
        with first.reading() as old:
            be_patient(old)
            tables.check(old)
            named = evidence.files(old)
            carried = _carried(source, target, named) if files else None
            with writing(other.engine) as new:
                be_patient(new)
                if not take_empty(new):
                    raise _not_empty(target)
                rows = copy_rows(old, new)
                position = verify_chain(other, within=new)
                tables.renew(new)
                rebuild.rebuild(new, other.read_all(within=new), progress=progress)
                differences = rebuild.unequal(old, new)
    return Copied(position, rows, differences, carried, len(named))


def backup_settings(file: Path) -> Settings:
    """A backup as a database: a SQLite file under the names that need no setting, with its proofs beside it."""
    return Settings(db=f"sqlite:///{file}")


@contextmanager
def _opened(settings: Settings, facts: Sequence[type[Fact]]) -> Iterator[EventStore]:
    engine = open_engine(
        settings.db,
        schema=settings.db_schema if settings.db.startswith("postgresql") else "",
        prefix=settings.db_prefix,
        may_lose_commits=settings.database_may_lose_committed_events,
    )
    try:
        yield EventStore(engine, registry(settings, facts), SystemClock())
    finally:
        engine.dispose()


def _carried(source: Settings, target: Settings, named: Sequence[str]) -> Checked:
    """Take the files over that are as they were; tells of each file that the log names."""
    here, there = (EvidenceFolder(each.evidence_folder, sys.maxsize) for each in (source, target))
    before = here.check(named)
    if here.root.resolve() != there.root.resolve():
        there.take(here, set(named).difference(before.missing, before.altered))
    after = there.check(named)
    missing = tuple(digest for digest in after.missing if digest not in before.altered)
    return Checked(after.whole, missing, before.altered, ())


def _not_empty(target: Settings) -> Invalid:
    return Invalid(
        f"{shown(target.db)} holds something already; a copy needs an empty database.",
        vi=f"{shown(target.db)} đã có dữ liệu; chỉ sao chép vào cơ sở dữ liệu trống.",
        place=shown(target.db),
        cure="Name a new file, a new schema (DONDOC_SCHEMA) or an empty database, without `dondoc init` before.",
    )
