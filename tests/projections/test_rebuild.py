"""Rebuilding: read models made anew from the log are the same, and readers see old or new, never half."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Table, delete, func, insert, select, text, update

from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound, UnknownEvent
from dondoc.domain.office import ENGINE
from dondoc.domain.once import RecordOnce
from dondoc.projections import PROJECTIONS, rebuild
from dondoc.testing import ASSIGNER, LEAD, PROCEDURES, QUESTION, duty, example, small_catalogue, step_data

TABLES = [table for projection in PROJECTIONS for table in projection.tables]


@pytest.fixture
def played(opened: Callable[..., Dondoc], at: Callable[[date], None], url: str) -> Dondoc:
    """A ministry on either database, with a row in every table."""
    inquiries = duty("inquiries", {"kind": "on-demand"}, procedure="question")
    duties, procedures = [*small_catalogue().plans["kh"].duties, inquiries], [*PROCEDURES, QUESTION]
    dondoc = opened(small_catalogue(duties=duties, procedures=procedures), url)
    at(date(2024, 6, 10))
    dondoc.tick()
    dondoc.issue_act("nd-a", date(2024, 5, 10), "73/2024/NĐ-CP", actor=ASSIGNER)
    dondoc.record("bulletin.published", {"body": "vu-a", "issue": "9"}, actor=LEAD)
    dondoc.take_step("kh.information:vu-a:2024-04", "prepare", {"subject": "A"}, actor=LEAD)
    dondoc.attach_evidence("kh.information:vu-a:2024-04", "https://example.invalid/bai", actor=LEAD)
    dondoc.open_case("kh.inquiries", step_data("press.question-received"), actor=LEAD)
    dondoc.dispatch(RecordOnce(stream="notice-1", fact=example("notice.sent")), actor=ENGINE)
    dondoc.dispatch(RecordOnce(stream="account-lan", fact=example("account.opened")), actor=ENGINE)
    dondoc.dispatch(RecordOnce(stream="token-lan", fact=example("token.opened")), actor=ENGINE)
    return dondoc


def dump(dondoc: Dondoc) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every read model."""
    with dondoc.store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in TABLES
        }


def test_what_was_written_as_it_happened_is_what_a_replay_gives(played: Dondoc) -> None:
    """Row by row, in every table; and a rebuild writes just that."""
    before = dump(played)
    assert all(before.values()), "each table has something to compare"
    assert played.differences() == {}
    assert played.rebuild() == played.store.position()
    assert dump(played) == before


@pytest.mark.parametrize("size", [1, 2, 3, 17, 10_000])
def test_the_size_of_the_batches_changes_nothing(played: Dondoc, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One record at a time or all at once: the same rows."""
    before = dump(played)
    monkeypatch.setattr(rebuild, "BATCH", size)
    played.rebuild()
    assert dump(played) == before
    assert played.differences() == {}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_that_was_tampered_with_is_found_in_its_table(played: Dondoc, table: Table) -> None:
    """A changed row, a missing row and an added row each show in the table where they are, and a rebuild mends them."""
    column = [column for column in table.columns if not column.primary_key and column.type.python_type is str][-1]

    def tamper(statement: object) -> dict[str, int]:
        with played.store.writing() as connection:
            connection.execute(statement)  # type: ignore[call-overload]  # one of three kinds of statement
        found = played.differences()
        played.rebuild([next(p.name for p in PROJECTIONS if table in p.tables)])
        assert played.differences() == {}
        return found

    with played.store.reading() as connection:
        row = connection.execute(select(table).limit(1)).mappings().one()
    one = [table.c[key] == value for key, value in row.items() if value is not None]
    added = {**row, **{key.name: f"x{row[key.name]}" for key in table.columns if key.type.python_type is str}}
    assert tamper(update(table).where(*one).values({column: "x"})) == {table.name: 2}, "one too many, one missing"
    assert tamper(delete(table).where(*one)) == {table.name: 1}
    assert tamper(insert(table).values(added)) == {table.name: 1}


def test_a_reader_sees_the_old_rows_until_the_new_ones_are_all_there(
    played: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a rebuild runs, whoever asks gets the answer of before; afterwards that of the new rows; never of some."""
    true = played.status().totals
    with played.store.writing() as connection:
        connection.execute(text("UPDATE dondoc_standing SET outcome = 'cancelled'"))
    wrong = played.status().totals
    assert wrong != true
    seen: list[object] = []
    monkeypatch.setattr(rebuild, "BATCH", 20)
    played.rebuild(progress=lambda _: seen.append(played.status().totals))
    assert len(seen) > 5
    assert all(totals == wrong for totals in seen)
    assert played.status().totals == true


def test_a_rebuild_that_fails_leaves_the_old_rows(played: Dondoc) -> None:
    """A log that cannot be read to its end replaces nothing."""
    before = dump(played)
    with played.store.writing() as connection:
        connection.execute(
            text("UPDATE dondoc_events SET name = 'x' WHERE position = (SELECT position FROM dondoc_head)")
        )
    with pytest.raises(UnknownEvent):
        played.rebuild()
    assert dump(played) == before


def test_one_read_model_can_be_made_anew_alone(played: Dondoc) -> None:
    """Only the tables of the one that was named are touched."""
    with played.store.writing() as connection:
        for name in ("dondoc_reminders", "dondoc_periods"):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608  # two names of our own
    played.rebuild(["reminders"])
    assert played.differences().keys() == {"dondoc_periods"}


def test_an_unknown_name_is_refused_before_anything_is_emptied(played: Dondoc) -> None:
    """A misspelt name costs nothing."""
    before = dump(played)
    with pytest.raises(NotFound, match="milestones"):
        played.rebuild(["tasks", "mile-stones"])
    assert dump(played) == before


def test_progress_is_told(played: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long work says how far it is, up to the number of records that it read."""
    monkeypatch.setattr(rebuild, "BATCH", 50)
    told: list[int] = []
    count = played.rebuild(progress=told.append)
    assert told == sorted(told)
    assert told[-1] == count
    with played.store.reading() as connection:
        assert count == connection.execute(select(func.count()).select_from(text("dondoc_events"))).scalar_one()
