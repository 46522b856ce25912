"""Facts of programmes in which the head of an agency answers viewers. Guests are told by office, never by name."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.about import About
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words


class LiveAnswersAired(About, StepFact):
    """A programme was aired in which a guest, told by office, answered questions.

    `asked` counts the questions that were put, `answered` those of them that were answered on air.
    """

    name: ClassVar = "programme.live-answers-aired"
    title: ClassVar = "Phát sóng trả lời trực tiếp"
    sentence: ClassVar = "đã phát sóng {programme} với {guest}: {answered}/{asked} câu hỏi được trả lời"

    programme: Text
    guest: Text
    asked: Annotated[int, Field(ge=0)]
    answered: Annotated[int, Field(ge=0)]
    minutes: Annotated[int | None, Field(ge=1, le=1440)] = None
    link: Link | None = None


class LiveAnswerPromised(AskingFact):
    """A question on air was left open: its `subject` is answered later by the guest's agency in `units`, by a day."""

    name: ClassVar = "programme.answer-promised"
    title: ClassVar = "Khách mời hẹn trả lời sau"
    sentence: ClassVar = "đã ghi câu hỏi {guest} hẹn trả lời sau: {subject}"

    guest: Text


class LiveAnswerGiven(StepFact):
    """A promised answer was given and told to the viewers."""

    name: ClassVar = "programme.answer-given"
    title: ClassVar = "Trả lời câu hỏi đã hẹn"
    sentence: ClassVar = "đã trả lời câu hỏi đã hẹn: {answer}"

    answer: Text
    link: Link | None = None
    note: Words = ""


FACTS: tuple[type[Fact], ...] = (LiveAnswersAired, LiveAnswerPromised, LiveAnswerGiven)
