"""A plan's head as plain data for every door: how it came about, to whom it went, its versions, other plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.issuing import Former, Recipient
from dondoc.domain.plan import Plan, PlanFile
from dondoc.interfaces import wording
from dondoc.projections.receipts import Receipts

PURPOSES = {"execute": "để thực hiện", "report": "để báo cáo", "coordinate": "để phối hợp", "archive": "để lưu"}
_ROLES = {"proposed": "Đề nghị", "decided": "Quyết định", "signed": "Ký"}


def issuing(plan: Plan, catalogue: Catalogue) -> dict[str, Any] | None:
    """Who proposed, decided and signed a plan, as offices with their names; None where nothing is known."""
    if plan.issuing is None:
        return None
    offices = {role: getattr(plan.issuing, role) for role in _ROLES}
    named = {role: office and wording.office(office, catalogue, plan.starts) for role, office in offices.items()}
    return {
        role: office and {"office": office, "name": named[role]} for role, office in offices.items()
    } | {"capacity": plan.issuing.capacity}  # fmt: skip


def issued_by(plan: Plan, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The same for people: what each did, and in which office and capacity."""
    said = issuing(plan, catalogue)
    if said is None:
        return []
    capacity = f"{said['capacity']} - " if said["capacity"] else ""
    return [
        (name, f"{capacity if role == 'signed' else ''}{said[role]['name']}" if said[role] else "chưa rõ")
        for role, name in _ROLES.items()
    ]


def recipients(plan: Plan, catalogue: Catalogue, received: Receipts | None = None) -> list[dict[str, Any]]:
    """The recipients, each with its purpose and the bodies meant; with `received`, how far each line has gone.

    A group that nobody can list is `open`: how many of it have the document is unknown, not none.
    """
    return [_recipient(each, catalogue, received) for each in plan.recipients]


def _recipient(line: Recipient, catalogue: Catalogue, received: Receipts | None) -> dict[str, Any]:
    bodies = catalogue.members(line.bodies)
    known = [body for body in bodies if body in catalogue.bodies]
    unlisted = [name for name in line.bodies if (group := catalogue.groups.get(name)) and group.open]
    said: dict[str, Any] = {
        "id": line.id,
        "text": line.text,
        "purpose": line.purpose,
        "purpose_text": PURPOSES[line.purpose],
        "bodies": known,
        "open": bool(unlisted),
    }
    if received is None:
        return said
    if not known:
        return {**said, "dispatched": None, "received": None, "missing": None}
    return {
        **said,
        "dispatched": len([body for body in known if body in received.dispatched]),
        "received": len([body for body in known if body in received.received]),
        "missing": [body for body in known if body not in received.received],
    }


def how_far(line: dict[str, Any]) -> str:
    """How far a line of recipients has gone, in words."""
    if line["received"] is None:
        return "chưa rõ: chưa lập danh sách nơi nhận"
    count = len(line["bodies"])
    return f"đã gửi {line['dispatched']}/{count}, đã nhận {line['received']}/{count}" + (
        ", danh sách chưa đầy đủ" if line["open"] else ""
    )


def amendments(plan: Plan) -> list[dict[str, Any]]:
    """What made each later version."""
    return [each.model_dump(mode="json") for each in plan.amendments]


def at_version(today: str, former: Sequence[Former], version: int | None, field: str = "text") -> str:
    """How a text read at a version of the plan: the earliest former one that held up to it or longer, else today's."""
    told = (getattr(each, field) for each in former if version is not None and each.version >= version)
    return next((text for text in told if text), today)


def was(former: Sequence[Former]) -> list[dict[str, Any]]:
    """The former texts, oldest first."""
    return [each.model_dump(mode="json", exclude_none=True) for each in former]


def was_said(former: Sequence[Former], field: str = "text") -> str:
    """The former texts in one line for people; empty where there are none."""
    told = [(each.version, getattr(each, field)) for each in former]
    return "; ".join(f"phiên bản {version}: {text}" for version, text in told if text)


def tree(catalogue: Catalogue) -> Iterator[tuple[int, PlanFile]]:
    """The plans, each under the one above it, with its depth."""

    def below(parent: str | None, depth: int) -> Iterator[tuple[int, PlanFile]]:
        for file in catalogue.plans.values():
            if file.plan.parent == parent:
                yield depth, file
                yield from below(file.plan.id, depth + 1)

    return below(None, 0)


def carried(file: PlanFile, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """The rows and duties that carry others on or are carried on, with what and by what."""
    for duty in file.all_duties():
        later = ", ".join(each.id for each in catalogue.carried_on_by(duty.id))
        if duty.continues or later:
            yield duty.id, duty.continues or "", later
