"""What the API answers: the shapes that its description names. Every answer is made into one of them before it goes."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")
Plain = dict[str, Any]


class Items(BaseModel, Generic[Item]):
    """A page of a list: as it stood on a day, read at one position of the log; `next` is the cursor of the next one."""

    items: list[Item]
    as_of: date
    position: int
    next: str | None = None


class Unit(BaseModel):
    """A body, as it was called on the day asked about."""

    unit: str
    name: str
    kind: str


class Cells(BaseModel):
    """How many tasks stand where."""

    done_on_time: int
    done_late: int
    open_in_term: int
    open_overdue: int
    waiting: int
    cancelled: int


class UnitCells(Cells):
    """How one unit stands; `silent` are open tasks where nothing was done for too long."""

    unit: str
    name: str
    silent: int


class Status(BaseModel):
    """The matrix."""

    units: list[UnitCells]
    totals: Cells
    as_of: date
    position: int


class Clock(BaseModel):
    """A time limit that runs."""

    clock: str
    name: str
    rule: str
    start: str
    due: str
    due_at: str | None


class Task(BaseModel):
    """A task in a list. `version` is what `If-Match` expects; `restricted`: subject and state are not told."""

    task: str
    plan: str
    duty: str
    body: str
    body_name: str
    period: str
    window: str
    opens: str
    due: str | None
    due_at: str | None
    clocks: list[Clock]
    marks: list[str]
    active_on: str | None
    silent_days: int | None
    for_task: str
    subject: str
    done_on: str | None
    cell: str
    why: str
    state: str | None
    restricted: bool
    procedure: str
    composite: bool
    act: str
    count: int
    credits: int
    reminders: int
    version: int


class Step(BaseModel):
    """A step that the caller may take now: its fact, which fields must be there, in which of their offices."""

    step: str
    name: str
    fact: str
    needs: list[str]
    evidence: bool
    kind: str
    acting: list[Plain]
    hindered: str


class OneTask(Task):
    """A task whole: its text and basis, its parts and inputs, its proofs, the steps that are open to the caller."""

    what: str
    citation: str
    parts: list[Task]
    inputs: list[str]
    evidence: list[Plain]
    steps: list[Step]


class Event(BaseModel):
    """A record of the log. `withheld` names fields that are not for the caller: they take no part in the task."""

    position: int
    event_id: str
    stream: str
    version: int
    name: str
    sentence: str
    data: Plain
    meta: Plain
    withheld: list[str]


class Events(BaseModel):
    """Events after a position, oldest first; ask on with `after` = `next`, also where the list is empty."""

    items: list[Event]
    next: int
    position: int


class Reminder(BaseModel):
    """A reminder that went out, or was held back, with its why."""

    task: str
    at: str
    limit: str
    key: str
    ladder: str
    rung: str
    level: int
    to: list[str]
    held_back: str
    why: Plain
    fates: list[Plain]


class Done(BaseModel):
    """A command was carried out and is on disk; `repeated`: it was before, and this is its first answer again."""

    event_ids: list[str]
    stream: str
    version: int
    position: int
    repeated: bool


class Opened(Done):
    """A case was opened."""

    case: str


class Case(BaseModel):
    """A case as a program is told of it."""

    case: str
    duty: str
    body: Plain
    opened: str
    due: str | None
    due_at: str | None
    done_on: str | None
    standing: str
    state: Plain
    answers: list[Plain]


class Plan(BaseModel):
    """A plan in a list."""

    plan: str
    name: str
    year: int | None
    owner: str
    rows: int
    duties: int


class OneDuty(BaseModel):
    """A duty of a plan."""

    duty: str
    what: str
    citation: str
    rhythm: str
    procedure: str
    owers: int


class OnePlan(Plan):
    """A plan whole."""

    duty_list: list[OneDuty]


class Fact(BaseModel):
    """A kind of fact: what its `data` may hold, as JSON Schema."""

    fact: str
    title: str
    kind: str
    about: str
    data_schema: Plain


class Known(BaseModel):
    """A kind of fact in a list; `kind` is `step`, `activity` or `other`."""

    fact: str
    title: str
    kind: str


class Command(BaseModel):
    """A command on a task: what its `data` may hold, as JSON Schema."""

    command: str
    about: str
    data_schema: Plain


class Register(BaseModel):
    """A register in a list."""

    register_: str = Field(serialization_alias="register")
    name: str
    section: str
    columns: list[str]
    flags: list[str]


class Checkpoint(BaseModel):
    """A signed checkpoint of the log: over how many events, when, its code for people, the note itself."""

    size: int
    made_at: str
    code: str
    note: str


class Problem(BaseModel):
    """A refusal (RFC 9457), in both languages: what is wrong, where, and what to do."""

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    code: str
    place: str = ""
    cure: str = ""
    rule: str = ""
    basis: str = ""
