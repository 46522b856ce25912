"""The fact of a proof: a file or a link that shows that something happened. The file itself is not in the log."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import Fact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of what a file holds, or of a link's address, in small hexadecimal digits."""


class EvidenceAttached(Fact):
    """A proof was attached: a file, known by its content, or a link.

    `evidence` is the SHA-256 of the content (of the address, for a link), `label` what it is called, `media` its kind
    and `size` its bytes, both empty for a link. `day` is the proof's own date. `version` counts from 1 and grows where
    it `supersedes` an earlier proof. `about` is the id of the event that it proves, empty for the whole stream.
    """

    name: ClassVar = "evidence.attached"
    title: ClassVar = "Đính kèm minh chứng"
    sentence: ClassVar = "đã đính kèm minh chứng: {label} (bản {version})"

    evidence: Digest
    label: Annotated[Text, Field(max_length=2000)]
    media: Words = ""
    size: Annotated[int, Field(ge=0)] = 0
    day: date | None = None
    version: Annotated[int, Field(ge=1)] = 1
    supersedes: Digest | None = None
    link: Link | None = None
    about: str = ""


FACTS: tuple[type[Fact], ...] = (EvidenceAttached,)
