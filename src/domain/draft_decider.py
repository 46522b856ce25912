"""The rules of a draft: it is read once, every doubtful cell is settled by a person, and only then it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dondoc.domain.annex import printed_time
from dondoc.domain.annex.cells import Column, Draft, DraftCell
from dondoc.domain.annex.difference import as_text, difference
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.draft import Digest, PlanDraftAccepted, PlanDraftCellSettled, PlanDraftRead
from dondoc.domain.model import Id
from dondoc.domain.office import Actor

PREFIX = "draft-"
"""How the names of streams of drafts begin."""
_LISTS = frozenset({Column.FORMS, Column.COORDINATING})


class ReadDraft(Command):
    """Keep what was read of an annex. The same file a second time changes nothing."""

    plan: Id
    digest: Digest
    read: Draft


class SettleCell(Command):
    """Say what a doubtful cell says: as proposed when `value` is None."""

    draft: str
    row: str
    column: Column
    value: str | None = None


class AcceptDraft(Command):
    """Accept a draft as it now reads."""

    draft: str


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft as it reads now; the doubts of settled cells are gone from it."""

    plan: str = ""
    digest: str = ""
    draft: Draft | None = None
    accepted: bool = False


def draft_id(plan: str, digest: str) -> str:
    """What a draft is called: its plan, and the beginning of its file's digest."""
    return f"{plan}:{digest[:12]}"


class DraftDecider:
    """Decides `ReadDraft`, `SettleCell` and `AcceptDraft`."""

    commands = (ReadDraft, SettleCell, AcceptDraft)
    initial = DraftState()

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: ReadDraft | SettleCell | AcceptDraft) -> str:
        """One stream a draft."""
        name = draft_id(command.plan, command.digest) if isinstance(command, ReadDraft) else command.draft
        return PREFIX + name

    def decide(
        self, command: ReadDraft | SettleCell | AcceptDraft, state: DraftState, actor: Actor, on: date
    ) -> Sequence[Decided]:
        """What was read, settled or accepted; nothing, when it is already so."""
        if not self._catalogue.holds(actor.person, actor.office, on):
            raise NotAllowed(
                f"{actor.person} does not hold the office {actor.office}.",
                vi=f"{actor.person} không giữ chức vụ {actor.office}.",
                cure="Act in an office that is held.",
            )
        if isinstance(command, ReadDraft):
            return [] if state.draft is not None else [Decided(_read(command))]
        if state.draft is None:
            raise NotFound(
                f"There is no draft {command.draft!r}.", vi=f"Không có dự thảo {command.draft!r}.",
                place=command.draft, cure="List them with `dondoc plan drafts`.",
            )  # fmt: skip
        if isinstance(command, SettleCell):
            return self._settle(command, state, state.draft)
        return self._accept(command, state, state.draft)

    def closed(self, command: Command, state: DraftState) -> date | None:
        """No period."""
        return None

    def evolve(self, state: DraftState, record: Record) -> DraftState:
        """The draft with one more cell settled, or accepted."""
        match record.fact:
            case PlanDraftRead() as fact:
                return DraftState(fact.plan, fact.digest, fact.draft)
            case PlanDraftCellSettled() as fact if state.draft is not None:
                return replace(state, draft=settled(state.draft, fact.row, fact.column, fact.value))
            case PlanDraftAccepted():
                return replace(state, accepted=True)
        return state

    def _settle(self, command: SettleCell, state: DraftState, draft: Draft) -> Sequence[Decided]:
        place = f"{command.row}/{command.column}"
        cell = draft.cell(command.row, command.column)
        if cell is None:
            raise NotFound(f"There is no cell {place}.", vi=f"Không có ô {place}.", place=place,
                           cure="Show the draft with `dondoc plan draft`.")  # fmt: skip
        value = as_text(cell.value) if command.value is None else " ".join(command.value.split())
        if not cell.doubts and value == as_text(cell.value):
            return []
        if state.accepted:
            raise Rejected(
                "The draft was accepted.", rule="draft.accepted", vi="Dự thảo đã được chấp nhận.",
                place=command.draft, cure="Read the corrected file as a new draft.",
            )  # fmt: skip
        self._check(command.column, value, draft.year, place)
        fact = PlanDraftCellSettled(
            plan=state.plan, row=command.row, column=command.column, value=value, was=as_text(cell.value)
        )
        return [Decided(fact)]

    def _check(self, column: Column, value: str, year: int, place: str) -> None:
        """What a cell must be, whoever says so: not empty, a body that is known, a time that can be read."""
        if not value:
            raise Invalid("The cell would be empty.", vi="Ô này sẽ để trống.", place=place,
                          cure="There is no proposal: write what it says with --value.")  # fmt: skip
        if column is Column.UNIT and value not in self._catalogue.bodies:
            raise Invalid(f"The register has no body {value!r}.", vi=f"Danh mục không có đơn vị {value!r}.",
                          place=place, cure="Write its id, see `dondoc units`.")  # fmt: skip
        if column is Column.TIME and printed_time.read(value, year) is None:
            raise Invalid(
                f"The time {value!r} cannot be read.", vi=f"Không đọc được thời gian “{value}”.", place=place,
                cure="Write it as in: Tháng 5 năm 2024; Quý II năm 2024; Năm 2024; Sau khi ban hành Nghị định.",
            )  # fmt: skip

    def _accept(self, command: AcceptDraft, state: DraftState, draft: Draft) -> Sequence[Decided]:
        if state.accepted:
            return []
        if doubtful := draft.doubtful():
            row, column, _ = doubtful[0]
            raise Rejected(
                f"{len(doubtful)} cells are doubtful, the first is {row}/{column}.",
                rule="draft.doubtful",
                vi=f"Còn {len(doubtful)} ô chưa xác định, ô đầu tiên: mục {row}, cột {column}.",
                place=command.draft,
                cure="Settle each with `dondoc plan settle`.",
            )
        found = difference(draft, self._catalogue.plans.get(state.plan))
        fact = PlanDraftAccepted(
            plan=state.plan, digest=state.digest, added=len(found.added), changed=len(found.changed),
            withdrawn=len(found.withdrawn),
        )  # fmt: skip
        return [Decided(fact)]


def settled(draft: Draft, row: str, column: Column, value: str) -> Draft:
    """The draft with a cell that says this and is no longer doubtful."""
    said = tuple(each.strip() for each in value.split(";") if each.strip()) if column in _LISTS else value

    def sure(cell: DraftCell) -> DraftCell:
        return cell.model_copy(update={"value": said, "doubts": ()})

    if column is Column.UNIT:
        units = tuple(u.model_copy(update={"cell": sure(u.cell)}) if str(u.no) == row else u for u in draft.units)
        return draft.model_copy(update={"units": units})
    rows = tuple(
        each.model_copy(update={"cells": {**each.cells, column: sure(each.cells[column])}}) if each.id == row else each
        for each in draft.rows
    )
    return draft.model_copy(update={"rows": rows})


def _read(command: ReadDraft) -> PlanDraftRead:
    draft = command.read
    return PlanDraftRead(
        plan=command.plan, digest=command.digest, rows=len(draft.rows), doubtful=len(draft.doubtful()), draft=draft
    )
