"""The why of a reminder in lines: rule and version, conditions with values, days one by one, recipients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dondoc.domain.catalogue import Catalogue
from dondoc.interfaces import reasons, terms, wording
from dondoc.projections.reminders import LedgerLine

CAPACITIES = {"holder": "giữ chức vụ", "acting": "quyền", "delegated": "được ủy quyền"}
FATES = {
    "sent": "đã nhận",
    "dead": "không gửi được",
    "not-sent": "không gửi",
    "again": "gửi lại",
    "deferred": "chờ lần sau",
}
"""What became of a reminder on its way to somebody."""


def lines(line: LedgerLine, catalogue: Catalogue) -> Iterator[str]:
    """A recorded reminder with its whole explanation, as it was decided."""
    why, on = line.why, date.fromisoformat(line.on)
    state = f"Giữ lại: {reasons.said(line.held_back)}" if line.held_back else "Đã đôn đốc"
    yield f"{wording.day(on)}, {wording.lower(wording.rung(line.ladder, line.rung, catalogue))}. {state}."
    yield f"  Quy tắc: {terms.rule(why['rule'], catalogue)}"
    yield from (f"  Chọn thang này: {terms.condition(line.ladder, each, catalogue)}" for each in why.get("chosen", ()))
    for said in why["conditions"]:
        yield f"  {'✓' if said['holds'] else '✗'} {terms.condition(line.ladder, said, catalogue)}"
    counted = 0
    for said in why["days"]:
        counted += said["working"]
        basis = f" ({terms.document(said['basis'], catalogue)})" if said["basis"] else ""
        number = str(counted) if said["working"] else "không tính"
        yield f"    {wording.weekday(said['day'])}, {wording.day(said['day'])}: {number}, {said['why']}{basis}"
    for said in why["recipients"]:
        yield f"  {'Sẽ gửi' if line.held_back else 'Gửi'} tới: {recipient(said, catalogue, on)}"
    yield from (f"  {fate(each, catalogue, on)}" for each in line.fates)


def recipient(said: dict[str, Any], catalogue: Catalogue, on: date) -> str:
    """An office with the persons who were told for it, each in their capacity, by their ids."""
    persons = "; ".join(f"{each['person']} ({CAPACITIES[each['as']]})" for each in said.get("persons", ()))
    return wording.office(said["office"], catalogue, on) + (f": {persons}" if persons else "")


def fate(said: dict[str, str], catalogue: Catalogue, on: date) -> str:
    """What became of it on its way to one recipient."""
    channel = f", {said['channel']}" if said["channel"] else ""
    reason = f" ({reasons.said(said['reason'])})" if said["reason"] else ""
    return f"{wording.office(said['to'], catalogue, on)}{channel}: {FATES.get(said['state'], said['state'])}{reason}"
