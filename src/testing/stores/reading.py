"""Reading the log: by position, complete, in order; what is not known stops it."""

from __future__ import annotations

from dondoc.domain.errors import UnknownEvent
from dondoc.domain.facts.activity import BulletinPublished
from dondoc.store.event_store import PAGE
from dondoc.testing.stores.place import Place, edit, nothing, refused


class Reading(Place):
    """What a reader sees."""

    def test_reading_in_pages_gives_the_same_as_reading_at_once(self) -> None:
        """Pages join without gap or overlap, between any two positions."""
        count = 2 * PAGE + 1
        with self.store() as store:
            store.append([self.record(f"task-{number}") for number in range(count)], nothing)
            assert [read.position for read in store.read_all()] == list(range(1, count + 1))
            assert [read.position for read in store.read_all(1)] == list(range(2, count + 1))
            assert [read.position for read in store.read_all(3, upto=8)] == [4, 5, 6, 7, 8]
            assert len(list(store.read_all(3, upto=3 + PAGE))) == PAGE
            assert list(store.read_all(count)) == []

    def test_reading_can_be_narrowed_to_some_names(self) -> None:
        """Only the events of the names that were asked for come, at their true positions."""
        bulletin = self.record("b", 1, BulletinPublished(body="van-phong-bo", issue="12"))
        with self.store() as store:
            store.append([self.record("a"), bulletin, self.record("c")], nothing)
            assert [read.position for read in store.read_all(names=["bulletin.published"])] == [2]

    def test_an_event_of_an_unknown_name_stops_the_reading_where_it_stands(self) -> None:
        """A log of a newer version is read up to the first event that is not known, and never past it."""
        seen: list[int] = []
        with self.store() as store:
            store.append([self.record("a"), self.record("b"), self.record("c")], nothing)
            edit(store, "UPDATE dondoc_events SET name = 'press.not-invented-yet' WHERE position = 2")
            stopped = refused(UnknownEvent, lambda: seen.extend(read.position for read in store.read_all()))
            refused(UnknownEvent, lambda: store.read("b"))
            assert [read.position for read in store.read("c")] == [3]
        assert "press.not-invented-yet" in str(stopped)
        assert seen == [1]

    def test_an_event_whose_data_lost_their_shape_stops_the_reading(self) -> None:
        """Data that do not fit their name are not guessed at."""
        with self.store() as store:
            store.append([self.record("a")], nothing)
            edit(store, "UPDATE dondoc_events SET data = hash")
            assert "activity.held" in str(refused(UnknownEvent, lambda: list(store.read_all())))
