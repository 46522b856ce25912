"""Which plans are followed, which acts were issued, which periods have closed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    PrimaryKeyConstraint,
    String,
    Subquery,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)

from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ActIssued, PeriodClosed, PlanAdopted
from dondoc.projections.base import Position, metadata
from dondoc.projections.standing import When

plans = Table(
    "dondoc_plans",
    metadata,
    Column("plan", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("position", Position, nullable=False),
)
acts = Table(
    "dondoc_acts",
    metadata,
    Column("act", Text, nullable=False),
    Column("issued", String(10), nullable=False),
    Column("number", Text, nullable=False),
    Column("position", Position, nullable=False),
    PrimaryKeyConstraint("act", "position"),
)
periods = Table(
    "dondoc_periods",
    metadata,
    Column("duty", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("position", Position, nullable=False),
    PrimaryKeyConstraint("duty", "period"),
)


class Milestones:
    """Keeps `dondoc_plans`, `dondoc_acts` and `dondoc_periods`."""

    name = "milestones"
    tables = (plans, acts, periods)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a plan and a closed period: the newest word; of an act every word."""
        closed = []
        for record in records:
            match record.fact:
                case PlanAdopted(plan=plan) as fact:
                    connection.execute(delete(plans).where(plans.c.plan == plan))
                    row = fact.model_dump(include={"plan", "digest", "version", "revision"})
                    connection.execute(insert(plans).values(**row, position=record.position))
                case ActIssued(act=act, day=day, number=number):
                    row = {"act": act, "issued": day.isoformat(), "number": number, "position": record.position}
                    connection.execute(insert(acts).values(row))
                case PeriodClosed(duty=duty, period=period, due=due):
                    closed.append({"duty": duty, "period": period, "due": due.isoformat(), "position": record.position})
        if closed:
            connection.execute(insert(periods), closed)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The wording in which a plan is followed, and the position at which it was adopted."""

    digest: str
    version: int
    revision: int
    position: int


def adopted(connection: Connection) -> dict[str, Adopted]:
    """The wording of each plan that is followed."""
    query = select(plans.c.plan, plans.c.digest, plans.c.version, plans.c.revision, plans.c.position)
    return {plan: Adopted(*wording) for plan, *wording in connection.execute(query)}


def newest_acts(when: When | None = None) -> Subquery:
    """The newest word on each act, as known at a position of the log; now, when None."""
    query = select(func.max(acts.c.position)).group_by(acts.c.act)
    if when is not None:
        query = query.where(acts.c.position <= when.position)
    return select(acts).where(acts.c.position.in_(query)).subquery()


def issued(connection: Connection, when: When | None = None) -> dict[str, date]:
    """The day of issue of each act that was issued, as known at a position of the log; now, when None."""
    known = newest_acts(when)
    return {act: date.fromisoformat(day) for act, day in connection.execute(select(known.c.act, known.c.issued))}


def closed(connection: Connection) -> set[tuple[str, str]]:
    """Duty and label of every period that has closed."""
    return {(duty, period) for duty, period in connection.execute(select(periods.c.duty, periods.c.period))}
