"""The catalogue: everything that is configured, checked and bound together. It answers by id and never changes.

It is built by `dondoc.config` from files, or by a test from a few lines. It does no input or output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dondoc.domain.at_most import AtMost
from dondoc.domain.body import Body, Group
from dondoc.domain.calendar import Calendar
from dondoc.domain.checkpointing import Checkpointing
from dondoc.domain.coverage import Coverage
from dondoc.domain.delivery import DeliveryRules
from dondoc.domain.document import Document
from dondoc.domain.door import Door
from dondoc.domain.errors import NotFound
from dondoc.domain.expectation import Expectation
from dondoc.domain.ladder import Ladder
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.office import SYSTEM, Holding, Office, Post
from dondoc.domain.plan import Act, Clause, Duty, Plan, PlanFile, Reference
from dondoc.domain.procedure import Procedure
from dondoc.domain.public import Public
from dondoc.domain.register import Register, Section
from dondoc.domain.reply_rules import ReplyRules
from dondoc.domain.rhythm import Once
from dondoc.domain.rule import Rulebook
from dondoc.domain.vocabulary import Vocabularies


class Role(Model):
    """A role of procedures that some offices fill. `on_behalf`: only when acting for the body that owes the task."""

    id: Id
    name: Text
    offices: tuple[str, ...]
    on_behalf: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All that is configured."""

    bodies: dict[str, Body]
    groups: dict[str, Group]
    posts: tuple[Post, ...]
    single_offices: tuple[Office, ...]
    holdings: tuple[Holding, ...]
    roles: dict[str, Role]
    documents: dict[str, Document]
    calendar: Calendar
    plans: dict[str, PlanFile]
    procedures: dict[str, Procedure]
    ladders: tuple[Ladder, ...]
    expected: Expectation | None = None
    replies: ReplyRules = field(default_factory=ReplyRules)
    delivery: DeliveryRules = field(default_factory=DeliveryRules)
    at_most: AtMost | None = None
    rules: Rulebook = field(default_factory=lambda: Rulebook(()))
    coverage: Coverage = field(default_factory=Coverage)
    vocabularies: Vocabularies = field(default_factory=Vocabularies)
    registers: dict[str, Register] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    public: Public = field(default_factory=Public)
    doors: tuple[Door, ...] = ()
    account_desks: tuple[str, ...] = ()
    checkpointing: Checkpointing = field(default_factory=Checkpointing)

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """Every duty of every plan, by its full id."""
        return {duty.id: duty for file in self.plans.values() for duty in file.all_duties()}

    @cached_property
    def restricted(self) -> list[str]:
        """The duties whose cases are not for everybody, by their ids."""
        return [duty.id for duty in self.duties.values() if duty.restricted]

    @cached_property
    def acts(self) -> dict[str, Act]:
        """Every act that some plan waits for."""
        return {act.id: act for file in self.plans.values() for act in file.acts}

    @cached_property
    def references(self) -> dict[str, tuple[PlanFile, Reference]]:
        """Every item of another programme that a plan refers to, by its full id, with the plan."""
        return {f"{file.plan.id}.{item.id}": (file, item) for file in self.plans.values() for item in file.references}

    @cached_property
    def offices(self) -> dict[str, Office]:
        """Every office: the posts of every body of their groups, and the single ones."""
        found = {office.id: office for office in self.single_offices}
        for post in self.posts:
            for body in self.members(post.of):
                office = Office(id=f"{body}/{post.id}", name=post.name, en=post.en)
                found.setdefault(office.id, office)
        return found

    def members(self, names: Iterable[str]) -> list[str]:
        """The bodies that names of bodies and groups mean, each once, in order. Groups may hold groups."""
        return members(self.groups, names)

    def top(self, body: str) -> str:
        """The highest body that a body lies below: the ministry of a department, the province of its divisions."""
        above = self.bodies[body].parent if body in self.bodies else None
        return self.top(above) if above else body

    def plan_of(self, duty: str) -> Plan:
        """The plan that a duty belongs to."""
        return self.plans[duty.split(".", 1)[0]].plan

    def plan(self, plan: str) -> PlanFile:
        """A plan by its id.

        Raises:
            NotFound: no such plan.
        """
        if plan not in self.plans:
            raise NotFound(
                f"There is no plan {plan!r}.",
                vi=f"Không có kế hoạch {plan!r}.",
                cure=f"The plans are: {', '.join(self.plans)}.",
            )
        return self.plans[plan]

    def nested(self, plan: str) -> list[str]:
        """The ids of a plan and of all that stand below it."""
        below = [name for name, file in self.plans.items() if file.plan.parent == plan]
        return [plan, *(name for each in below for name in self.nested(each))]

    def carried_on_by(self, duty: str) -> list[Duty]:
        """The duties of later plans that carry a duty on."""
        return [each for each in self.duties.values() if each.continues == duty]

    def owers(self, duty: Duty) -> list[str]:
        """The bodies that owe a duty."""
        return self.members(duty.bodies)

    def taking_part(self, duty: Duty) -> list[str]:
        """The bodies that take part in a duty beside those that owe it, as far as they are known."""
        names: Iterable[str] = duty.with_
        if duty.row:
            worded = {each.id: each.bodies for each in self.plans[self.plan_of(duty.id).id].coordinators}
            names = [body for wording in duty.with_ for body in worded[wording]]
        return [body for body in self.members(names) if body in self.bodies]

    def concerned_by(self, act: str) -> set[str]:
        """The bodies that may say that an act was issued: those whose tasks wait for it, and their plans' owners."""
        bodies: set[str] = set()
        for file in self.plans.values():
            if any(each.id == act for each in file.acts):
                bodies.add(file.plan.owner)
        for duty in self.duties.values():
            waits = isinstance(duty.rhythm, Once) and duty.rhythm.window.act == act
            if waits or act in duty.awaits:
                bodies.update(self.owers(duty))
        return bodies

    def clauses(self, duty: Duty) -> list[Clause]:
        """The clauses that a duty rests on."""
        known = {clause.id: clause for clause in self.plans[duty.id.split(".", 1)[0]].clauses}
        return [known[c] for c in duty.clause if c in known]

    def procedure(self, procedure: str, version: int | None = None) -> Procedure:
        """A procedure by its id, the newest version unless one is named.

        Raises:
            NotFound: no such procedure, or not in that version.
        """
        found = self.procedures.get(procedure if version is None else f"{procedure}/{version}")
        if found is None:
            raise NotFound(
                f"There is no procedure {procedure!r}" + (f" in version {version}." if version else "."),
                vi=f"Không có quy trình {procedure!r}" + (f" phiên bản {version}." if version else "."),
                cure="Keep the files of all versions that tasks were assigned under in config/procedures.",
            )
        return found

    def register(self, register: str) -> Register:
        """A register by its id.

        Raises:
            NotFound: no such register.
        """
        if register not in self.registers:
            raise NotFound(
                f"There is no register {register!r}.",
                vi=f"Không có sổ {register!r}.",
                cure=f"The registers are: {', '.join(self.registers) or 'none'}.",
            )
        return self.registers[register]

    @cached_property
    def groups_of(self) -> dict[str, frozenset[str]]:
        """The groups that each body is a member of, at any depth."""
        found: dict[str, set[str]] = {}
        for group in self.groups:
            for body in self.members([group]):
                found.setdefault(body, set()).add(group)
        return {body: frozenset(groups) for body, groups in found.items()}

    def silences(self) -> dict[str, int]:
        """After how many days without activity a body is asked, for each duty that says so."""
        return {duty.id: duty.silence for duty in self.duties.values() if duty.silence}

    def holds(self, person: str, office: str, on: date) -> bool:
        """Whether the person may act in the office on that day.

        Where holders of an office are registered, the person must be one of them. Where none are, whoever the door
        vouches for is believed: hosts have users and offices of their own.
        """
        if office == SYSTEM:
            return person == "dondoc"
        if office not in self.offices:
            return False
        registered = [holding for holding in self.holdings if holding.office == office]
        return not registered or any(h.person == person and h.held(on) for h in registered)

    def held_by(self, person: str, on: date) -> list[str]:
        """The offices that a person is registered to hold, or act in, on a day; no office is held by default."""
        held = (each.office for each in self.holdings if each.person == person and each.held(on))
        return [office for office in dict.fromkeys(held) if office in self.offices]

    def capacity(self, person: str, office: str, on: date) -> Holding | None:
        """How a person held an office on a day, where not as its holder: acting, or by delegation."""
        held = [each for each in self.holders(office, on) if each.person == person]
        own = any(not (each.acting or each.delegated) for each in held)
        return None if own or not held else held[0]

    def places(self, office: str) -> set[tuple[str, int, str]]:
        """The states of procedures (id, version, state) from which an office may take a step by a role of its own."""
        roles = {role.id for role in self.roles.values() if office in role.offices and not role.on_behalf}
        return {
            (procedure.id, procedure.version, state)
            for procedure in self.procedures.values()
            for step in procedure.steps
            if roles & {*step.by}
            for state in step.from_
        }

    def holders(self, office: str, on: date) -> list[Holding]:
        """Who is registered as holding or acting in an office on that day."""
        return [holding for holding in self.holdings if holding.office == office and holding.held(on)]

    def told(self, office: str, on: date) -> Sequence[Holding]:
        """Who is told what is meant for an office on a day: whoever acts in it, where somebody does; else its holders.

        Nobody for a body, which is written to formally.
        """
        holders = self.holders(office, on)
        return [each for each in holders if each.acting] or holders

    def head(self, body: str) -> Office | None:
        """The office that answers for a body; None where no head is registered for bodies of its kind."""
        heads = (f"{body}/{post.id}" for post in self.posts if post.head)
        return next((self.offices[name] for name in heads if name in self.offices), None)

    def body_name(self, body: str, on: date) -> str:
        """What a body was called on that day; its id, where it is not registered."""
        return self.bodies[body].name(on) if body in self.bodies else body


def members(groups: Mapping[str, Group], names: Iterable[str]) -> list[str]:
    """The bodies that names of bodies and groups mean, each once, in order. Groups may hold groups."""
    found: dict[str, None] = {}
    for name in names:
        group = groups.get(name)
        found.update(dict.fromkeys(members(groups, group.members) if group else (name,)))
    return list(found)
