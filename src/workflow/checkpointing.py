"""Making checkpoints: the log as it stands is signed, once a day and after what is configured, if it grew.

It never signs a log that does not go on where the newest checkpoint ended, and sends nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Collection

from dondoc.domain.errors import StoreBroken
from dondoc.domain.ports import Clock, local, stamp, unstamp
from dondoc.store import checkpoints
from dondoc.store.checkpoints import Kept
from dondoc.store.event_store import EventStore
from dondoc.store.tree import StoredTree
from dondoc.transparency.checkpoint import Checkpoint, opened
from dondoc.transparency.keyfile import Keys


class Checkpointer:
    """Makes the checkpoints of one log; `facts` are the stored names after which one is made at once."""

    def __init__(self, store: EventStore, keys: Keys, clock: Clock, facts: Collection[str] = ()) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._facts = sorted(facts)
        self._tree = StoredTree(store)

    def due(self) -> bool:
        """Whether the log grew since the newest checkpoint, and a day has begun or such a fact was recorded since."""
        with self._store.reading() as connection:
            newest = checkpoints.newest(connection)
            grown = self._store.position(connection) > (newest.size if newest else 0)
            if not grown or newest is None:
                return grown
            other_day = local(unstamp(newest.made_at)).date() < local(self._clock.now()).date()
            return other_day or checkpoints.recorded_since(connection, newest.size, self._facts)

    def make(self) -> Kept:
        """The checkpoint of the log as it stands; the newest one where nothing was recorded since.

        Raises:
            StoreBroken: the log is not the one that was signed before.
        """
        with self._store.reading() as connection:
            newest, position = checkpoints.newest(connection), self._store.position(connection)
        size = self._tree.catch_up()
        if size < position:
            raise _missing(size)
        if newest is not None:
            before = opened(newest.note, self._keys.known)
            if before.size != newest.size or size < before.size or self._tree.root(before.size) != before.root:
                raise _another_log(newest.size)
            if size == before.size:
                return newest
        made = Checkpoint(self._keys.origin, size, self._tree.root(size))
        kept = Kept(size, stamp(self._clock.now()), made.code, made.signed(self._keys.signing))
        # Where another process was first with that size, its checkpoint is found the second time.
        return kept if checkpoints.keep(self._store, kept) else self.make()


def _another_log(size: int) -> StoreBroken:
    return StoreBroken(
        f"The log is not the one whose first {size} events were signed; nothing is signed now.",
        vi=f"Nhật ký không còn là nhật ký đã ký với {size} sự kiện; không ký thêm.",
        cure="Ask `dondoc verify` what was done to it, and keep this database as it is.",
    )


def _missing(size: int) -> StoreBroken:
    return StoreBroken(
        f"An event of the log is missing after position {size}.",
        vi=f"Nhật ký thiếu sự kiện sau vị trí {size}.",
        cure="Ask `dondoc verify` what was done to it.",
    )
