"""What one file says of another: every id that is named must exist, once, and lead somewhere.

Here bodies, groups, offices, documents and ladders; years in `calendars`, plans and procedures in `plan_references`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dondoc.config import calendars
from dondoc.config.files import (
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
from dondoc.config.findings import BODY, BODY_OR_GROUP, DOCUMENT, Findings
from dondoc.config.source import Path_, Source
from dondoc.domain.body import Group
from dondoc.domain.coverage import Coverage
from dondoc.domain.office import SYSTEM
from dondoc.domain.plan import PlanFile
from dondoc.domain.text import fold

OFFICE = ("office", "chức vụ")


@dataclass(frozen=True)
class Parts:
    """All files, each valid by itself, each with its source."""

    units: tuple[Source, UnitsFile]
    offices: tuple[Source, OfficesFile]
    documents: tuple[Source, DocumentsFile]
    reminders: tuple[Source, RemindersFile]
    calendars: list[tuple[Source, CalendarFile]]
    plans: list[tuple[Source, PlanFile]]
    procedures: list[tuple[Source, ProcedureFile]]
    rules: tuple[Source, RulesFile] | None
    coverage: tuple[Source, Coverage] | None
    vocabularies: tuple[Source, VocabulariesFile] | None = None
    registers: tuple[Source, RegistersFile] | None = None
    public: tuple[Source, PublicFile] | None = None
    doors: tuple[Source, DoorsFile] | None = None
    checkpoints: tuple[Source, CheckpointsFile] | None = None


@dataclass(frozen=True)
class Named:
    """The ids that there are: bodies and groups, documents, offices (none where the groups run in a circle)."""

    bodies: set[str]
    documents: set[str]
    offices: set[str] | None


def check(parts: Parts, findings: Findings) -> Named:
    """Report what does not fit together; the ids that other files may name."""
    documents = {d.id for d in parts.documents[1].documents}
    once(parts.documents[0], "documents", [d.id for d in parts.documents[1].documents], findings)
    _bodies(parts, documents, findings)
    circle = _groups(parts, findings)
    named = {b.id for b in parts.units[1].bodies} | {g.id for g in parts.units[1].groups}
    if parts.rules:
        _rules(*parts.rules, documents, findings)
    calendars.check(parts.calendars, documents, findings)
    offices = None
    if not circle:  # what a circle of groups holds cannot be told, and so not which offices there are
        offices = _offices(parts, named, findings)
        _ladders(parts, offices, findings)
    return Named(named, documents, offices)


def once(source: Source, key: str, ids: Iterable[str], findings: Findings) -> None:
    """Report ids that stand twice in a list; ids that differ in case or diacritics only are the same to a searcher."""
    seen: dict[str, str] = {}
    for i, each in enumerate(ids):
        before = seen.get(fold(each))
        seen.setdefault(fold(each), each)
        if before is not None:
            same = "" if before == each else f" (as {before!r})"
            findings.add(
                source,
                (key, i, "id"),
                f"The id {each!r} stands twice{same}.",
                vi=f"Mã {each!r} bị trùng{same}.",
                cure="Give one of them another id.",
            )


def _bodies(parts: Parts, documents: set[str], findings: Findings) -> None:
    source, units = parts.units
    once(source, "bodies", [b.id for b in units.bodies], findings)
    parents = {b.id: b.parent for b in units.bodies}
    for i, body in enumerate(units.bodies):
        for key, other in (("parent", body.parent), ("successor", body.successor)):
            findings.must_exist(source, ("bodies", i, key), BODY, [other] if other else [], parents)
        if _is_above(body.id, body.parent, parents):
            findings.add(
                source,
                ("bodies", i, "parent"),
                f"{body.id!r} lies above itself, by way of {body.parent!r}.",
                vi=f"{body.id!r} là cấp trên của chính mình (qua {body.parent!r}).",
                cure="Break the circle: name another parent.",
            )
        for j, name in enumerate(body.names):
            at: Path_ = ("bodies", i, "names", j, "basis")
            findings.must_exist(source, at, DOCUMENT, [name.basis] if name.basis else [], documents)
        ended = [body.abolished.basis] if body.abolished else []
        findings.must_exist(source, ("bodies", i, "abolished", "basis"), DOCUMENT, ended, documents)


def _is_above(body: str, parent: str | None, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    while parent and parent not in seen:
        if parent == body:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return False


def _groups(parts: Parts, findings: Findings) -> bool:
    """Report what is wrong with groups; whether some contain themselves."""
    circle = False
    source, units = parts.units
    once(source, "groups", [g.id for g in units.groups], findings)
    bodies = {b.id for b in units.bodies}
    groups = {g.id: g for g in units.groups}
    for i, group in enumerate(units.groups):
        if group.id in bodies:
            findings.add(
                source,
                ("groups", i, "id"),
                f"{group.id!r} is a body as well as a group.",
                vi=f"{group.id!r} vừa là cơ quan, đơn vị vừa là nhóm.",
                cure="Give the group another id.",
            )
        findings.must_exist(source, ("groups", i, "members"), BODY_OR_GROUP, group.members, bodies | groups.keys())
        for j, member in enumerate(group.members):
            if group.id == member or group.id in _within(member, groups):
                circle = True
                findings.add(
                    source,
                    ("groups", i, "members", j),
                    f"The group {group.id!r} contains itself, by way of {member!r}.",
                    vi=f"Nhóm {group.id!r} chứa chính nó (qua {member!r}).",
                    cure="Break the circle: take this member out.",
                )
    return circle


def _within(name: str, groups: dict[str, Group]) -> set[str]:
    """Everything that a group holds, at any depth; stops at circles."""
    found: set[str] = set()
    todo = [name]
    while todo:
        for member in groups[name].members if (name := todo.pop()) in groups else ():
            if member not in found:
                found.add(member)
                todo.append(member)
    return found


def _offices(parts: Parts, named: set[str], findings: Findings) -> set[str]:
    source, file = parts.offices
    groups = {g.id: g for g in parts.units[1].groups}
    for key in ("posts", "offices", "roles"):
        once(source, key, [item.id for item in getattr(file, key)], findings)
    offices = {o.id for o in file.offices} | {SYSTEM}
    for i, post in enumerate(file.posts):
        findings.must_exist(source, ("posts", i, "of"), BODY_OR_GROUP, post.of, named)
        holders = {body for of in post.of for body in ({of} | _within(of, groups)) - groups.keys()}
        offices |= {f"{body}/{post.id}" for body in holders}
    for i, office in enumerate(file.offices):
        findings.must_exist(source, ("offices", i, "id"), BODY, [office.body], named - groups.keys())
    for i, role in enumerate(file.roles):
        findings.must_exist(source, ("roles", i, "offices"), OFFICE, role.offices, offices)
    for i, holding in enumerate(file.holdings):
        findings.must_exist(source, ("holdings", i, "office"), OFFICE, [holding.office], offices)
    findings.must_exist(source, ("accounts",), OFFICE, file.accounts, offices)
    return offices


def _rules(source: Source, file: RulesFile, documents: set[str], findings: Findings) -> None:
    for i, rule in enumerate(file.rules):
        findings.must_exist(source, ("rules", i, "basis"), DOCUMENT, [rule.basis], documents)
        for earlier in file.rules[:i]:
            if earlier.id == rule.id and (earlier.holds(rule.from_) or rule.holds(earlier.from_)):
                day = max(earlier.from_, rule.from_)
                findings.add(
                    source,
                    ("rules", i, "from"),
                    f"Two versions of the rule {rule.id!r} hold on {day}.",
                    vi=f"Hai phiên bản của quy định {rule.id!r} cùng có hiệu lực ngày {day:%d/%m/%Y}.",
                    cure="End the earlier one before the later one starts.",
                )


def _ladders(parts: Parts, offices: set[str], findings: Findings) -> None:
    source, file = parts.reminders
    once(source, "ladders", [ladder.id for ladder in file.ladders], findings)
    posts = {post.id for post in parts.offices[1].posts}
    for i, to in enumerate(file.expected.to if file.expected else ()):
        known = offices if "/" in to else posts
        findings.must_exist(source, ("expected", "to", i), ("office or post", "chức vụ"), [to], known)
    for i, to in enumerate(file.replies.pause.to):
        known = offices if "/" in to else posts
        findings.must_exist(source, ("replies", "pause", "to", i), ("office or post", "chức vụ"), [to], known)
    for i, ladder in enumerate(file.ladders):
        for j, rung in enumerate(ladder.rungs):
            for k, to in enumerate(rung.to):
                at: Path_ = ("ladders", i, "rungs", j, "to", k)
                findings.must_exist(source, at, ("office or post", "chức vụ"), [to], offices if "/" in to else posts)
