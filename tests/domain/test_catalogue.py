"""The catalogue answers by id: members of groups, offices, procedures, ladders, names as they were on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dondoc.domain import choosing
from dondoc.domain.body import Body, Group
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.document import Document
from dondoc.domain.errors import NotFound
from dondoc.domain.ladder import Ladder
from dondoc.domain.office import SYSTEM
from dondoc.testing import PROCEDURES, duty, small_catalogue
from dondoc.testing.catalogue import LADDER

CATALOGUE = small_catalogue()


def grouped(**groups: tuple[str, ...]) -> Catalogue:
    """The small catalogue with further groups; `_` in their names stands for a hyphen."""
    more = {id_.replace("_", "-"): members for id_, members in groups.items()}
    return replace(
        CATALOGUE,
        groups={**CATALOGUE.groups, **{id_: Group(id=id_, name=id_, members=of) for id_, of in more.items()}},
    )


def test_a_group_means_its_members_in_their_order_each_once() -> None:
    """Groups may hold groups and bodies; a body named twice owes once."""
    catalogue = grouped(moi_nguoi=("van-phong", "cac-vu", "vu-a"))
    assert catalogue.members(["moi-nguoi", "vu-b", "tinh-a"]) == ["van-phong", "vu-a", "vu-b", "tinh-a"]
    assert catalogue.members(["vu-a"]) == ["vu-a"]


def test_an_empty_group_means_nobody() -> None:
    """An open group has no known members, and a duty of such a group opens nothing."""
    assert grouped(bao_chi=()).members(["bao-chi"]) == []


def test_each_member_of_a_group_owes_the_duty() -> None:
    """One duty, one task a body."""
    of_all = duty("all", {"kind": "continuous"}).model_copy(update={"bodies": ("cac-vu", "van-phong")})
    catalogue = small_catalogue(duties=[of_all])
    assert catalogue.owers(catalogue.duties["kh.all"]) == ["vu-a", "vu-b", "van-phong"]


def test_a_post_is_an_office_of_every_body_of_its_groups() -> None:
    """And a single office is itself; offices that nobody configured are not there."""
    offices = CATALOGUE.offices
    assert offices["vu-b/dau-moi"].name == "Đầu mối"
    assert offices["van-phong/nguoi-phat-ngon"].body == "van-phong"
    assert "vu-b/nguoi-phat-ngon" not in offices
    assert SYSTEM not in offices


def test_a_duty_is_found_by_its_full_id_with_its_plan_and_clauses() -> None:
    """The id says which plan it belongs to; clauses that are not written out are left away."""
    found = CATALOGUE.duties["kh.report"]
    assert CATALOGUE.plan_of(found.id).id == "kh"
    assert [clause.label for clause in CATALOGUE.clauses(found)] == ["Mục I"]
    assert CATALOGUE.clauses(found.model_copy(update={"clause": ("PL",)})) == []


def test_a_plan_binds_from_its_effective_day_or_from_its_year() -> None:
    """Where the day of signing is not known, nothing is invented: the year begins it."""
    assert CATALOGUE.plan("kh").plan.starts == date(2024, 3, 18)
    assert small_catalogue(effective=None).plan("kh").plan.starts == date(2024, 1, 1)
    assert small_catalogue(year=2026).plan("kh").plan.ends == date(2026, 12, 31)
    with pytest.raises(NotFound) as refusal:
        CATALOGUE.plan("kj")
    assert "kh" in refusal.value.cure


def test_a_procedure_is_found_in_the_version_asked_for_else_in_the_newest() -> None:
    """Tasks keep theirs; one that is gone says which file to keep."""
    newer = PROCEDURES[0].model_copy(update={"version": 2})
    catalogue = small_catalogue(procedures=[*PROCEDURES, newer])
    assert catalogue.procedure("press-information").version == 2
    assert catalogue.procedure("press-information", 1).version == 1
    with pytest.raises(NotFound, match="in version 3"):
        catalogue.procedure("press-information", 3)
    with pytest.raises(NotFound, match="'publish'"):
        catalogue.procedure("publish")


def test_a_duty_climbs_the_ladder_that_it_names_else_the_first_that_suits_it() -> None:
    """By rhythm and grain; a duty that suits none is not urged."""
    weekly = Ladder.model_validate({**LADDER.model_dump(), "id": "tuan", "rhythms": ["quota"], "grains": ["week"]})
    catalogue = small_catalogue(ladders=[weekly, LADDER])
    chosen = {
        name: choosing.ladder(catalogue, catalogue.duties[f"kh.{name}"])
        for name in ("broadcast", "bulletin", "standing")
    }
    assert chosen == {"broadcast": weekly, "bulletin": LADDER, "standing": None}
    named = catalogue.duties["kh.standing"].model_copy(update={"ladder": "tuan"})
    assert choosing.ladder(catalogue, named) == weekly


def test_a_body_is_called_what_it_was_called_on_that_day() -> None:
    """Renamed on 1 March 2025: both ends of a name's time belong to it."""
    names = [{"name": "Vụ Tiền lương", "to": date(2025, 2, 28)}, {"name": "Cục Tiền lương", "from": date(2025, 3, 1)}]
    body = Body.model_validate({"id": "vu-a", "kind": "unit", "names": names})
    catalogue = replace(CATALOGUE, bodies={**CATALOGUE.bodies, "vu-a": body})
    assert catalogue.body_name("vu-a", date(2025, 2, 28)) == "Vụ Tiền lương"
    assert catalogue.body_name("vu-a", date(2025, 3, 1)) == "Cục Tiền lương"
    assert catalogue.body_name("vu-z", date(2025, 3, 1)) == "vu-z"


def test_a_document_is_cited_as_far_as_it_is_known() -> None:
    """Type, number and day; nothing is put in the place of what is unknown."""
    known = Document(id="d", type="Quyết định", number="184/QĐ-BNV", date=date(2024, 3, 18))
    assert known.citation() == "Quyết định số 184/QĐ-BNV ngày 18/03/2024"
    assert Document(id="d", type="Quyết định").citation() == "Quyết định"
