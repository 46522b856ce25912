"""Reads the contacts file: how people, offices and bodies are reached. It lies outside the configuration folder.

Nothing else of the configuration depends on it, and it is read anew each time, so that what was erased is gone at once.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from dondoc.config.findings import Findings
from dondoc.config.source import read
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.contact import NONE, Contacts


def read_contacts(file: Path, catalogue: Catalogue, channels: Collection[str]) -> Contacts:
    """The contacts of a file.

    Args:
        file: YAML with `contacts`.
        catalogue: knows the offices, bodies and persons.
        channels: those that can be sent by.

    Raises:
        ConfigInvalid: the file is wrong; names file and line.
    """
    source, findings = read(file), Findings()
    try:
        found = Contacts.model_validate(source.data)
    except ValidationError as wrong:
        findings.shape(source, Contacts, wrong)
        findings.refuse()
        raise
    persons = {each.person for each in catalogue.holdings}
    known = {*catalogue.offices, *catalogue.bodies, *persons}
    for i, contact in enumerate(found.contacts):
        if contact.of not in known:
            findings.add(
                source, ("contacts", i, "of"), f"There is no person, office or body {contact.of!r}.",
                vi=f"Không có người, chức vụ hay cơ quan {contact.of!r}.",
                cure="A person must hold an office in offices.yaml; see `dondoc offices`.",
            )  # fmt: skip
        if contact.channel not in {*channels, NONE}:
            findings.add(
                source, ("contacts", i, "channel"), f"Nothing is sent by {contact.channel!r} here.",
                vi=f"Chưa thiết lập kênh {contact.channel!r}.",
                cure=f"Use one of {', '.join(sorted([*channels, NONE]))}, or set it up: see docs/how-to/delivery.md.",
            )  # fmt: skip
    findings.refuse()
    return found
