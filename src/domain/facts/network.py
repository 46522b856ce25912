"""Facts of good models, of the network of collaborators, and of rewards. A collaborator is a code, never a name."""

from __future__ import annotations

from typing import Annotated, ClassVar

from dondoc.domain.fact import ActivityFact, Fact
from dondoc.domain.facts.about import About, Ids, Outlet, Texts
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Id, Text, Words
from dondoc.domain.vocabulary import In


class ModelRegistered(About, ActivityFact):
    """A pilot or good example was entered in the register, under a code by which publications name it."""

    name: ClassVar = "model.registered"
    title: ClassVar = "Ghi nhận mô hình, điển hình"
    sentence: ClassVar = "đã ghi nhận {subject} (mã {model})"

    model: Id
    subject: Text
    kind: Annotated[Text, In("model-kinds")]
    source: Text
    place: Words = ""
    link: Link | None = None


class CollaboratorRegistered(ActivityFact):
    """A collaborator joined the network, under a code by which publications name the contribution."""

    name: ClassVar = "collaborator.registered"
    title: ClassVar = "Ghi nhận cộng tác viên"
    sentence: ClassVar = "đã ghi nhận cộng tác viên mã {collaborator} của {organisation}"

    collaborator: Id
    organisation: Text
    outlet: Outlet | None = None


class CollaboratorEnded(ActivityFact):
    """A collaborator left the network."""

    name: ClassVar = "collaborator.ended"
    title: ClassVar = "Thôi cộng tác"
    sentence: ClassVar = "đã ghi nhận cộng tác viên mã {collaborator} thôi cộng tác: {reason}"

    collaborator: Id
    reason: Text


class RewardDecided(ActivityFact):
    """A reward was decided: which, by which decision, for which bodies, models or collaborators."""

    name: ClassVar = "reward.decided"
    title: ClassVar = "Quyết định khen thưởng"
    sentence: ClassVar = "đã ghi nhận khen thưởng {subject} theo Quyết định {number}"

    subject: Text
    number: Text
    units: Annotated[Texts, In("attendees", free=True)] = ()
    models: Ids = ()
    collaborators: Ids = ()
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (ModelRegistered, CollaboratorRegistered, CollaboratorEnded, RewardDecided)
