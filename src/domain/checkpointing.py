"""When a checkpoint of the log is made beside once a day, and who is sent it. It makes none."""

from __future__ import annotations

from dondoc.domain.model import Model, Text


class Checkpointing(Model):
    """What is configured of checkpoints.

    Attributes:
        facts: stored names of facts after which one is made at once, such as approvals.
        to: offices and bodies that are sent each new one; how they are reached stands in the contacts file.
    """

    facts: tuple[Text, ...] = ()
    to: tuple[Text, ...] = ()
