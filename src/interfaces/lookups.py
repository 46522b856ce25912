"""What is configured, as plain data for every door: documents and what rests on them, bodies, offices, holders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dondoc.domain.basis import Resting, resting_on
from dondoc.domain.body import Body
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.document import Document
from dondoc.domain.errors import NotFound
from dondoc.domain.plan import Coordinator, Duty
from dondoc.interfaces import wording


def document(name: str, catalogue: Catalogue) -> dict[str, Any]:
    """A document, and everything that rests on it.

    Raises:
        NotFound: there is no such document.
    """
    if name not in catalogue.documents:
        raise NotFound(
            f"There is no document {name!r}.",
            vi=f"Không có văn bản {name!r}.",
            cure="List the documents with `dondoc document list`.",
        )
    return {**document_line(catalogue.documents[name]), "resting": _resting(resting_on(name, catalogue), catalogue)}


def document_line(found: Document) -> dict[str, Any]:
    """A document in a list; what is unknown of it is null."""
    return {**found.model_dump(mode="json", by_alias=True), "citation": found.citation()}


def _resting(found: Resting, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "issued": [plan.id for plan in found.issued],
        "based": [{"plan": plan.id, "duties": len(catalogue.plans[plan.id].all_duties())} for plan in found.based],
        "duties": [{"duty": duty.id, "what": duty.what, "owers": catalogue.owers(duty)} for duty in found.duties],
        "procedures": [f"{each.id}/{each.version}" for each in found.procedures],
        "rules": [{"rule": rule.id, "from": str(rule.from_), "to": str(rule.to or "") or None} for rule in found.rules],
        "days": [str(day.day) for day in found.days],
        "bodies": found.bodies,
    }


def body(found: Body, on: date) -> dict[str, Any]:
    """A body as it was called on a day, with all its names."""
    ended = found.abolished is not None and found.abolished.on < on
    return {**found.model_dump(mode="json", exclude_none=True), "name": found.name(on), "ended": ended}


def offices(catalogue: Catalogue, on: date, bodies: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The offices of some bodies, or all: roles, holders on that day, and whom it was held by before and after."""
    chosen = None if bodies is None else set(bodies)
    return [office(name, catalogue, on) for name, o in catalogue.offices.items() if chosen is None or o.body in chosen]


def office(name: str, catalogue: Catalogue, on: date) -> dict[str, Any]:
    """One office: its name and roles, who holds it on that day, and everyone who was ever registered."""
    registered = [each for each in catalogue.holdings if each.office == name]
    return {
        "office": name,
        "name": wording.office(name, catalogue, on),
        "roles": [role.id for role in catalogue.roles.values() if name in role.offices],
        "holders": [each.model_dump(mode="json", by_alias=True) for each in catalogue.holders(name, on)],
        "registered": [each.model_dump(mode="json", by_alias=True) for each in registered],
    }


def head(of: str, catalogue: Catalogue, on: date) -> dict[str, Any] | None:
    """Who answers for a body on a day: the office, and the persons who hold or act in it."""
    found = catalogue.head(of)
    return (
        None if found is None else {"office": found.id, "name": found.name, "persons": persons(found.id, catalogue, on)}
    )


def head_said(of: str, catalogue: Catalogue, on: date) -> str:
    """Who answers for a body, in words: the persons, or the office where nobody is registered; empty where neither."""
    found = head(of, catalogue, on)
    return ", ".join(found["persons"]) or found["name"] if found else ""


def persons(name: str, catalogue: Catalogue, on: date) -> list[str]:
    """The ids of those who hold or act in an office on that day."""
    return [each.person for each in catalogue.holders(name, on)]


def taking_part(duty: Duty, catalogue: Catalogue, on: date) -> list[dict[str, Any]]:
    """Who takes part in a duty: as the annex words it for a row, the bodies and groups named for a clause.

    Each with the bodies that are meant, and whether it is left open on purpose.
    """
    if duty.row:
        printed = {each.id: each for each in catalogue.plans[catalogue.plan_of(duty.id).id].coordinators}
        return [coordinator(printed[name], catalogue) for name in duty.with_]
    found = []
    for name in duty.with_:
        group = catalogue.groups.get(name)
        text = group.name if group else catalogue.body_name(name, on)
        found.append(
            {"id": name, "name": text, "bodies": catalogue.members([name]), "open": bool(group and group.open)}
        )
    return found


def coordinator(found: Coordinator, catalogue: Catalogue) -> dict[str, Any]:
    """A wording of the annex's column: the bodies that it means as far as they are known, and whether it is open."""
    bodies = [body for body in catalogue.members(found.bodies) if body in catalogue.bodies]
    return {"id": found.id, "name": found.text, "bodies": bodies, "open": found.open}
