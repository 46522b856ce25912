"""Examples of drafts of plans: read, settled, accepted. All of it is invented."""

from __future__ import annotations

from dondoc.domain.annex.cells import Column, Doubt, Draft, DraftCell, DraftRow, DraftUnit
from dondoc.domain.fact import Fact
from dondoc.domain.facts import draft

_DAMAGED = Doubt(code="no-word", vi="“frẻ” không đúng chính tả tiếng Việt.", en="'frẻ' is no Vietnamese spelling.")
_CELLS = {
    Column.CONTENT: DraftCell(place="a.txt:4", printed="Cán bộ frẻ", value="Cán bộ frẻ", doubts=(_DAMAGED,)),
    Column.TIME: DraftCell(place="a.txt:5", printed="Quý II", value="Quý II"),
    Column.COORDINATING: DraftCell(place="a.txt:6", printed="Vụ B", value=("Vụ B",)),
}
_UNIT = DraftUnit(no=1, cell=DraftCell(place="a.txt:3", printed="VỤ A", value="vu-a"))
_DRAFT = Draft(source="text", year=2024, units=(_UNIT,), rows=(DraftRow(id="1.1", unit=1, no=1, cells=_CELLS),))

EXAMPLES: tuple[Fact, ...] = (
    draft.PlanDraftRead(plan="kh", digest="0" * 64, rows=1, doubtful=1, draft=_DRAFT),
    draft.PlanDraftCellSettled(plan="kh", row="1.1", column=Column.CONTENT, value="Cán bộ trẻ", was="Cán bộ frẻ"),
    draft.PlanDraftAccepted(plan="kh", digest="0" * 64, added=1, changed=0, withdrawn=0),
)
