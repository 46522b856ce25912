"""Command ids: a repeat gives the first answer again and changes nothing."""

from __future__ import annotations

from dondoc.domain.errors import KeyReused
from dondoc.store.event_store import Key
from dondoc.testing.stores.place import Place, fails, nothing, refused


def key(command_id: str = "c-1", *, actor: str = "nguyen-van-a", said: str = "submit 12/BC") -> Key:
    """The key of a command on `task-x`."""
    return Key(actor, command_id, said, "task-x")


class Keys(Place):
    """What a key of a command does, and whose it is."""

    def test_a_repeat_gives_the_first_answer_again(self) -> None:
        """The same key with the same body: same stream, version and positions, marked as repeated, no new event."""
        with self.store() as store:
            first = store.append([self.record("task-x"), self.record("task-x", 2)], nothing, key())
            store.append([self.record("task-x", 3)], nothing)
            again = store.append([self.record("task-x", 4)], nothing, key())
            assert store.answer_to(key()) == again
            assert store.position() == 3
        assert not first.repeated
        assert again.repeated
        assert (again.stream, again.version, again.first, again.last) == ("task-x", 2, 1, 2)
        assert again.event_ids == first.event_ids == ("event-1", "event-2")

    def test_a_key_that_was_used_for_something_else_is_refused(self) -> None:
        """The same key with another body is a mistake of the caller, not a repeat, and nothing is appended."""
        with self.store() as store:
            store.append([self.record("task-x")], nothing, key())
            other, more = key(said="submit 13/BC"), [self.record("task-x", 2)]
            assert "c-1" in str(refused(KeyReused, lambda: store.append(more, nothing, other)))
            refused(KeyReused, lambda: store.answer_to(other))
            assert store.position() == 1

    def test_two_actors_may_use_the_same_key(self) -> None:
        """Keys belong to their actor: nobody can block or read another's command by guessing its id."""
        with self.store() as store:
            store.append([self.record("task-x")], nothing, key(actor="nguyen-van-a"))
            answer = store.append([self.record("task-x", 2)], nothing, key(actor="tran-thi-b", said="another body"))
        assert (answer.version, answer.repeated) == (2, False)

    def test_an_empty_decision_is_remembered_too(self) -> None:
        """What was already so is answered with the stream's version, and the same when it is said again."""
        with self.store() as store:
            store.append([self.record("task-x"), self.record("task-x", 2)], nothing)
            answer = store.append([], nothing, key())
            assert (answer.version, answer.last, answer.last < answer.first) == (2, 2, True)
            store.append([self.record("task-x", 3)], nothing)
            again = store.append([self.record("task-x", 4)], nothing, key())
            assert (again.version, again.last, again.repeated) == (2, 2, True)
            assert store.position() == 3

    def test_a_key_of_an_append_that_failed_is_free(self) -> None:
        """Only what was committed is remembered: after a failure the same key can be tried again."""
        with self.store() as store:
            refused(ZeroDivisionError, lambda: store.append([self.record("task-x")], fails, key()))
            assert store.answer_to(key()) is None
            assert not store.append([self.record("task-x")], nothing, key()).repeated
