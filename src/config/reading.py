"""From a folder of YAML files to a catalogue, whole or not at all.

Every finding names file and line, what is wrong and what to write; all are gathered before anything is refused.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from dondoc.config import (
    checkpoint_references,
    circles,
    coverage_references,
    door_references,
    ladder_references,
    plan_heads,
    plan_references,
    public_references,
    references,
    register_references,
    vocabularies,
)
from dondoc.config.files import (
    WEEKDAYS,
    CalendarFile,
    CheckpointsFile,
    DocumentsFile,
    DoorsFile,
    OfficesFile,
    ProcedureFile,
    PublicFile,
    RegistersFile,
    RemindersFile,
    RulesFile,
    UnitsFile,
    VocabulariesFile,
)
from dondoc.config.findings import Findings
from dondoc.config.references import Parts
from dondoc.config.source import Source, read
from dondoc.domain.calendar import Calendar, SpecialDay
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.checkpointing import Checkpointing
from dondoc.domain.coverage import Coverage
from dondoc.domain.errors import ConfigInvalid, Invalid
from dondoc.domain.fact import Registry
from dondoc.domain.plan import PlanFile
from dondoc.domain.procedure import Procedure
from dondoc.domain.public import Public
from dondoc.domain.rule import Rulebook

M = TypeVar("M", bound=BaseModel)
_SINGLE = {"units.yaml", "offices.yaml", "documents.yaml", "reminders.yaml", "rules.yaml", "coverage.yaml",
           "vocabularies.yaml", "registers.yaml", "public.yaml", "doors.yaml", "checkpoints.yaml"}  # fmt: skip
_FOLDERS = {"calendars", "plans", "procedures"}
_NOT_OURS = "templates"


def read_catalogue(folder: Path, registry: Registry) -> Catalogue:
    """The catalogue that a folder configures.

    Args:
        folder: holds `units.yaml`, `plans/`, `procedures/` and the others.
        registry: the facts that procedures may record.

    Raises:
        ConfigInvalid: anything is wrong; nothing was loaded.
    """
    return read_parts(folder, registry)[0]


def read_parts(folder: Path, registry: Registry) -> tuple[Catalogue, Parts]:
    """The catalogue of a folder, and the files that it was read from, for whoever must name a place in them.

    Raises:
        ConfigInvalid: anything is wrong; nothing was loaded.
    """
    if not folder.is_dir():
        raise _no_folder(folder)
    findings = Findings()
    files = _Files(folder, findings)
    parts = Parts(
        units=files.one("units.yaml", UnitsFile),
        offices=files.one("offices.yaml", OfficesFile),
        documents=files.one("documents.yaml", DocumentsFile),
        reminders=files.one("reminders.yaml", RemindersFile),
        calendars=files.all("calendars", CalendarFile),
        plans=files.all("plans", PlanFile),
        procedures=files.all("procedures", ProcedureFile),
        rules=files.maybe("rules.yaml", RulesFile),
        coverage=files.maybe("coverage.yaml", Coverage),
        vocabularies=files.maybe("vocabularies.yaml", VocabulariesFile),
        registers=files.maybe("registers.yaml", RegistersFile),
        public=files.maybe("public.yaml", PublicFile),
        doors=files.maybe("doors.yaml", DoorsFile),
        checkpoints=files.maybe("checkpoints.yaml", CheckpointsFile),
    )
    files.at_least_one("calendars", "Add calendars/<year>.yaml with the days of that year and their decisions.")
    files.nothing_unread()
    findings.refuse()
    named = references.check(parts, findings)
    plan_references.check(parts, registry, named, findings)
    plan_heads.check(parts, named, findings)
    vocabularies.check(parts, named.bodies, named.documents, findings)
    register_references.check(parts, registry, named.bodies, findings)
    public_references.check(parts, registry, findings)
    door_references.check(parts, registry, named, findings)
    checkpoint_references.check(parts, registry, named, findings)
    coverage_references.check(parts, findings)
    findings.refuse()
    catalogue = _bind(parts)
    ladder_references.check(parts, catalogue, findings)
    circles.check(parts, catalogue, findings)
    findings.refuse()
    return catalogue, parts


def _no_folder(folder: Path) -> ConfigInvalid:
    missing = Invalid(
        f"There is no configuration folder {folder}.",
        vi=f"Không có thư mục cấu hình {folder}.",
        place=str(folder),
        cure="Name it with --config DIR or DONDOC_CONFIG.",
    )
    return ConfigInvalid([missing])


class _Files:
    """Reads the files of a folder; one that is wrong becomes findings, and its value must not be looked at."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings

    def one(self, name: str, model: type[M]) -> tuple[Source, M]:
        return self._load(self._folder / name, model)

    def maybe(self, name: str, model: type[M]) -> tuple[Source, M] | None:
        return self._load(self._folder / name, model) if (self._folder / name).exists() else None

    def all(self, name: str, model: type[M]) -> list[tuple[Source, M]]:
        return [self._load(file, model) for file in sorted((self._folder / name).glob("*.yaml"))]

    def at_least_one(self, name: str, cure: str) -> None:
        if not any((self._folder / name).glob("*.yaml")):
            en, vi = f"There is no file in {name}/.", f"Chưa có tệp nào trong {name}/."
            self._findings.found.append(Invalid(en, vi=vi, place=str(self._folder / name), cure=cure))

    def nothing_unread(self) -> None:
        """A file that nobody reads is a mistake that nobody would notice."""
        for file in sorted([*self._folder.rglob("*.yaml"), *self._folder.rglob("*.yml")]):
            match file.relative_to(self._folder).parts:
                case (name,):
                    read_here = name in _SINGLE
                case (within, name):
                    read_here = within in _FOLDERS and name.endswith(".yaml")
                case _:
                    read_here = False
            if not read_here and not file.is_relative_to(self._folder / _NOT_OURS):
                self._findings.found.append(
                    Invalid(
                        f"Nothing reads the file {file.name!r} here.",
                        vi=f"Không chương trình nào đọc tệp {file.name!r} ở đây.",
                        place=f"{file}:1",
                        cure="Mind its name (it ends in .yaml) and its folder: see docs/reference/config.md.",
                    )
                )

    def _load(self, file: Path, model: type[M]) -> tuple[Source, M]:
        try:
            source = read(file)
        except ConfigInvalid as wrong:
            self._findings.found.extend(each for each in wrong.findings if isinstance(each, Invalid))
            return cast("tuple[Source, M]", None)
        try:
            return source, model.model_validate(source.data)
        except ValidationError as wrong:
            self._findings.shape(source, model, wrong)
            return cast("tuple[Source, M]", None)


def _bind(parts: Parts) -> Catalogue:
    units, offices = parts.units[1], parts.offices[1]
    return Catalogue(
        bodies={b.id: b for b in units.bodies},
        groups={g.id: g for g in units.groups},
        posts=offices.posts,
        single_offices=offices.offices,
        holdings=offices.holdings,
        account_desks=offices.accounts,
        roles={r.id: r for r in offices.roles},
        documents={d.id: d for d in parts.documents[1].documents},
        calendar=_calendar([file for _, file in parts.calendars]),
        plans={file.plan.id: file for _, file in parts.plans},
        procedures=_procedures(parts),
        ladders=parts.reminders[1].ladders,
        expected=parts.reminders[1].expected,
        replies=parts.reminders[1].replies,
        delivery=parts.reminders[1].delivery,
        at_most=parts.reminders[1].at_most,
        rules=Rulebook(parts.rules[1].rules if parts.rules else ()),
        coverage=parts.coverage[1] if parts.coverage else Coverage(),
        vocabularies=vocabularies.filled(parts),
        registers={r.id: r for r in parts.registers[1].registers} if parts.registers else {},
        sections=parts.registers[1].sections if parts.registers else (),
        public=parts.public[1].public if parts.public else Public(),
        doors=parts.doors[1].doors if parts.doors else (),
        checkpointing=parts.checkpoints[1].checkpoints if parts.checkpoints else Checkpointing(),
    )


def _calendar(years: list[CalendarFile]) -> Calendar:
    special = [
        SpecialDay(d.day, d.kind, d.name, d.basis, d.swap, d.certainty, d.doubt or "")
        for file in years
        for d in file.days
    ]
    return Calendar(
        special,
        first=date(min(file.calendar.year for file in years), 1, 1),
        through=max(file.decided.through for file in years),
        weekend=frozenset(WEEKDAYS.index(day) for day in years[0].calendar.weekend),
    )


def _procedures(parts: Parts) -> dict[str, Procedure]:
    """Every version under `id/version`, the newest under `id` too."""
    found: dict[str, Procedure] = {}
    for _, file in sorted(parts.procedures, key=lambda each: each[1].procedure.version):
        found[file.procedure.id] = file.procedure
        found[f"{file.procedure.id}/{file.procedure.version}"] = file.procedure
    return found
