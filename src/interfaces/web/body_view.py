"""What the pages of bodies show: names over time, who belongs to whom, offices and who held them when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.domain.body import Body, Name
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound
from dondoc.domain.office import Actor, Holding, Office
from dondoc.interfaces import terms, wording
from dondoc.interfaces.web.asked import Asked, groups


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office: its name, whether it answers for the body, its roles, everyone who was registered in it.

    `holders` are those of the day asked about. Who they are is empty, where the reader may not see names.
    """

    id: str
    name: str
    head: bool
    roles: list[str]
    holders: list[Holding]
    registered: list[Holding]


@dataclass(frozen=True)
class BodyView:
    """All that the page of a body shows; `named` tells whether names of persons are shown."""

    body: Body
    name: str
    ended: bool
    names: list[tuple[Name, str]]
    above: str
    below: list[str]
    groups: list[str]
    offices: list[OfficeView]
    named: bool


def body_view(ask: Asked, body: str) -> BodyView:
    """The page of a body.

    Raises:
        NotFound: there is no such body.
    """
    catalogue, on = ask.catalogue, ask.as_of
    found = catalogue.bodies.get(body)
    if found is None:
        raise NotFound(f"There is no body {body!r}.", vi=f"Không có cơ quan, đơn vị “{body}”.", place="body")
    known = [(each, terms.document(each.basis, catalogue) if each.basis else "") for each in found.names]
    return BodyView(
        body=found,
        name=found.name(on),
        ended=found.abolished is not None and found.abolished.on < on,
        names=sorted(known, key=lambda pair: pair[0].from_ or date.min),
        above=found.parent or "",
        below=[each.id for each in catalogue.bodies.values() if each.parent == body],
        groups=[catalogue.groups[each].name for each in sorted(catalogue.groups_of.get(body, ()))],
        offices=[_office(each, ask) for each in catalogue.offices.values() if each.body == body],
        named=sees_names(ask.actors, body, catalogue),
    )


def _office(office: Office, ask: Asked) -> OfficeView:
    catalogue, name = ask.catalogue, office.id
    head = catalogue.head(office.body)
    return OfficeView(
        name,
        office.name,
        head is not None and head.id == name,
        [role.name for role in catalogue.roles.values() if name in role.offices],
        catalogue.holders(name, ask.as_of),
        sorted((h for h in catalogue.holdings if h.office == name), key=lambda h: h.from_ or date.min),
    )


def sees_names(actors: Sequence[Actor], body: str, catalogue: Catalogue) -> bool:
    """Whether somebody sees who holds the offices of a body: those of the same ministry or province, account desks."""
    top = catalogue.top(body)
    return any(
        catalogue.top(actor.office.split("/")[0]) == top or actor.office in catalogue.account_desks for actor in actors
    )


def how_held(holding: Holding) -> str:
    """In which way an office is held, where not as its holder."""
    return "quyền" if holding.acting else "được ủy quyền" if holding.delegated else ""


def span(holding: Holding | Name) -> str:
    """From when to when, in words."""
    first = f"từ {wording.day(holding.from_)}" if holding.from_ else ""
    last = f"đến hết {wording.day(holding.to)}" if holding.to else ""
    return " ".join(filter(None, (first, last))) or "không ghi thời gian"


def listed(ask: Asked) -> list[tuple[str, list[Body]]]:
    """The bodies by the groups that a reader can choose, each once; the rest last."""
    shown: set[str] = set()
    found: list[tuple[str, list[Body]]] = []
    for group, name in groups(ask.catalogue).items():
        ids = ask.catalogue.members([group]) if group in ask.catalogue.groups else list(ask.catalogue.bodies)
        own = [ask.catalogue.bodies[each] for each in ids if each in ask.catalogue.bodies and each not in shown]
        shown |= {each.id for each in own}
        if own:
            found.append(("Khác" if group not in ask.catalogue.groups else name, own))
    return found
