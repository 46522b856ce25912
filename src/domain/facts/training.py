"""Facts of trainings: the plan of a task that is a training, and each class or session that was held."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import ActivityFact, Fact, StepFact
from dondoc.domain.facts.about import About, Attended, Ids, Texts
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class TrainingPlanned(About, StepFact):
    """A training was planned: under which number, how many sessions, which documents it will teach."""

    name: ClassVar = "training.planned"
    title: ClassVar = "Lập kế hoạch tập huấn"
    sentence: ClassVar = "đã lập kế hoạch tập huấn {number}: {subject} ({sessions} buổi)"

    subject: Text
    number: Words = ""
    sessions: Annotated[int, Field(ge=1)]
    link: Link | None = None


class TrainingHeld(About, ActivityFact):
    """A class was held: in how many sessions, on which documents, with which materials, and who came from which body.

    `press_types` are the kinds of press that a class for journalists was for.
    """

    name: ClassVar = "training.held"
    title: ClassVar = "Tổ chức tập huấn"
    sentence: ClassVar = "đã tổ chức tập huấn: {subject}"

    subject: Text
    place: Words = ""
    sessions: Annotated[int, Field(ge=1)] = 1
    materials: Texts = ()
    participants: Annotated[int | None, Field(ge=0)] = None
    attended: Attended = ()
    press_types: Annotated[Ids, In("press-types")] = ()
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (TrainingPlanned, TrainingHeld)
