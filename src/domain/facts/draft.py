"""Facts of drafts of plans: an annex was read, a doubtful cell was settled by a person, the draft was accepted."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.annex.cells import Column, Draft
from dondoc.domain.fact import Fact
from dondoc.domain.model import Id, Text

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class PlanDraftRead(Fact):
    """The annex of a plan was read; `digest` is the file's SHA-256, `draft` what was read, with its doubts."""

    name: ClassVar = "plan.draft-read"
    title: ClassVar = "Đọc phụ lục kế hoạch"
    sentence: ClassVar = "đã đọc phụ lục của kế hoạch {plan}: {rows} dòng, {doubtful} ô cần xem lại"

    plan: Id
    digest: Digest
    rows: Count
    doubtful: Count
    draft: Draft


class PlanDraftCellSettled(Fact):
    """A person settled what a doubtful cell of a draft says; `was` is what had been read."""

    name: ClassVar = "plan.draft-cell-settled"
    title: ClassVar = "Xác định ô của dự thảo"
    sentence: ClassVar = "đã xác định ô {column}, mục {row} của dự thảo: {value}"

    plan: Id
    row: Text
    column: Column
    value: Text
    was: str = ""


class PlanDraftAccepted(Fact):
    """A draft without doubts was accepted: how many rows are new, changed, withdrawn against the plan in force."""

    name: ClassVar = "plan.draft-accepted"
    title: ClassVar = "Chấp nhận dự thảo kế hoạch"
    sentence: ClassVar = (
        "đã chấp nhận dự thảo kế hoạch {plan}: {added} dòng mới, {changed} dòng thay đổi, {withdrawn} dòng bỏ"
    )

    plan: Id
    digest: Digest
    added: Count
    changed: Count
    withdrawn: Count


FACTS: tuple[type[Fact], ...] = (PlanDraftRead, PlanDraftCellSettled, PlanDraftAccepted)
