"""Facts of tasks that are addressed to an outlet; the body that governs it owes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts.about import About
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class OutletTasked(StepFact):
    """An outlet was given something to publish, by a day where one was set."""

    name: ClassVar = "outlet.tasked"
    title: ClassVar = "Giao việc cho kênh"
    sentence: ClassVar = "đã giao {outlet}: {subject}"

    outlet: Annotated[Text, In("outlets")]
    subject: Text
    due: date | None = None


class OutletPublished(About, StepFact):
    """The outlet has published what it was given."""

    name: ClassVar = "outlet.published"
    title: ClassVar = "Kênh đã đăng"
    sentence: ClassVar = "đã đăng tại {link}"

    link: Link
    note: Words = ""


FACTS: tuple[type[Fact], ...] = (OutletTasked, OutletPublished)
