"""The options that every command takes, and what they come to: settings, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.answers import Answers
from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Registry
from dondoc.domain.office import Actor
from dondoc.domain.ports import HANOI
from dondoc.projections.standing import When
from dondoc.settings import Settings, load, registry

Db = Annotated[str | None, typer.Option("--db", help="Database URL (or DONDOC_DB).", metavar="URL")]
Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration folder (or DONDOC_CONFIG).", metavar="DIR")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for programs.")]
Clock = Annotated[str | None, typer.Option("--clock", help="Start a simulated clock at this moment.", metavar="MOMENT")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As it stood on this day.", metavar="DAY")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="As it was known at this moment.", metavar="MOMENT")]
FrozenBy = Annotated[str, typer.Option("--frozen", help="As it was when this task froze it.", metavar="TASK")]
ActorOption = Annotated[str | None, typer.Option("--actor", help="Id of who acts or asks (or DONDOC_ACTOR).")]
OfficeOption = Annotated[str | None, typer.Option("--office", help="Office acted in, BODY/POST (or DONDOC_OFFICE).")]
OnBehalfOf = Annotated[str, typer.Option("--on-behalf-of", help="Body acted for.", metavar="BODY")]
On = Annotated[str | None, typer.Option("--on", help="Day on which it happened; today by default.", metavar="DAY")]
CommandId = Annotated[str | None, typer.Option("--command-id", help="Makes a repeat of this command harmless.")]
Late = Annotated[str, typer.Option("--late", help="Why it is entered after the end of its period.", metavar="REASON")]
Set = Annotated[list[str] | None, typer.Option("--set", help="A field of the fact, NAME=VALUE; repeat.")]
Data = Annotated[str | None, typer.Option("--data", help="The fields of the fact as a JSON object.")]
Evidence = Annotated[
    list[Path] | None, typer.Option("--evidence", help="A file that proves it; repeat.", metavar="FILE")
]
Links = Annotated[list[str] | None, typer.Option("--link", help="A link that proves it; repeat.", metavar="URL")]
EvidenceFolder = Annotated[
    Path | None, typer.Option("--evidence-folder", help="Folder of the files (or DONDOC_EVIDENCE).", metavar="DIR")
]


def settings(db: str | None, config: Path | None, clock: str | None = None, **rest: Any) -> Settings:
    """The settings of a command."""
    return load(db=db, config=config, clock=moment(clock, "--clock"), **rest)


def known_facts() -> Registry:
    """Every fact that is known: ours, and those of the host that the environment names."""
    return registry(load())


def day(text: str | None, place: str) -> date | None:
    """A day of the command line.

    Raises:
        Invalid: no such day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(
            f"{text!r} is not a day ({wrong}).",
            vi=f"{text!r} không phải là ngày.",
            place=place,
            cure="Write it as 2024-03-18.",
        ) from wrong


def moment(text: str | None, place: str) -> datetime | None:
    """A moment of the command line; without a zone it is Vietnam's time.

    Raises:
        Invalid: no such moment.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(
            f"{text!r} is not a moment ({wrong}).",
            vi=f"{text!r} không phải là thời điểm.",
            place=place,
            cure="Write it as 2024-07-01T08:00+07:00.",
        ) from wrong
    return found if found.tzinfo else found.replace(tzinfo=HANOI)


def when(dondoc: Answers, as_of: str | None, known_at: str | None) -> When:
    """The two times of a question: today and all that is known, unless said otherwise.

    Raises:
        Invalid: no such day, or no such moment.
    """
    return dondoc.when(day(as_of, "--as-of"), moment(known_at, "--known-at"))


def acting(actor: str | None, office: str | None, on_behalf_of: str = "") -> Actor:
    """Who acts.

    Raises:
        Invalid: the command line and the environment do not say.
    """
    known = load(actor=actor, office=office)
    if not known.actor or not known.office:
        raise Invalid(
            "It must be known who acts.",
            vi="Phải cho biết ai thực hiện.",
            place="--actor, --office",
            cure="Give --actor PERSON --office BODY/POST, for example --office vu-tien-luong/dau-moi.",
        )
    try:
        return Actor(person=known.actor, office=known.office, on_behalf_of=on_behalf_of)
    except ValueError as wrong:
        raise Invalid(
            f"{known.actor!r} in {known.office!r} is not an actor.",
            vi="Người hoặc chức vụ không hợp lệ.",
            place="--actor, --office",
            cure="A person is an id such as nguyen-van-a, an office is BODY/POST.",
        ) from wrong


def proofs(evidence: list[Path] | None, links: list[str] | None) -> list[Path | str]:
    """What proves a step or an activity: files and links."""
    return [*(evidence or ()), *(links or ())]


def viewer(actor: str | None, office: str | None) -> Actor | None:
    """Who asks; None where neither the command line nor the environment says, who then sees nothing restricted.

    Raises:
        Invalid: the command line names one of the two only, or neither is well formed.
    """
    known = load(actor=actor, office=office)
    if actor or office or (known.actor and known.office):
        return acting(actor, office)
    return None


@contextmanager
def reading(
    db: str | None, config: Path | None, actor: str | None, office: str | None, clock: str | None = None
) -> Iterator[Answers]:
    """The answers that a reading command gives: as whoever asks may see them."""
    who = viewer(actor, office)
    with opened(settings(db, config, clock)) as dondoc:
        yield dondoc.seen_by(who)


def fields(given: list[str] | None, data: str | None) -> dict[str, Any]:
    """The fields of a fact, from `--data` and `--set`.

    Raises:
        Invalid: not JSON, or not NAME=VALUE.
    """
    import json

    found: dict[str, Any] = {}
    if data is not None:
        try:
            found = json.loads(data)
        except ValueError as wrong:
            raise Invalid(f"This is not JSON: {wrong}.", vi="Không phải JSON.", place="--data") from wrong
        if not isinstance(found, dict):
            raise Invalid("The data must be a JSON object.", vi="Dữ liệu phải là một đối tượng JSON.", place="--data")
    for each in given or []:
        name, equals, value = each.partition("=")
        if not equals:
            raise Invalid(f"{each!r} is not NAME=VALUE.", vi=f"{each!r} không có dạng TÊN=GIÁ TRỊ.", place="--set")
        found[name] = value
    return found
