"""The rules of replying to being urged: who may reply how, how often and how far, and what it brings about.

They are the same for every duty. No reply changes how a task stands; only a granted extension moves its last day, as
anybody with authority might.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dondoc.domain.authority import acts_for, may_act
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Decided
from dondoc.domain.errors import NotAllowed, Rejected
from dondoc.domain.facts.reply import (
    CompletionPromised,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    ReminderAcknowledged,
    UrgingPaused,
)
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import Actor
from dondoc.domain.procedure import ASKER, ASSIGNER
from dondoc.domain.quota import composite
from dondoc.domain.reply import (
    AcknowledgeReminder,
    AskExtension,
    Asking,
    GrantExtension,
    PauseUrging,
    PromiseCompletion,
    RefuseExtension,
    Reply,
)

if TYPE_CHECKING:  # the task's decider calls this file
    from dondoc.domain.task import Task


def reply(
    command: Reply, state: Task, assigned: TaskAssigned, actor: Actor, on: date, catalogue: Catalogue
) -> list[Decided]:
    """What a reply brings about beside a moved due day.

    Raises:
        NotAllowed: it is not for this actor.
        Rejected: the rules say no.
        CalendarUndecided: days are counted into a year whose working days are not decided.
    """
    if assigned.composite:
        raise composite()
    _check_who(command, state, assigned, actor, on, catalogue)
    if state.outcome:
        raise _ended(command.task)
    match command:
        case AcknowledgeReminder():
            return _acknowledged(command, state, actor)
        case PromiseCompletion():
            return _promised(command, state, on, catalogue)
        case AskExtension():
            return _asked(command, state, catalogue)
        case GrantExtension():
            return _granted(command, state, actor)
        case RefuseExtension():
            return [Decided(ExtensionRefused(due=_pending(command, state, actor).due, reason=command.reason))]
        case PauseUrging():
            return _paused(command, state, on, catalogue)
    return []


def _check_who(
    command: Reply, state: Task, assigned: TaskAssigned, actor: Actor, on: date, catalogue: Catalogue
) -> None:
    match command:
        case AcknowledgeReminder(to=to):
            allowed, cure = _is_urged(to, actor, on, catalogue), f"It went out to: {', '.join(to)}."
        case PromiseCompletion() | AskExtension():
            allowed = acts_for(assigned.body, actor, on, catalogue)
            cure = f"It is for {assigned.body}, which owes the task."
        case _:
            allowed = may_act((ASSIGNER, ASKER), assigned, actor, on, catalogue, state.named)
            cure = "It is for whoever assigned the task, or asked for it."
    if not allowed:
        raise NotAllowed(
            f"The office {actor.office} may not reply so to the urging of {command.task}.",
            vi=f"Chức vụ {actor.office} không được phản hồi như vậy về việc {command.task}.",
            place="office",
            cure=cure,
        )


def _is_urged(to: tuple[str, ...], actor: Actor, on: date, catalogue: Catalogue) -> bool:
    """Whether an actor is among those urged: in the office itself, or for a body that was written to or is below it."""
    if actor.office in to:
        return catalogue.holds(actor.person, actor.office, on)
    # A registrar speaks for a body outside, whatever office of it was told; of a body that got a letter, anybody may.
    bodies = {each.split("/")[0] for each in to} if actor.on_behalf_of else {each for each in to if "/" not in each}
    return any(acts_for(body, actor, on, catalogue) for body in bodies)


def _acknowledged(command: AcknowledgeReminder, state: Task, actor: Actor) -> list[Decided]:
    if (command.limit, command.key, command.rung, actor.office) in state.replied.acknowledged:
        return []
    said = command.model_dump(include={"ladder", "rung", "limit", "key", "note"})
    return [Decided(ReminderAcknowledged(**said))]


def _promised(command: PromiseCompletion, state: Task, on: date, catalogue: Catalogue) -> list[Decided]:
    before, rules = state.replied.promised, catalogue.replies.promise
    if before and before[-1] == command.day:
        return []
    limits = [due for due in (state.due, *(clock.due for clock in state.clocks.values())) if due is not None]
    if not limits:
        raise Rejected(
            f"{command.task} has no last day that somebody could be late for.",
            rule="promise.nothing-due",
            vi="Việc này chưa có thời hạn nên chưa cần hẹn ngày hoàn thành.",
            place="task",
            cure="Promise a day once the task has a due day or a running clock.",
        )
    if len(before) >= rules.times:
        raise Rejected(
            f"{len(before)} days were promised for {command.task} already; {rules.times} are allowed.",
            rule="promise.times",
            vi=f"Việc này đã hẹn {len(before)} lần; chỉ được hẹn {rules.times} lần.",
            place="day",
            cure="Ask for an extension: dondoc task extend.",
        )
    last = catalogue.calendar.add_working_days(on, rules.days)
    if not max(*limits, on) < command.day <= last:
        raise Rejected(
            f"{command.day} cannot be promised: it must lie after {max(*limits, on)} and not after {last}.",
            rule="promise.day",
            vi=f"Không hẹn được ngày {command.day:%d/%m/%Y}: phải sau ngày {max(*limits, on):%d/%m/%Y} và không quá "
            f"{rules.days} ngày làm việc (đến {last:%d/%m/%Y}).",
            place="day",
            cure="Promise a nearer day, or ask for an extension: dondoc task extend.",
        )
    return [Decided(CompletionPromised(day=command.day, reason=command.reason))]


def _asked(command: AskExtension, state: Task, catalogue: Catalogue) -> list[Decided]:
    pending, rules = state.replied.asked, catalogue.replies.extension
    if pending is not None and pending.due == command.due:
        return []
    if state.due is None:
        raise Rejected(
            f"{command.task} has no due day of its own that could be moved.",
            rule="extension.own-day",
            vi="Việc này không có thời hạn riêng để gia hạn (thời hạn theo luật định không gia hạn ở đây).",
            place="task",
            cure="A legal time limit is not extended; promise a day instead: dondoc task promise.",
        )
    if pending is not None:
        raise Rejected(
            f"An extension to {pending.due} was asked for on {pending.on} and is not decided.",
            rule="extension.pending",
            vi=f"Đề nghị gia hạn đến {pending.due:%d/%m/%Y} (ngày {pending.on:%d/%m/%Y}) chưa được quyết định.",
            place="task",
            cure="Wait until it is granted or refused.",
        )
    if state.replied.times_asked >= rules.times:
        raise Rejected(
            f"Extensions of {command.task} were asked for {rules.times} times already.",
            rule="extension.times",
            vi=f"Việc này đã đề nghị gia hạn {rules.times} lần, là số lần tối đa.",
            place="task",
            cure="Let whoever assigned the task move its day: dondoc task move.",
        )
    _check_later(command.due, state.due)
    return [Decided(ExtensionAsked(due=command.due, was=state.due, reason=command.reason))]


def _granted(command: GrantExtension, state: Task, actor: Actor) -> list[Decided]:
    due = command.due or _pending(command, state, actor).due
    _pending(command, state, actor)
    assert state.due is not None  # only a task with a day of its own is asked to be extended
    _check_later(due, state.due)
    return [Decided(ExtensionGranted(due=due, authority=command.authority))]


def _pending(command: GrantExtension | RefuseExtension, state: Task, actor: Actor) -> Asking:
    pending = state.replied.asked
    if pending is None:
        raise Rejected(
            f"Nobody asks for an extension of {command.task}.",
            rule="extension.asked",
            vi="Không có đề nghị gia hạn nào đang chờ quyết định.",
            place="task",
            cure="See who asks: dondoc queue BODY/POST.",
        )
    if pending.person == actor.person:
        raise Rejected(
            f"{actor.person} asked for the extension and so may not decide on it, whatever the office.",
            rule="extension.other-person",
            vi="Người đề nghị gia hạn không được tự quyết định đề nghị đó; cần người khác.",
            place="actor",
            cure="Let another person decide.",
        )
    return pending


def _check_later(due: date, was: date) -> None:
    if due <= was:
        raise Rejected(
            f"{due} is not later than the last day in term, {was}.",
            rule="extension.later",
            vi=f"Ngày {due:%d/%m/%Y} không sau thời hạn hiện nay ({was:%d/%m/%Y}).",
            place="due",
            cure="Name a later day.",
        )


def _paused(command: PauseUrging, state: Task, on: date, catalogue: Catalogue) -> list[Decided]:
    most = catalogue.replies.pause.days
    if command.days > most:
        raise Rejected(
            f"Urging may be paused for {most} working days at most, not {command.days}.",
            rule="pause.days",
            vi=f"Chỉ được tạm dừng đôn đốc tối đa {most} ngày làm việc, không phải {command.days}.",
            place="days",
            cure="Pause for fewer days; it can be done again when they are over.",
        )
    until = catalogue.calendar.add_working_days(on, command.days)
    if state.replied.paused_until == until:
        return []
    return [Decided(UrgingPaused(until=until, reason=command.reason, authority=command.authority))]


def _ended(task: str) -> Rejected:
    return Rejected(
        f"{task} has ended; nobody is urged about it any more.",
        rule="reply.open",
        vi="Việc này đã kết thúc nên không còn đôn đốc để phản hồi.",
        place="task",
        cure="Look at it with dondoc task show.",
    )
