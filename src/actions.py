"""Actions: everything that a person does, as one method each. All go through the dispatcher, and nothing else does."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self

from dondoc.answers import Answers
from dondoc.domain.act import IssueAct
from dondoc.domain.activity import CorrectActivity, may_record
from dondoc.domain.commands import AnchorTask, CorrectFact, MarkTask, MoveDue, TakeStep, WithdrawCredit
from dondoc.domain.decider import Command
from dondoc.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.evidence import LAST, AttachEvidence, ProveActivity, ProveTask
from dondoc.domain.fact import Record
from dondoc.domain.facts.task import StepRefused
from dondoc.domain.notice_decider import ResendNotice
from dondoc.domain.office import Actor
from dondoc.domain.once import ACTIVITY, RecordOnce, refusal_stream
from dondoc.domain.ports import Ids, today
from dondoc.domain.reply import (
    AcknowledgeReminder,
    AskExtension,
    GrantExtension,
    PauseUrging,
    PromiseCompletion,
    RefuseExtension,
)
from dondoc.domain.task import PREFIX
from dondoc.evidence.folder import EvidenceFolder
from dondoc.projections import cases as case_list
from dondoc.projections import entry_list, quotas, replies, task_list
from dondoc.store.event_store import Project
from dondoc.store.outbox import Outbox
from dondoc.workflow import activity, bulk, carrying, cases, following
from dondoc.workflow.dispatch import Dispatcher, Receipt

NUMBERINGS = 64
"""How often a number is sought for what is asked for or comes in: each time somebody else got the one that was free."""


class Actions(Answers):
    """The actions of `Dondoc`."""

    dispatch: Dispatcher
    files: EvidenceFolder
    _bulk: bulk.Bulk
    ids: Ids

    def under(self, condition: Project) -> Self:
        """This engine for one caller: `condition` is asked within the transaction of every append, and may refuse it.

        It is handed the connection and the records, as they were written.
        """
        found = copy.copy(self)
        found.dispatch = self.dispatch.under(condition)
        return found

    def take_step(
        self,
        task: str,
        step: str,
        data: dict[str, Any],
        *,
        instead_of: str = "",
        evidence: Sequence[Path | str] = (),
        **who: Any,
    ) -> Receipt:
        """Take a step of a task's procedure; see `Dispatcher.__call__` for `actor`, `on`, `late`, `command_id`, ...

        A step that asks other bodies for something opens a task for each of them, together with it. An attempt that
        the rules refuse is recorded: who tried which step, under which rule.

        Args:
            task: its id.
            step: id of a step of its procedure.
            data: the fields of the fact that the step records.
            instead_of: the printed form of the duty that the step stands in for, where the unit chose another one.
            evidence: files, or links as text, that prove what the step records.
            who: see above.
        """
        command = TakeStep(task=task, step=step, data=data, instead_of=instead_of, evidence=len(evidence))
        proofs = self._proving(ProveTask, f"{PREFIX}{task}", evidence)
        asked = _asked(command.model_dump_json(), proofs)
        for _ in range(NUMBERINGS):
            taken, then = self._taking(command, who.get("on") or today(self.clock))
            try:
                return self.dispatch(taken, *proofs, *then, asked=asked, **who)
            except (NotAllowed, Rejected) as refusal:
                if getattr(refusal, "rule", "") == "case.exists":  # somebody else asked for something meanwhile
                    continue
                self._note(refusal, command, self.dispatch.acting(who.get("actor")))
                raise
        raise Conflict(f"The task {task} keeps changing.", place=task, cure="Try again.")

    def correct(self, task: str, event_id: str, reason: str, *, fields: dict[str, Any] | None = None,
                withdraw: bool = False, **who: Any) -> Receipt:  # fmt: skip
        """Correct what a step of a task recorded, or withdraw the newest step; see `Dispatcher.__call__` for `who`."""
        command = CorrectFact(task=task, event_id=event_id, reason=reason, fields=fields or {}, withdraw=withdraw)
        return self.dispatch(command, **who)

    def correct_activity(self, activity: str, reason: str, *, fields: dict[str, Any] | None = None,
                         withdraw: bool = False, **who: Any) -> Receipt:  # fmt: skip
        """Correct an activity, or withdraw it from every task that it was counted for; `activity` is its stream."""
        command = CorrectActivity(activity=activity, reason=reason, fields=fields or {}, withdraw=withdraw)
        counted = self.ask(entry_list.counting, activity) if withdraw else ()
        then = [WithdrawCredit(task=task, activity=activity) for task in counted]
        return self.dispatch(command, *then, asked=command.model_dump_json(), **who)

    def move_due(self, task: str, due: date, reason: str, *, authority: str = "", **who: Any) -> Receipt:
        """Move the last day in term of a task; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(MoveDue(task=task, due=due, reason=reason, authority=authority), **who)

    def mark(self, task: str, marks: Sequence[str], reason: str, **who: Any) -> Receipt:
        """Let a task bear these marks and no others; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(MarkTask(task=task, marks=tuple(marks), reason=reason), **who)

    def acknowledge(self, task: str, *, actor: Actor, rung: str = "", note: str = "", **who: Any) -> Receipt:
        """Take note of a reminder about a task, for an office that it went to: of a rung, or of the newest one.

        Raises:
            NotFound: no such reminder went out.
        """
        sent = [each for each in self.ask(replies.sent, task) if rung in {"", each.rung}]
        mine = [each for each in sent if actor.office in each.to or actor.on_behalf_of]
        found = next(iter([*mine, *sent]), None)
        if found is None:
            raise _nothing_sent(task, rung)
        command = AcknowledgeReminder(task=task, note=note, **asdict(found))
        return self.dispatch(command, asked=f"acknowledge {task} {rung} {note}", actor=actor, **who)

    def promise(self, task: str, day: date, reason: str, **who: Any) -> Receipt:
        """Promise that a task will be done by a day; see `Dispatcher.__call__` for `who`. It moves no due day."""
        return self.dispatch(PromiseCompletion(task=task, day=day, reason=reason), **who)

    def ask_extension(self, task: str, due: date, reason: str, **who: Any) -> Receipt:
        """Ask for a later last day in term of a task; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(AskExtension(task=task, due=due, reason=reason), **who)

    def grant_extension(self, task: str, authority: str, *, due: date | None = None, **who: Any) -> Receipt:
        """Grant the extension that was asked for, or one until another day; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(GrantExtension(task=task, authority=authority, due=due), **who)

    def refuse_extension(self, task: str, reason: str, **who: Any) -> Receipt:
        """Refuse the extension that was asked for; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(RefuseExtension(task=task, reason=reason), **who)

    def pause_urging(self, task: str, days: int, reason: str, authority: str, **who: Any) -> Receipt:
        """Urge nobody about a task for so many working days; see `Dispatcher.__call__` for `who`."""
        return self.dispatch(PauseUrging(task=task, days=days, reason=reason, authority=authority), **who)

    def resend(self, notice: str, **who: Any) -> Receipt:
        """Try a notice again that was given up, by its key; see `Dispatcher.__call__` for `who`."""
        receipt = self.dispatch(ResendNotice(key=notice), **who)
        Outbox(self.store).again(notice, self.clock.now())
        return receipt

    def attach_evidence(self, to: str, evidence: Path | str, *, day: date | None = None, about: str = "",
                        supersedes: str = "", **who: Any) -> Receipt:  # fmt: skip
        """Attach a proof to a task, or to an activity by its stream (`activity-...`).

        `evidence` is a file, or a link as text; `day` the proof's own date; `about` the id of the event that it proves;
        `supersedes` the SHA-256 of the proof in whose place it stands. For `who` see `Dispatcher.__call__`.
        """
        proof = self.files.proof(evidence, day)
        if to.startswith(ACTIVITY):
            return self.dispatch(ProveActivity(stream=to, proof=proof, about=about, supersedes=supersedes), **who)
        return self.dispatch(ProveTask(stream=PREFIX + to, proof=proof, about=about, supersedes=supersedes), **who)

    def open_case(self, duty: str, data: dict[str, Any], *, body: str = "", for_task: str = "", **who: Any) -> Receipt:
        """Open a case that came in, under the next number of its duty and year: `184.press-questions:...:2024.0007`.

        Args:
            duty: id of an on-demand duty.
            data: the fields of the fact that the procedure's intake records.
            body: id of the body that takes it; needed where several may, unless the data name what one of them governs.
            for_task: the task that it arises from; each then shows the other.
            who: see `Dispatcher.__call__` for `actor`, `on`, `command_id`, ...
        """
        on = who.get("on") or today(self.clock)
        asked = f"open {duty} {body} {sorted(data.items())} {for_task}"
        if for_task:
            self.task(for_task)
        body = body or cases.governing(self.catalogue, self.registry, duty, data)
        for _ in range(NUMBERINGS):
            label = f"{on.year}.{self.ask(case_list.numbered, duty, on.year) + 1:04d}"
            command = cases.opening(self.catalogue, duty, body, label, data, on, for_task)
            try:
                return self.dispatch(command, asked=asked, **who)
            except Rejected as taken:
                if taken.rule != "case.exists":
                    raise
        raise Conflict(f"Cases of {duty} keep coming in.", place=duty, cure="Try again.")

    def record(
        self,
        fact: str,
        data: dict[str, Any],
        *,
        actor: Actor | None = None,
        on: date | None = None,
        serves: Sequence[str] = (),
        evidence: Sequence[Path | str] = (),
        **who: Any,
    ) -> Receipt:
        """Record an activity once, with its proofs, and credit it to every duty that it serves (or to those named)."""
        day, actor = on or today(self.clock), self.dispatch.acting(actor)
        built = activity.build(self.registry, self.catalogue, fact, data)
        may_record(built, actor, day, self.catalogue)
        with self._reading() as connection:
            serving = partial(quotas.served_by, connection)
            first, *then = activity.commands(self.catalogue, self.ids.new(), built, day, serves, serving)
        proofs = self._proving(ProveActivity, self.dispatch.decider(first).stream(first), evidence)
        asked = _asked(f"{fact} {built.model_dump_json()} {' '.join(serves)}", proofs)
        return self.dispatch(first, *then, *proofs, asked=asked, actor=actor, on=on, **who)

    def record_many(
        self, entries: Sequence[bulk.Entry], *, actor: Actor | None = None, late: str = "", dry_run: bool = False
    ) -> bulk.Imported:
        """Record many activities, all or none, each on behalf of its body; see `dondoc.workflow.bulk`.

        Raises:
            SeveralInvalid: lines are wrong; tells all that is wrong with each.
        """
        with self._reading() as connection:
            serving = partial(quotas.served_by, connection)
            lines = bulk.Lines(self.catalogue, self.registry, serving, today(self.clock))
            batches = lines.batches(entries, self.dispatch.acting(actor))
        return self._bulk.together(batches, late=late, dry_run=dry_run)

    def issue_act(self, act: str, day: date, number: str, **who: Any) -> Receipt:
        """Say that an act was issued: every task that waited for it gets its days."""
        with self._reading() as connection:
            waiting = task_list.waiting_for(connection, act)
        anchoring = [AnchorTask(task=task, issued=day) for task in waiting]
        issue = IssueAct(act=act, day=day, number=number)
        return self.dispatch(issue, *anchoring, asked=issue.model_dump_json(), **who)

    def _taking(self, command: TakeStep, on: date) -> tuple[TakeStep, list[Command]]:
        """A step with what the engine adds to its data, and what follows from it."""
        past = self._past(command.task)
        step = following.step_of(past, command.step, self.catalogue)
        if step is not None and step.freezes:
            if "position" in command.data:
                raise Invalid("The field 'position' is set by the engine.", place="position", cure="Leave it out.")
            command = command.model_copy(update={"data": {**command.data, "position": self.store.position()}})
        if step is None or not (step.follows or step.carries):
            return command, []
        asked = self.ask(case_list.asked_under, command.task)
        then = following.following(command, past, asked, on, catalogue=self.catalogue, registry=self.registry)
        along = carrying.carried(command, step, self._past, self.catalogue, self.registry)
        return command, [*then, *along]

    def _past(self, task: str) -> list[Record]:
        return self.store.read(f"{PREFIX}{task}")

    def _note(self, refusal: NotAllowed | Rejected, command: TakeStep, actor: Actor) -> None:
        """Leave a trace of an attempt that the rules refused: the step and the rule, nothing of what was written."""
        attempt = StepRefused(task=command.task, step=command.step, rule=getattr(refusal, "rule", refusal.code))
        stream = refusal_stream(command.task, self.ids.new())
        self.dispatch(RecordOnce(stream=stream, fact=attempt), actor=actor)

    def _proving(self, kind: type[AttachEvidence], stream: str, evidence: Sequence[Path | str]) -> list[AttachEvidence]:
        return [kind(stream=stream, proof=self.files.proof(each), about=LAST) for each in evidence]


def _nothing_sent(task: str, rung: str) -> NotFound:
    return NotFound(
        f"No reminder {rung!r} about {task} went out." if rung else f"No reminder about {task} went out.",
        vi=f"Chưa có lần đôn đốc nào{f' ở nấc {rung!r}' if rung else ''} về việc {task}.",
        place="rung",
        cure=f"List them: dondoc reminders --task {task}",
    )


def _asked(said: str, proofs: Sequence[AttachEvidence]) -> str:
    """What the caller said, with the proofs that came with it."""
    return " ".join([said, *(each.proof.evidence for each in proofs)])
