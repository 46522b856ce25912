"""The settings: one model, and the only reader of the environment.

Precedence: what the caller passes, then `DONDOC_*` in the environment, then the default.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Fact, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.ports import HANOI

ENVIRONMENT = {
    "db": "DONDOC_DB",
    "config": "DONDOC_CONFIG",
    "evidence": "DONDOC_EVIDENCE",
    "evidence_bytes": "DONDOC_EVIDENCE_BYTES",
    "clock": "DONDOC_CLOCK",
    "clock_offset": "DONDOC_CLOCK_OFFSET",
    "actor": "DONDOC_ACTOR",
    "office": "DONDOC_OFFICE",
    "tick_seconds": "DONDOC_TICK_SECONDS",
    "facts": "DONDOC_FACTS",
    "contacts": "DONDOC_CONTACTS",
    "outbox": "DONDOC_OUTBOX",
    "outbox_gather": "DONDOC_OUTBOX_GATHER",
    "outbox_pause": "DONDOC_OUTBOX_PAUSE",
    "outbox_longest_pause": "DONDOC_OUTBOX_LONGEST_PAUSE",
    "outbox_attempts": "DONDOC_OUTBOX_ATTEMPTS",
}


class Settings(BaseModel):
    """How one dondoc runs.

    Attributes:
        db: the database's URL.
        config: the folder of configuration.
        evidence: the folder that keeps the files of proofs; beside the database when None.
        evidence_bytes: the largest file that is taken as a proof.
        clock: a moment to start a simulated clock at; the real clock when None. Without a zone it is Vietnam's.
        clock_offset: seconds by which the real clock is shifted, for trials.
        actor, office: who acts at the command line, where the command does not say.
        tick_seconds: seconds between two ticks of `serve` and `worker`.
        facts: where a host's own facts are, as `module:NAME` of a tuple of classes; ours alone when empty.
        contacts: the file that says how people are reached; nothing is sent when None.
        outbox: the folder that letters and notices as files are written to; beside the database when None.
        outbox_gather: seconds that a reminder waits for others to share its notice, in `serve` and `worker`.
        outbox_pause, outbox_longest_pause: seconds before the second attempt, and at most between any two.
        outbox_attempts: after how many attempts a notice is given up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    db: str = "sqlite:///dondoc.db"
    config: Path = Path("config")
    evidence: Path | None = None
    evidence_bytes: Annotated[int, Field(gt=0)] = 50_000_000
    clock: datetime | None = None
    clock_offset: float = 0.0
    actor: str = ""
    office: str = ""
    tick_seconds: Annotated[float, Field(gt=0, le=3600)] = 20.0
    facts: str = ""
    contacts: Path | None = None
    outbox: Path | None = None
    outbox_gather: Annotated[float, Field(ge=0, le=3600)] = 60.0
    outbox_pause: Annotated[float, Field(ge=0.5)] = 10.0
    outbox_longest_pause: Annotated[float, Field(ge=0.5)] = 21_600.0
    outbox_attempts: Annotated[int, Field(ge=1, le=1000)] = 23

    @property
    def evidence_folder(self) -> Path:
        """Where the files of proofs are kept: `evidence`, else `<database>.evidence` beside the database's file."""
        return self.evidence or self._beside("evidence")

    @property
    def outbox_folder(self) -> Path:
        """Where letters and notices as files are written: `outbox`, else `<database>.outbox` beside the database."""
        return self.outbox or self._beside("outbox")

    def _beside(self, what: str) -> Path:
        _, _, file = self.db.partition(":///")
        return Path(f"{file or 'dondoc'}.{what}")

    @property
    def start(self) -> datetime | None:
        """The simulated clock's start, with a zone."""
        if self.clock is not None and self.clock.tzinfo is None:
            return self.clock.replace(tzinfo=HANOI)
        return self.clock


def registry(settings: Settings, more: Iterable[type[Fact]] = ()) -> Registry:
    """Every fact that can be read and recorded: ours, those of the host that the settings name, and more.

    Raises:
        Invalid: the settings name no tuple of facts; two facts bear one name.
    """
    return Registry((*FACTS, *_named(settings.facts), *more))


def _named(place: str) -> tuple[type[Fact], ...]:
    if not place:
        return ()
    module, _, name = place.partition(":")
    try:
        found = tuple(getattr(importlib.import_module(module), name))
    except (ImportError, AttributeError, TypeError, ValueError) as wrong:
        raise _no_facts(place, str(wrong)) from wrong
    if strangers := [each for each in found if not (isinstance(each, type) and issubclass(each, Fact))]:
        raise _no_facts(place, f"{strangers[0]!r} is no class of a fact")
    return found


def _no_facts(place: str, why: str) -> Invalid:
    return Invalid(
        f"There are no facts at {place!r}: {why}.",
        vi=f"Không tìm thấy các loại sự kiện của đơn vị tại {place!r}.",
        place=ENVIRONMENT["facts"],
        cure="Write MODULE:NAME of a tuple of facts, in a module that Python can import (PYTHONPATH).",
    )


def load(environ: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings that were given, completed from the environment. A given None counts as not given.

    Raises:
        Invalid: a setting is malformed; names it.
    """
    values: dict[str, Any] = {key: environ[name] for key, name in ENVIRONMENT.items() if environ.get(name)}
    values.update({key: value for key, value in given.items() if value is not None})
    try:
        return Settings(**values)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        key = str(first["loc"][0])
        raise Invalid(
            f"The setting {key!r} is wrong: {first['msg']}.",
            vi=f"Thiết lập {key!r} chưa đúng.",
            place=ENVIRONMENT.get(key, key),
            cure="See docs/reference/settings.md.",
        ) from wrong
