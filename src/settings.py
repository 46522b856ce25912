"""The settings: one model, and the only reader of the environment.

Precedence: what the caller passes, then `DONDOC_*` in the environment, then the default.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Fact, Registry
from dondoc.domain.facts import FACTS
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
    "url": "DONDOC_URL",
    "session_idle": "DONDOC_SESSION_IDLE",
    "session_longest": "DONDOC_SESSION_LONGEST",
    "api_per_minute": "DONDOC_API_PER_MINUTE",
    "metrics": "DONDOC_METRICS",
    "facts": "DONDOC_FACTS",
    "origin": "DONDOC_ORIGIN",
    "signing_key": "DONDOC_SIGNING_KEY",
    "contacts": "DONDOC_CONTACTS",
    "outbox": "DONDOC_OUTBOX",
    "outbox_gather": "DONDOC_OUTBOX_GATHER",
    "outbox_pause": "DONDOC_OUTBOX_PAUSE",
    "outbox_longest_pause": "DONDOC_OUTBOX_LONGEST_PAUSE",
    "outbox_attempts": "DONDOC_OUTBOX_ATTEMPTS",
    "smtp_host": "DONDOC_SMTP_HOST",
    "smtp_port": "DONDOC_SMTP_PORT",
    "smtp_from": "DONDOC_SMTP_FROM",
    "smtp_user": "DONDOC_SMTP_USER",
    "smtp_password": "DONDOC_SMTP_PASSWORD",
    "smtp_tls": "DONDOC_SMTP_TLS",
    "webhooks": "DONDOC_WEBHOOKS",
    "webhook_http": "DONDOC_WEBHOOK_HTTP",
    "tls_ca": "DONDOC_TLS_CA",
}


MAILBOX = r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$"
_KEYED = r"whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
RECEIVER = re.compile(rf"[A-Za-z0-9.-]+:[0-9]{{1,5}}={_KEYED}(?:,{_KEYED})*")


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
        url: where people open the console, for links that are handed to them.
        session_idle, session_longest: seconds without use, and at most, until people have to log in again.
        api_per_minute: how many requests each caller of the API may make in a minute.
        metrics: who reads the figures for monitoring: everybody (`open`), whoever has a `token` for it, nobody (`off`).
        facts: where a host's own facts are, as `module:NAME` of a tuple of classes; ours alone when empty.
        origin: what this log is called in checkpoints, for as long as it lives.
        signing_key: the file of keys that sign checkpoints of the log; beside the database when None.
        contacts: the file that says how people are reached; nothing is sent when None.
        outbox: the folder that letters and notices as files are written to; beside the database when None.
        outbox_gather: seconds that a reminder waits for others to share its notice, in `serve` and `worker`.
        outbox_pause, outbox_longest_pause: seconds before the second attempt, and at most between any two.
        outbox_attempts: after how many attempts a notice is given up.
        smtp_host, smtp_port, smtp_tls: the mail server, and how it is spoken to; no mail without it.
        smtp_from: the plain address that mail comes from.
        smtp_user, smtp_password: how we log in to it, if at all.
        webhooks: the receivers that may be called with their secrets: `host:443=whsec_...`, a space between two.
        webhook_http: whether they may be called without TLS.
        tls_ca: a file of certificates to trust beside the machine's own.
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
    url: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$")] = "http://127.0.0.1:8184"
    session_idle: Annotated[int, Field(ge=60, le=86_400)] = 3600
    session_longest: Annotated[int, Field(ge=60, le=604_800)] = 43_200
    api_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    metrics: Literal["open", "token", "off"] = "token"
    facts: str = ""
    origin: Annotated[str, Field(pattern=r"^[^\s+]+$", max_length=128)] = "dondoc"
    signing_key: Path | None = None
    contacts: Path | None = None
    outbox: Path | None = None
    outbox_gather: Annotated[float, Field(ge=0, le=3600)] = 60.0
    outbox_pause: Annotated[float, Field(ge=0.5)] = 10.0
    outbox_longest_pause: Annotated[float, Field(ge=0.5)] = 21_600.0
    outbox_attempts: Annotated[int, Field(ge=1, le=1000)] = 23
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(gt=0, le=65535)] = 587
    smtp_from: Annotated[str, Field(pattern=MAILBOX)] = "dondoc@localhost"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    webhooks: SecretStr = SecretStr("")
    webhook_http: bool = False
    tls_ca: Path | None = None

    @field_validator("webhooks")
    @classmethod
    def _receivers(cls, said: SecretStr) -> SecretStr:
        if not all(RECEIVER.fullmatch(each) for each in said.get_secret_value().split()):
            raise ValueError("not host:port=whsec_SECRET, with a space between two receivers")  # never the value itself
        return said

    @property
    def webhook_secrets(self) -> dict[str, tuple[str, ...]]:
        """The secrets of each receiver, by `host:port`, the newest first."""
        pairs = (each.split("=", 1) for each in self.webhooks.get_secret_value().split())
        return {receiver.lower(): tuple(secrets.split(",")) for receiver, secrets in pairs}

    @property
    def evidence_folder(self) -> Path:
        """Where the files of proofs are kept: `evidence`, else `<database>.evidence` beside the database's file.

        A server's files are elsewhere: there it is `dondoc.evidence`.
        """
        return self.evidence or self._beside("evidence")

    @property
    def outbox_folder(self) -> Path:
        """Where letters and notices as files are written: `outbox`, else `<database>.outbox` beside the database."""
        return self.outbox or self._beside("outbox")

    @property
    def key_file(self) -> Path:
        """Where the signing keys are: `signing_key`, else `<database>.signing-key` beside the database."""
        return self.signing_key or self._beside("signing-key")

    def _beside(self, what: str) -> Path:
        _, _, file = self.db.partition("sqlite:///")
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
