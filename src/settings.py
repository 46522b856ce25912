"""The settings: one model, and the only reader of the environment.

Precedence: what the caller passes, then `DONDOC_*` in the environment, then the default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dondoc.domain.errors import Invalid
from dondoc.domain.ports import HANOI

_NAME = r"^([a-z][a-z0-9_]{0,29})?$"
ENVIRONMENT = {
    "db": "DONDOC_DB",
    "db_schema": "DONDOC_SCHEMA",
    "db_prefix": "DONDOC_PREFIX",
    "database_may_lose_committed_events": "DONDOC_DATABASE_MAY_LOSE_COMMITTED_EVENTS",
    "config": "DONDOC_CONFIG",
    "evidence": "DONDOC_EVIDENCE",
    "evidence_bytes": "DONDOC_EVIDENCE_BYTES",
    "clock": "DONDOC_CLOCK",
    "clock_offset": "DONDOC_CLOCK_OFFSET",
    "actor": "DONDOC_ACTOR",
    "office": "DONDOC_OFFICE",
    "tick_seconds": "DONDOC_TICK_SECONDS",
}


class Settings(BaseModel):
    """How one dondoc runs.

    Attributes:
        db: the database's URL.
        db_schema: the PostgreSQL schema of our tables; the connection's own when empty.
        db_prefix: what the names of our tables begin with.
        database_may_lose_committed_events: run on a PostgreSQL server whose fsync, full_page_writes or
            synchronous_commit is off; for trials only.
        config: the folder of configuration.
        evidence: the folder that keeps the files of proofs; beside the database when None.
        evidence_bytes: the largest file that is taken as a proof.
        clock: a moment to start a simulated clock at; the real clock when None. Without a zone it is Vietnam's.
        clock_offset: seconds by which the real clock is shifted, for trials.
        actor, office: who acts at the command line, where the command does not say.
        tick_seconds: seconds between two ticks of `serve` and `worker`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    db: str = "sqlite:///dondoc.db"
    db_schema: Annotated[str, Field(pattern=_NAME)] = ""
    db_prefix: Annotated[str, Field(pattern=_NAME, min_length=1)] = "dondoc_"
    database_may_lose_committed_events: bool = False
    config: Path = Path("config")
    evidence: Path | None = None
    evidence_bytes: Annotated[int, Field(gt=0)] = 50_000_000
    clock: datetime | None = None
    clock_offset: float = 0.0
    actor: str = ""
    office: str = ""
    tick_seconds: Annotated[float, Field(gt=0, le=3600)] = 20.0

    @property
    def evidence_folder(self) -> Path:
        """Where the files of proofs are kept: `evidence`, else `<database>.evidence` beside the database's file.

        A server's files are elsewhere: there it is `dondoc.evidence`.
        """
        _, _, file = self.db.partition("sqlite:///")
        return self.evidence or Path(f"{file or 'dondoc'}.evidence")

    @property
    def start(self) -> datetime | None:
        """The simulated clock's start, with a zone."""
        if self.clock is not None and self.clock.tzinfo is None:
            return self.clock.replace(tzinfo=HANOI)
        return self.clock


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
