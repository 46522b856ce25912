"""The shape of each file of a configuration folder, except that of plans, which is `dondoc.domain.plan.PlanFile`.

Shapes only: what one file says of another is checked in `references`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from dondoc.domain.at_most import AtMost
from dondoc.domain.body import Body, Group
from dondoc.domain.calendar import DayKind
from dondoc.domain.catalogue import Role
from dondoc.domain.checkpointing import Checkpointing
from dondoc.domain.delivery import DeliveryRules
from dondoc.domain.document import Document
from dondoc.domain.door import Door
from dondoc.domain.expectation import Expectation
from dondoc.domain.ladder import Ladder
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.office import Holding, Office, OfficeId, Post
from dondoc.domain.procedure import Procedure
from dondoc.domain.public import Public
from dondoc.domain.register import Register, Section
from dondoc.domain.reply_rules import ReplyRules
from dondoc.domain.rule import Rule
from dondoc.domain.trial import Trial
from dondoc.domain.vocabulary import Vocabulary

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class UnitsFile(Model):
    """`units.yaml`."""

    bodies: tuple[Body, ...]
    groups: tuple[Group, ...] = ()


class OfficesFile(Model):
    """`offices.yaml`."""

    posts: tuple[Post, ...] = ()
    offices: tuple[Office, ...] = ()
    roles: tuple[Role, ...] = ()
    holdings: tuple[Holding, ...] = ()
    accounts: tuple[OfficeId, ...] = ()


class DocumentsFile(Model):
    """`documents.yaml`."""

    documents: tuple[Document, ...]


class CalendarHead(Model):
    """The year that a calendar file is about."""

    year: Annotated[int, Field(ge=1990, le=2200)]
    zone: Literal["Asia/Ho_Chi_Minh"]
    weekend: tuple[Weekday, ...]


class CalendarDay(Model):
    """A day that differs from a plain weekday or weekend; `swap` is the day that it was exchanged with."""

    day: date
    kind: DayKind
    name: Text
    basis: Id
    certainty: Literal["H", "M", "L"] = "H"
    swap: date | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None


class Decided(Model):
    """Until which day the year is decided."""

    through: date


class CalendarFile(Model):
    """`calendars/<year>.yaml`."""

    calendar: CalendarHead
    decided: Decided
    days: tuple[CalendarDay, ...]


class RemindersFile(Model):
    """`reminders.yaml`."""

    ladders: tuple[Ladder, ...]
    expected: Expectation | None = None
    replies: ReplyRules = ReplyRules()
    delivery: DeliveryRules = DeliveryRules()
    at_most: AtMost | None = None
    tests: tuple[Trial, ...] = ()


class ProcedureFile(Model):
    """`procedures/<id>.yaml`."""

    procedure: Procedure


class RulesFile(Model):
    """`rules.yaml`."""

    rules: tuple[Rule, ...]


class VocabulariesFile(Model):
    """`vocabularies.yaml`."""

    vocabularies: tuple[Vocabulary, ...]


class RegistersFile(Model):
    """`registers.yaml`. `sections` tell where each register is listed; all in one list where there are none."""

    sections: tuple[Section, ...] = ()
    registers: tuple[Register, ...]


class PublicFile(Model):
    """`public.yaml`."""

    public: Public


class CheckpointsFile(Model):
    """`checkpoints.yaml`."""

    checkpoints: Checkpointing


class DoorsFile(Model):
    """`doors.yaml`."""

    doors: tuple[Door, ...] = ()
