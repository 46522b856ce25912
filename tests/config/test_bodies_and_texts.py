"""Bodies, groups and texts of the configuration as shipped."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from pydantic import BaseModel

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.rhythm import OnDemand


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("moha-units", 20),
        ("row-units", 19),
        ("ministries-2024", 18),
        ("ministerial-agencies-2024", 4),
        ("government-agencies-2024", 8),
        ("central-agencies-2024", 30),
        ("provinces-2024", 63),
        ("par-reporters", 93),
        ("broadcasters", 65),
    ],
)
def test_groups_have_as_many_bodies_as_there_were_in_2024(shipped: Catalogue, group: str, count: int) -> None:
    """Groups within groups are counted through, each body once."""
    assert len(shipped.members([group])) == count


def test_the_reporters_of_the_reform_plan_are_the_agencies_and_the_provinces(shipped: Catalogue) -> None:
    """The ministry itself reports too: it is one of the 30."""
    assert shipped.members(["par-reporters"]) == shipped.members(["central-agencies-2024", "provinces-2024"])
    assert "bo-noi-vu" in shipped.members(["par-reporters"])


def test_whoever_owes_a_duty_has_an_office_that_can_act(shipped: Catalogue) -> None:
    """A body without an office could neither be urged nor record anything."""
    with_offices = {office.split("/")[0] for office in shipped.offices}
    owing = {
        body
        for duty in shipped.duties.values()
        if not isinstance(duty.rhythm, OnDemand)
        for body in shipped.owers(duty)
    }
    assert owing <= with_offices


def test_every_row_can_be_done_by_its_procedure(shipped: Catalogue) -> None:
    """For each form of a row there is a step that proves it."""
    for duty in shipped.duties.values():
        proved = {form for step in shipped.procedure(duty.procedure).steps for form in step.proves}
        assert not duty.row or set(duty.forms) <= proved, duty.id


def test_every_file_is_written_in_nfc(shipped_config: Path) -> None:
    """The decision's words are stored in one Unicode form, so that equal texts are equal bytes."""
    files = list(shipped_config.rglob("*.yaml"))
    assert len(files) >= 16
    for file in files:
        assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8")), file.name


def test_text_of_another_unicode_form_is_brought_to_nfc(folder: Path, shipped: Catalogue) -> None:
    """A file that an editor saved in NFD gives the same catalogue."""
    for file in folder.rglob("*.yaml"):
        file.write_text(unicodedata.normalize("NFD", file.read_text(encoding="utf-8")), encoding="utf-8")
    read = read_catalogue(folder, Registry(FACTS))
    assert all(unicodedata.is_normalized("NFC", text) for file in read.plans.values() for text in _texts(file))
    assert read.plans == shipped.plans
    assert read.bodies == shipped.bodies


def _texts(model: BaseModel) -> list[str]:
    found: list[str] = []
    todo: list[object] = [model.model_dump()]
    while todo:
        match todo.pop():
            case str(text):
                found.append(text)
            case dict(inner):
                todo += inner.values()
            case list(inner) | tuple(inner):
                todo += inner
    return found
