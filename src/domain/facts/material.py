"""Facts of what is printed, put up or handed out: materials of every kind, and the numbered issues of a series."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import ActivityFact, Fact
from dondoc.domain.facts.about import About, Ids
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class MaterialIssued(About, ActivityFact):
    """A publication or material was issued: which kind and version, how many copies, where, and for which event.

    `link` leads to its file. `press_types` are the kinds of press that a training material was written for.
    """

    name: ClassVar = "material.issued"
    title: ClassVar = "Phát hành ấn phẩm, tài liệu"
    sentence: ClassVar = "đã phát hành {subject}"

    subject: Text
    kind: Annotated[Text, In("publications")]
    version: Words = ""
    copies: Annotated[int | None, Field(ge=1)] = None
    place: Words = ""
    event: Words = ""
    press_types: Annotated[Ids, In("press-types")] = ()
    link: Link | None = None


class IssuePublished(About, ActivityFact):
    """A numbered issue of a series was published; the numbers begin anew with every `year`."""

    name: ClassVar = "series.issue-published"
    title: ClassVar = "Phát hành số ấn phẩm định kỳ"
    sentence: ClassVar = "đã phát hành số {number}/{year}"

    series: Annotated[Text, In("series")]
    number: Annotated[int, Field(ge=1)]
    year: Annotated[int, Field(ge=1990, le=2200)]
    copies: Annotated[int | None, Field(ge=1)] = None
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (MaterialIssued, IssuePublished)
