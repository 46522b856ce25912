"""What needs somebody to act, for each body that must: what a week begins with. Read from the log; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.answers import Answers
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.status import Cell
from dondoc.interfaces import silences, terms, wording
from dondoc.interfaces.reasons import said as reason_said
from dondoc.projections import matters, promises, quotas, replies
from dondoc.projections.quotas import QuotaLine
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine, Which

WEEK = timedelta(days=6)
"""From the day asked about, that day included, seven days."""
CLOCK, PACE, PROMISE, SILENT, PAUSE, REQUEST, DEAD = (
    "clock", "pace", "promise", "silent", "pause", "request", "dead",
)  # fmt: skip
KINDS = {
    matters.OVERDUE: ("▲", "Quá hạn"),
    CLOCK: ("◷", "Đang tính giờ"),
    PROMISE: ("✗", "Sai hẹn"),
    matters.SOON: ("○", "Đến hạn trong 7 ngày"),
    PACE: ("↘", "Chậm nhịp"),
    REQUEST: ("?", "Xin gia hạn, chờ quyết định"),
    PAUSE: ("‖", "Sắp hết tạm dừng đôn đốc"),
    SILENT: ("~", "Lâu không có hoạt động"),
    DEAD: ("!", "Đôn đốc không tới nơi"),
    matters.WAITING: ("…", "Chờ văn bản, chưa có ngày"),
}
"""The kinds in the order in which they press, each with its sign and name."""
QUIET = {SILENT: "silent", matters.WAITING: "waiting"}
"""Kinds of which a body is told only how many there are, unless it is asked about alone; and their cells."""
FEW, MANY = 3, 100
"""How many of a kind are told of each body, and of one body alone."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that a body must act on: of which task, by when, why. `of` is how many of its kind the body has."""

    kind: str
    task: str
    what: str
    when: str
    day: str | None
    why: str
    of: int = 1


def found(
    dondoc: Answers, when: When, *, bodies: Sequence[str] | None = None, plan: str = "", most: int = FEW
) -> dict[str, list[Matter]]:
    """What each body must act on, the most pressing first; bodies with most that is late first, then officially.

    Args:
        dondoc: what is asked, as its viewer sees it.
        when: the day and what is known.
        bodies: only what these must act on; None for all.
        plan: only what belongs to this plan; empty for all.
        most: how many of a kind are told of a body.
    """
    told: dict[str, list[Matter]] = {}
    for body, matter in _all(dondoc, when, bodies, plan, most):
        if bodies is None or body in bodies:
            told.setdefault(body, []).append(matter)
    order = {body: at for at, body in enumerate(dondoc.catalogue.bodies)}
    kinds = [*KINDS]

    def late(body: str) -> int:
        return next((each.of for each in told[body] if each.kind == matters.OVERDUE), 0)

    for body, each in told.items():
        told[body] = _first(each, most, kinds)
    return {body: told[body] for body in sorted(told, key=lambda body: (-late(body), order.get(body, len(order))))}


def counts(of: Iterable[Matter]) -> dict[str, int]:
    """How many there are of each kind, those not told of included."""
    said: dict[str, int] = {}
    for each in of:
        said[each.kind] = max(each.of, said.get(each.kind, 0))
    return said


def _first(of: list[Matter], most: int, kinds: list[str]) -> list[Matter]:
    """The first few of each kind, each telling how many there are."""
    kept: list[Matter] = []
    for kind in kinds:
        alike = [each for each in of if each.kind == kind]
        total = max([len(alike), *(each.of for each in alike)])
        shown = alike[:1] if kind in QUIET and most == FEW else alike[:most]
        kept += [Matter(e.kind, e.task, e.what, e.when, e.day, e.why, total) for e in shown]
    return kept


def _all(
    dondoc: Answers, when: When, bodies: Sequence[str] | None, plan: str, most: int
) -> Iterator[tuple[str, Matter]]:
    catalogue = dondoc.catalogue
    until = (date.fromisoformat(when.day) + WEEK).isoformat()
    clocked = dondoc.seen(matters.clocked, when, bodies=bodies, plan=plan)
    ticking = [line for line in clocked if line.cell is not Cell.OPEN_OVERDUE]
    for line in ticking:
        yield line.body, _of_line(CLOCK, line, _clock_said(line, catalogue), catalogue)
    without, which = [line.id for line in ticking], Which(bodies=bodies, plan=plan)
    asked = dondoc.seen(matters.standing_so, when, until, most=most, without=without, which=which)
    for stood in asked:
        said = _standing_said(stood.kind, stood.line, when, catalogue)
        yield stood.line.body, _of_line(stood.kind, stood.line, said, catalogue, stood.of)
    yield from _replied(dondoc, when, until, bodies, plan)
    yield from _slow(dondoc, when, bodies, plan)
    for line in dondoc.tasks(when, silent=catalogue.silences(), **which):
        days = silences.days(line, date.fromisoformat(when.day), catalogue)
        yield line.body, _of_line(SILENT, line, silences.said(days or 0), catalogue)
    yield from _lost(dondoc, when, bodies, plan)


def _replied(
    dondoc: Answers, when: When, until: str, bodies: Sequence[str] | None, plan: str
) -> Iterator[tuple[str, Matter]]:
    """Promises that were broken and are still open, requests that nobody decided, pauses that end."""
    catalogue = dondoc.catalogue
    for each in dondoc.seen(promises.promises, when, bodies=bodies):
        if each.state == promises.BROKEN and not each.done_on and _in(plan, each.task, catalogue):
            yield each.body, _named(PROMISE, each.task, each.day, f"hẹn xong {wording.day(each.day)}", catalogue)
    for asked in dondoc.seen(replies.requested):
        if _in(plan, asked.task, catalogue) and asked.on <= when.day:
            of = catalogue.body_name(asked.body, date.fromisoformat(when.day))
            said = f"{of} xin lùi hạn từ {wording.day(asked.was)} đến {wording.day(asked.due)}"
            yield (
                asked.asker or catalogue.plans[asked.plan].plan.owner,
                _named(REQUEST, asked.task, asked.due, said, catalogue),
            )
    for paused in dondoc.ask(matters.ending, when, until):
        if _in(plan, paused.task, catalogue):
            said = f"tạm dừng đến hết {wording.day(paused.until)}"
            yield paused.office.split("/")[0], _named(PAUSE, paused.task, paused.until, said, catalogue)


def _slow(dondoc: Answers, when: When, bodies: Sequence[str] | None, plan: str) -> Iterator[tuple[str, Matter]]:
    for line in dondoc.ask(quotas.running, when, bodies=bodies, plan=plan):
        if not line.outcome and behind(line, when, dondoc.catalogue):
            said = pace_said(line, when, dondoc.catalogue)
            yield line.body, _named(PACE, line.task, line.pace.end.isoformat(), said, dondoc.catalogue)


def _lost(dondoc: Answers, when: When, bodies: Sequence[str] | None, plan: str) -> Iterator[tuple[str, Matter]]:
    """Whoever owns the plan has to find another way to those whom a reminder did not reach."""
    catalogue = dondoc.catalogue
    owners = {file.plan.id: file.plan.owner for file in catalogue.plans.values() if not plan or file.plan.id == plan}
    plans = [name for name, owner in owners.items() if bodies is None or owner in bodies]
    for each in dondoc.ask(matters.unreached, when, plans=plans, most=MANY):
        to = wording.office(each.to, catalogue, date.fromisoformat(each.on))
        said = f"tới {to}, ngày {wording.day(each.on)}: {reason_said(each.reason)}"
        yield owners[each.plan], _named(DEAD, each.task, None, said, catalogue)


def behind(line: QuotaLine, when: When, catalogue: Catalogue) -> bool:
    """Whether a quota lacks a whole one by an even pace; no, where nobody has decided which days are worked."""
    try:
        return line.pace.missing(date.fromisoformat(when.day), catalogue.calendar) > 0
    except CalendarUndecided:
        return False


def pace_said(line: QuotaLine, when: When, catalogue: Catalogue) -> str:
    """How far a quota is: đã có 1/4, đã qua 15/22 ngày làm việc."""
    said = f"đã có {line.pace.credits}/{line.pace.count}"
    try:
        passed, whole = line.pace.days(date.fromisoformat(when.day), catalogue.calendar)
    except CalendarUndecided:
        return said
    return f"{said}, đã qua {passed}/{whole} ngày làm việc"


def _standing_said(kind: str, line: TaskLine, when: When, catalogue: Catalogue) -> str:
    if kind == matters.WAITING:
        act = catalogue.acts.get(line.act)
        return f"chờ ban hành: {act.name}" if act else "chờ văn bản"
    if line.due_at:
        return f"thời hạn {wording.due(line)}"
    left = wording.days_between(date.fromisoformat(when.day), line.due or when.day)
    return "hạn hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"quá {-left} ngày"


def _clock_said(line: TaskLine, catalogue: Catalogue) -> str:
    return "; ".join(f"{terms.clock(each.id, catalogue)}: đến {wording.due(each)}" for each in line.clocks)


def _of_line(kind: str, line: TaskLine, why: str, catalogue: Catalogue, of: int = 1) -> Matter:
    what = line.subject or wording.duty_name(line.duty, catalogue)
    return Matter(kind, line.id, what, wording.window(line, catalogue), line.due, why, of)


def _named(kind: str, task: str, day: str | None, why: str, catalogue: Catalogue) -> Matter:
    duty, _, rest = task.partition(":")
    period = rest.rpartition(":")[2]
    what, when = wording.duty_name(duty, catalogue), wording.occurrence(duty, period, catalogue)
    return Matter(kind, task, what, when, day, why)


def _in(plan: str, task: str, catalogue: Catalogue) -> bool:
    duty = task.partition(":")[0]
    return not plan or (duty in catalogue.duties and catalogue.plan_of(duty).id == plan)
