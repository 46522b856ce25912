"""Whatever a database administrator does to the log is found against a checkpoint that was kept elsewhere, on both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from dondoc.domain.errors import NotFound, StoreBroken
from dondoc.domain.fact import Record
from dondoc.store import event_store, tree
from dondoc.store.audit import Audited, audit
from dondoc.store.event_store import EventStore
from dondoc.store.recorder import NO_HASH
from dondoc.store.schema import events, head, tiles, tracking
from dondoc.store.tree import FOLLOWER, StoredTree, leaves, rows
from dondoc.testing.stores.chaining import EDITS as EVERY_EDIT
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.finding import WORDS, Finding
from dondoc.transparency.leaf import COLUMNS, encode
from dondoc.transparency.tree import Frontier, leaf_hash

Build = Callable[..., Record]
Edit = Callable[[str], None]
EDITS = {column: edit for column, edit in EVERY_EDIT.items() if column not in {"position", "hash"}}
TOLD = {"version", "name", "on_day", "recorded_at", "actor", "office", "on_behalf_of", "command_id", "correlation_id",
        "causation_id", "basis"}  # fmt: skip
"""The columns whose former value is found again, since it stands in other events or can be counted up to."""
REST = "version, name, data, event_id, on_day, recorded_at, actor, office, on_behalf_of, command_id, correlation_id, "
REST += "causation_id, basis, hash"
FORGED = f"INSERT INTO dondoc_events (position, stream, {REST}) SELECT 5, 'task-x', {REST} FROM dondoc_events WHERE position = 6"  # noqa: E501, S608  # columns of our own


def moved(*pairs: tuple[int, int]) -> list[str]:
    """Statements that give events other positions, one after the other."""
    return [f"UPDATE dondoc_events SET position = {to} WHERE position = {at}" for at, to in pairs]  # noqa: S608  # numbers of our own


OPERATIONS = {
    "deleted": (["DELETE FROM dondoc_events WHERE position = 5"], "deleted", 5),
    "deleted several": (["DELETE FROM dondoc_events WHERE position BETWEEN 5 AND 7"], "deleted", 7),
    "deleted and closed up": (
        ["DELETE FROM dondoc_events WHERE position = 5", *moved((6, 5), (7, 6), (8, 7), (9, 8))],
        "deleted",
        5,
    ),
    "renumbered": (moved((5, 99)), "renumbered", 99),
    "swapped": (moved((5, 99), (7, 5), (99, 7)), "swapped", 7),
    "swapped neighbours": (moved((5, 99), (6, 5), (99, 6)), "swapped", 6),
    "inserted": ([*moved((9, 10), (8, 9), (7, 8), (6, 7), (5, 6)), FORGED], "inserted", 6),
}


@pytest.fixture
def log(store: EventStore, record: Build, project: Any, monkeypatch: pytest.MonkeyPatch) -> EventStore:
    """A log of nine events, read in pages of four."""
    for module in (event_store, tree):
        monkeypatch.setattr(module, "PAGE", 4)
    for number in range(1, 10):
        said = {"actor": "le-van-c", "basis": "IV.1"} if number == 3 else {}
        store.append([record(f"task-{number}", correlation_id=f"c-{number // 3}", **said)], project)
    return store


@pytest.fixture
def kept(log: EventStore) -> list[Checkpoint]:
    """Checkpoints after three events and after all nine, kept elsewhere."""
    grown = StoredTree(log)
    assert grown.catch_up() == 9
    return [Checkpoint("x", size, grown.root(size)) for size in (3, 9)]


def asked(log: EventStore, *kept: Checkpoint) -> Audited:
    """What an audit finds."""
    with log.reading() as connection:
        return audit(connection, kept)


def first(found: Audited) -> Finding:
    """The first finding, which can be said in both languages."""
    assert found.findings
    assert found.findings[0].vi
    assert found.findings[0].en
    return found.findings[0]


def redo_chain(connection: Connection) -> None:
    """Renumber what is there, and write every hash and the head anew, as our own import would."""
    chain = NO_HASH
    for at, row in enumerate(list(rows(connection)), 1):
        chain = hashlib.sha256(chain + encode([at, *row[1:-1]])).digest()
        there = update(events).where(events.c.position == row.position)
        connection.execute(there.values(position=at, hash=chain))
    count = connection.execute(select(events.c.position).order_by(events.c.position.desc()).limit(1)).scalar_one()
    connection.execute(update(head).values(position=count, hash=chain))


def redo_tree(connection: Connection) -> None:
    """Forget the tree, so that it is made anew from what the log says now."""
    connection.execute(delete(tiles))
    connection.execute(update(tracking).where(tracking.c.follower == FOLLOWER).values(position=0))


def test_an_untouched_log_agrees_with_every_checkpoint(log: EventStore, kept: list[Checkpoint]) -> None:
    """Nothing is found, with and without checkpoints, and the root is that of the leaves by the straight way."""
    found = asked(log, *kept)
    assert (found.events, found.findings, found.agreed) == (9, (), tuple(kept))
    assert asked(log).findings == ()
    with log.reading() as connection:
        frontier = Frontier()
        for leaf in leaves(connection):
            frontier.add(leaf_hash(leaf))
    assert found.root == frontier.root() == StoredTree(log).root(9)


def test_every_column_has_its_edit() -> None:
    """None is left out of these trials; position and hash have trials of their own."""
    assert {*EDITS, "position"} == {*COLUMNS}
    assert {"position", *EDITS, "hash"} == {column.name for column in events.columns}


@pytest.mark.parametrize("column", EDITS)
def test_an_edited_column_is_found_and_named(log: EventStore, kept: list[Checkpoint], edit: Edit, column: str) -> None:
    """At its position, with its name where its former value can be found again, with and without the tree."""
    edit(f"UPDATE dondoc_events SET {EDITS[column]} WHERE position = 5")  # noqa: S608  # a list of our own
    for spoil in (None, redo_tree):
        if spoil:
            with log.writing() as connection:
                spoil(connection)
        said = first(asked(log, *kept))
        assert said.position == 5
        assert (said.kind, said.columns) == (("column", (column,)) if column in TOLD else ("content", ()))


@pytest.mark.parametrize("column", EDITS)
@pytest.mark.parametrize("thorough", [False, True])
def test_an_edit_that_redoes_the_hashes_is_found(
    log: EventStore, kept: list[Checkpoint], edit: Edit, column: str, *, thorough: bool
) -> None:
    """Whoever rewrites the chain too is found by the tree; who rewrites that as well, between two checkpoints."""
    edit(f"UPDATE dondoc_events SET {EDITS[column]} WHERE position = 5")  # noqa: S608  # a list of our own
    with log.writing() as connection:
        redo_chain(connection)
        if thorough:
            redo_tree(connection)
    if thorough:
        StoredTree(log).catch_up()
    said = first(asked(log, *kept))
    if thorough:
        assert (said.kind, said.position, said.other) == ("rewritten", 4, 9)
        assert asked(log).findings == ()  # the limit: without a checkpoint from elsewhere nobody can tell
    else:
        assert said.position == 5


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_was_done_to_rows_is_found_and_named(
    log: EventStore, kept: list[Checkpoint], edit: Edit, operation: str
) -> None:
    """Deleted, moved, swapped, inserted: at the first bad position, by its name."""
    statements, kind, other = OPERATIONS[operation]
    for statement in statements:
        edit(statement)
    said = first(asked(log, *kept))
    assert (said.kind, said.position, said.other) == (kind, 5, other)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_rows_that_were_moved_with_every_hash_redone_are_found(
    log: EventStore, kept: list[Checkpoint], edit: Edit, operation: str
) -> None:
    """A complete rewrite leaves nothing but the checkpoint, and that is enough."""
    for statement in OPERATIONS[operation][0]:
        edit(statement)
    with log.writing() as connection:
        redo_chain(connection)
        redo_tree(connection)
    StoredTree(log).catch_up()
    found = asked(log, *kept)
    said = first(found)
    assert found.agreed == (kept[0],)
    assert (said.kind, said.position) in {("rewritten", 4), ("truncated", found.events + 1)}
    assert asked(log).findings == ()


def test_a_log_that_was_cut_or_restored_from_an_older_backup_is_found(
    log: EventStore, kept: list[Checkpoint], record: Build, project: Any
) -> None:
    """Cut with its head and tree: shorter than the checkpoint. Written on after that: not the log that was signed."""
    with log.writing() as connection:
        connection.execute(delete(events).where(events.c.position > 7))
        redo_chain(connection)
        redo_tree(connection)
    StoredTree(log).catch_up()
    assert first(asked(log, *kept)) == Finding("truncated", 8, 9)
    for number in range(20, 24):
        log.append([record(f"task-{number}")], project)
    StoredTree(log).catch_up()
    said = first(asked(log, *kept))
    assert (said.kind, said.position, said.other) == ("rewritten", 4, 9)
    assert StoredTree(log).size() == 11


@pytest.mark.parametrize(
    ("statement", "kind", "position"),
    [
        ("DELETE FROM dondoc_events WHERE position > 6", "truncated", 7),
        ("DELETE FROM dondoc_events", "truncated", 1),
        ("UPDATE dondoc_events SET hash = data WHERE position = 5", "hash", 5),
        ("UPDATE dondoc_events SET hash = data WHERE position = 9", "hash", 9),
        ("UPDATE dondoc_head SET position = 8", "head", 10),
        ("UPDATE dondoc_head SET position = 12", "truncated", 10),
        ("DELETE FROM dondoc_head", "head", 10),
        ("UPDATE dondoc_events SET position = -3 WHERE position = 5", "inserted", -3),
        ("UPDATE dondoc_events SET position = 10 WHERE position = 9", "renumbered", 9),
    ],
)
def test_hashes_head_and_ends_are_compared_too(
    log: EventStore, kept: list[Checkpoint], edit: Edit, statement: str, kind: str, position: int
) -> None:
    """What only helps to find is looked after as well: an edit there is no event that was changed."""
    edit(statement)
    said = first(asked(log, *kept))
    assert (said.kind, said.position) == (kind, position)


def test_a_changed_tree_is_told_apart_from_changed_events(log: EventStore, kept: list[Checkpoint]) -> None:
    """A checkpoint says which of the two is right; without one it is said that this is open."""
    with log.writing() as connection:
        held = connection.execute(select(tiles.c.hashes)).scalar_one()
        connection.execute(update(tiles).values(hashes=held[:128] + bytes(32) + held[160:]))
    assert first(asked(log, *kept)) == Finding("tree", 5)
    assert first(asked(log)) == Finding("disputed", 5)


def test_an_event_that_was_added_by_hand_behind_the_head_is_found(log: EventStore, kept: list[Checkpoint]) -> None:
    """Even with a chained hash: the head never held it."""
    with log.writing() as connection:
        *_, last = rows(connection)
        values = {**dict(zip(COLUMNS, last[:-1], strict=True)), "position": 10, "version": 2}
        chained = hashlib.sha256(last.hash + encode([*values.values()])).digest()
        connection.execute(insert(events).values(**values, hash=chained))
    assert first(asked(log, *kept)) == Finding("inserted", 10)


@pytest.mark.parametrize("at", [4, 6])
def test_a_second_event_at_one_position_is_found(
    postgresql: str, open_store: Callable[[str], EventStore], record: Build, project: Any,
    monkeypatch: pytest.MonkeyPatch, at: int,
) -> None:  # fmt: skip
    """An administrator can take the table's key away; also where a page of the reading ends between the two."""
    monkeypatch.setattr(tree, "PAGE", 4)
    log = open_store(postgresql)
    log.create()
    log.append([record(f"task-{number}") for number in range(9)], project)
    with log.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE dondoc_events DROP CONSTRAINT dondoc_events_pkey")
        row = connection.execute(select(events).where(events.c.position == at)).mappings().one()
        connection.execute(insert(events), {**row, "stream": "task-x"})
    assert first(asked(log)).position in {at, at + 1}


def test_data_that_became_text_are_found_too(
    sqlite: str, open_store: Callable[[str], EventStore], record: Build, project: Any, edit: Edit
) -> None:
    """SQLite's `replace` turns bytes into text: the same letters in another type are an alteration like any other."""
    log = open_store(sqlite)
    log.create()
    log.append([record(f"task-{number}") for number in range(9)], project)
    with log.writing() as connection:
        connection.exec_driver_sql("UPDATE dondoc_events SET data = CAST(data AS TEXT) WHERE position = 5")
    assert first(asked(log)) == Finding("column", 5, columns=("data",))


@pytest.mark.parametrize("order", [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_copy_in_the_other_database_agrees_with_the_same_checkpoint(
    request: pytest.FixtureRequest, open_store: Callable[[str], EventStore], record: Build, project: Any,
    order: tuple[str, str],
) -> None:  # fmt: skip
    """Rows copied as they are give the same leaves, whatever letters they hold."""
    first_, second = (open_store(request.getfixturevalue(each)) for each in order)
    for each in (first_, second):
        each.create()
    letters = "".join(chr(n) for n in (1, 8, 9, 10, 12, 13, 31, 34, 92, 47, 127, 0x2028, 0xFEFF, 0x1F600, 0x1EC7))
    for number in range(1, 6):
        first_.append([record(f"task-{number}", basis=letters)], project)
    StoredTree(first_).catch_up()
    seal = Checkpoint("x", 5, StoredTree(first_).root(5))
    with first_.reading() as old, second.writing() as new:
        new.execute(insert(events), [dict(row) for row in old.execute(select(events)).mappings()])
        new.execute(update(head).values(**old.execute(select(head)).mappings().one()))
    for log in (first_, second):
        assert asked(log, seal).agreed == (seal,)
        assert asked(log, seal).findings == ()


def test_each_kind_of_finding_is_tried_here() -> None:
    """No word of the list is one that nothing ever says."""
    tried = {"column", "content", "deleted", "renumbered", "swapped", "inserted", "truncated", "rewritten", "hash",
             "tree", "disputed", "head"}  # fmt: skip
    assert tried | {"checkpoint"} == {*WORDS}


def test_a_lost_tree_is_made_anew_and_a_gap_stops_it(log: EventStore, kept: list[Checkpoint], edit: Edit) -> None:
    """The tree holds nothing that the log does not tell; it never grows over an event that is missing."""
    edit("DELETE FROM dondoc_tiles")
    assert asked(log, *kept).findings == ()
    with pytest.raises(StoreBroken, match="stored tree is not whole"):
        StoredTree(log).root(9)
    with log.writing() as connection:
        redo_tree(connection)
    assert StoredTree(log).catch_up() == 9
    assert StoredTree(log).root(9) == kept[1].root
    with pytest.raises(NotFound, match="holds 9 events"):
        StoredTree(log).root(10)
    with log.writing() as connection:
        redo_tree(connection)
        connection.execute(delete(events).where(events.c.position == 4))
    with pytest.raises(StoreBroken, match="missing after position 0"):
        StoredTree(log).catch_up()
