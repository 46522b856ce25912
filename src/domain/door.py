"""Doors: programs that may hand something in, such as the ministry's portal. Each acts in an office, like anybody else.

What a door may open, record and see again is listed. It is opened by a token that is made for it, and knows none.
"""

from __future__ import annotations

from dondoc.domain.model import Id, Model, Text
from dondoc.domain.office import Actor, OfficeId


class Door(Model):
    """A program that calls the API.

    Attributes:
        person, office: who it acts as.
        duties: the duties whose cases it may open, and see again where its own body has them.
        facts: the activities that it may record.
        answers: the facts of a case that it is told, with their fields.
    """

    id: Id
    name: Text
    en: Text
    person: Id
    office: OfficeId
    duties: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """Who it acts as."""
        return Actor(person=self.person, office=self.office)

    @property
    def body(self) -> str:
        """The body that its office belongs to."""
        return self.office.split("/", maxsplit=1)[0]
