"""Drafts of plans: read from a file, settled cell by cell, accepted, written out for `config/plans`.

What is read is compared with the configuration: names of bodies, items and wordings of the other plans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dondoc.app import Dondoc
from dondoc.documents.annexes import printed
from dondoc.documents.packed import checked
from dondoc.documents.plan_yaml import written
from dondoc.domain.annex.cells import Column, Draft
from dondoc.domain.annex.difference import Difference, difference
from dondoc.domain.annex.drafting import Register, draft
from dondoc.domain.annex.phrases import Phrase
from dondoc.domain.annex.planning import plan_file
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.draft_decider import PREFIX, AcceptDraft, DraftDecider, DraftState, ReadDraft, SettleCell, draft_id
from dondoc.domain.errors import NotFound, Rejected
from dondoc.workflow.dispatch import Receipt


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its digest (SHA-256), and the draft that came of it."""

    digest: str
    draft: Draft


def register(catalogue: Catalogue, plan: str = "") -> Register:
    """What is known before an annex is read; a plan's own earlier texts confirm nothing about its annex."""
    bodies = tuple((body.id, name.name) for body in catalogue.bodies.values() for name in body.names)
    others = [file for file in catalogue.plans.values() if file.plan.id != plan]
    phrases = [Phrase(form.text, Column.FORMS) for file in others for form in file.forms]
    phrases += [Phrase(each.text, Column.COORDINATING) for file in others for each in file.coordinators]
    texts = [text for file in others for text in _texts(file.model_dump(mode="json", exclude_none=True))]
    texts += [name for _, name in bodies] + [group.name for group in catalogue.groups.values()]
    texts += [document.citation() for document in catalogue.documents.values()]
    return Register(bodies, tuple(phrases), tuple(texts))


def read_file(file: Path, catalogue: Catalogue, plan: str, year: int) -> ReadFile:
    """The draft of an annex in a file.

    Raises:
        Invalid: the file is not taken, or holds no annex.
    """
    known = register(catalogue, plan)
    digest = hashlib.sha256(checked(file)).hexdigest()
    return ReadFile(digest, draft(printed(file, known.phrases), known, year))


@dataclass
class Drafts:
    """The drafts of one engine."""

    dondoc: Dondoc

    def keep(self, read: ReadFile, plan: str, **who: Any) -> tuple[str, Receipt]:
        """Keep a draft; its id. The same file a second time changes nothing."""
        receipt = self.dondoc.dispatch(ReadDraft(plan=plan, digest=read.digest, read=read.draft), **who)
        return draft_id(plan, read.digest), receipt

    def settle(self, name: str, row: str, column: Column, value: str | None, **who: Any) -> Receipt:
        """Settle a cell: as proposed, or as written."""
        return self.dondoc.dispatch(SettleCell(draft=name, row=row, column=column, value=value), **who)

    def accept(self, name: str, **who: Any) -> Receipt:
        """Accept a draft."""
        return self.dondoc.dispatch(AcceptDraft(draft=name), **who)

    def state(self, name: str) -> tuple[DraftState, Draft]:
        """A draft as it reads now.

        Raises:
            NotFound: there is none.
        """
        decider = DraftDecider(self.dondoc.catalogue)
        state = decider.initial
        for record in self.dondoc.store.read(PREFIX + name):
            state = decider.evolve(state, record)
        if state.draft is None:
            raise NotFound(f"There is no draft {name!r}.", vi=f"Không có dự thảo {name!r}.", place=name,
                           cure="List them with `dondoc plan drafts`.")  # fmt: skip
        return state, state.draft

    def difference(self, name: str) -> Difference:
        """What a draft changes against the plan in force."""
        state, found = self.state(name)
        return difference(found, self.dondoc.catalogue.plans.get(state.plan))

    def plan(self, name: str, head: Mapping[str, Any], *, form: str = "", counted: str = "") -> str:
        """The file of an accepted draft, for `config/plans`.

        Raises:
            Rejected: it was not accepted.
        """
        state, found = self.state(name)
        if not state.accepted:
            raise Rejected(
                "The draft was not accepted.", rule="draft.not-accepted", vi="Dự thảo chưa được chấp nhận.",
                place=name, cure="Accept it with `dondoc plan accept`.",
            )  # fmt: skip
        catalogue = self.dondoc.catalogue
        plans = sorted(catalogue.plans.values(), key=lambda file: file.plan.id == state.plan)
        known = [file.model_dump(mode="json", include={"forms", "coordinators"}) for file in plans]
        bodies = register(catalogue).bodies
        whole = plan_file(found, {"id": state.plan, **head}, bodies, form=form, counted=counted, known=known)
        said = f"Read from a file with the digest (SHA-256) {state.digest}, accepted as the draft {name}."
        return written(whole, said)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
