"""Command ids: a repeat gives the first answer again and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dondoc.domain.errors import KeyReused
from dondoc.domain.fact import Record
from dondoc.store.event_store import EventStore, Key

Build = Callable[..., Record]


def key(command_id: str = "c-1", *, actor: str = "nguyen-van-a", said: str = "submit 12/BC") -> Key:
    """The key of a command on `task-x`."""
    return Key(actor, command_id, said, "task-x")


def test_a_repeat_gives_the_first_answer_again(store: EventStore, record: Build, project: Any) -> None:
    """The same key with the same body: same stream, version and positions, marked as repeated, and no new event."""
    first = store.append([record("task-x"), record("task-x", 2)], project, key())
    store.append([record("task-x", 3)], project)

    again = store.append([record("task-x", 4)], project, key())

    assert not first.repeated
    assert again.repeated
    assert (again.stream, again.version, again.first, again.last) == ("task-x", 2, 1, 2)
    assert store.answer_to(key()) == again
    assert store.position() == 3


def test_a_key_that_was_used_for_something_else_is_refused(store: EventStore, record: Build, project: Any) -> None:
    """The same key with another body is a mistake of the caller, not a repeat, and nothing is appended."""
    store.append([record("task-x")], project, key())
    with pytest.raises(KeyReused, match="c-1"):
        store.append([record("task-x", 2)], project, key(said="submit 13/BC"))
    with pytest.raises(KeyReused):
        store.answer_to(key(said="submit 13/BC"))
    assert store.position() == 1


def test_two_actors_may_use_the_same_key(store: EventStore, record: Build, project: Any) -> None:
    """Keys belong to their actor: nobody can block or read another's command by guessing its id."""
    store.append([record("task-x")], project, key(actor="nguyen-van-a"))
    answer = store.append([record("task-x", 2)], project, key(actor="tran-thi-b", said="another body"))
    assert (answer.version, answer.repeated) == (2, False)


def test_an_empty_decision_is_remembered_too(store: EventStore, record: Build, project: Any) -> None:
    """What was already so is answered with the stream's version, and answered the same when it is said again."""
    store.append([record("task-x"), record("task-x", 2)], project)
    answer = store.append([], project, key())
    assert (answer.version, answer.last, answer.last < answer.first) == (2, 2, True)

    store.append([record("task-x", 3)], project)
    again = store.append([record("task-x", 4)], project, key())
    assert (again.version, again.last, again.repeated) == (2, 2, True)
    assert store.position() == 3


def test_a_key_of_an_append_that_failed_is_free(store: EventStore, record: Build, project: Any) -> None:
    """Only what was committed is remembered: after a failure the same key can be tried again."""

    def fails(_connection: object, _records: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.append([record("task-x")], fails, key())
    assert store.answer_to(key()) is None
    assert not store.append([record("task-x")], project, key()).repeated


def test_twenty_threads_with_one_key_bring_about_one_event(store: EventStore, record: Build, project: Any) -> None:
    """An impatient caller who sends a command twenty times at once gets twenty equal answers about one event."""
    with ThreadPoolExecutor(max_workers=20) as threads:
        sent = [threads.submit(store.append, [record("task-x")], project, key()) for _ in range(20)]
        answers = [each.result() for each in sent]
    assert store.position() == 1
    assert {(a.stream, a.version, a.first, a.last) for a in answers} == {("task-x", 1, 1, 1)}
    assert sorted(a.repeated for a in answers) == [False] + [True] * 19
