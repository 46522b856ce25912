"""The log as a Merkle tree in the database: a follower adds every event, and proofs are made from what it kept.

The tree is made from the log alone; where it was lost it is made anew. It proves nothing by itself: whoever can write
to the database can write here too. What counts is a root that was signed and kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select, update

from dondoc.domain.errors import NotFound, StoreBroken
from dondoc.store.engine import writing
from dondoc.store.event_store import PAGE, EventStore
from dondoc.store.follower import Follower
from dondoc.store.schema import events, tiles, tracking
from dondoc.transparency import proofs
from dondoc.transparency.leaf import COLUMNS, encode
from dondoc.transparency.tiles import NoTile, grown, node
from dondoc.transparency.tree import leaf_hash

Answer = TypeVar("Answer")
FOLLOWER = "transparency"
LEAF = [events.c[name] for name in COLUMNS]


def rows(connection: Connection, after: int | None = None, upto: int | None = None) -> Iterator[Any]:
    """The rows of the log by position: the columns of the leaf, then the hash; in pages, so that memory stays small."""
    query = select(*LEAF, events.c.hash).order_by(events.c.position).limit(PAGE)
    if upto is not None:
        query = query.where(events.c.position <= upto)
    while True:
        page = connection.execute(query if after is None else query.where(events.c.position > after)).all()
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].position


def leaves(connection: Connection, after: int = 0, upto: int | None = None) -> Iterator[bytes]:
    """The leaves of the log by position, those after a position."""
    return (encode(row[:-1]) for row in rows(connection, after, upto))


def leaves_at(connection: Connection, positions: Sequence[int]) -> list[bytes]:
    """The leaves of some events, in the order of their positions."""
    found: list[bytes] = []
    for start in range(0, len(positions), PAGE):
        some = select(*LEAF).where(events.c.position.in_(positions[start : start + PAGE])).order_by(events.c.position)
        found += [encode(row) for row in connection.execute(some)]
    return found


class StoredTree:
    """The tree of one log; any number of processes may let it grow."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def grow(self, at_most: int = PAGE) -> int:
        """Add the next events, at most so many; returns how many there were."""
        follower = Follower(self._store, FOLLOWER, self._add, self._next)
        try:
            return follower.follow(at_most)
        except NoTile:
            self._begin_anew()
            return follower.follow(at_most)

    def catch_up(self) -> int:
        """Add all events that there are; returns how many the tree holds then."""
        while self.grow():
            continue
        return self.size()

    def size(self, connection: Connection | None = None) -> int:
        """How many events the tree holds."""
        query = select(tracking.c.position).where(tracking.c.follower == FOLLOWER)
        if connection is not None:
            return connection.execute(query).scalar() or 0
        with self._store.reading() as own:
            return self.size(own)

    def root(self, size: int) -> bytes:
        """The root over the first `size` events.

        Raises:
            NotFound: the tree does not hold so many.
            StoreBroken: a part of the tree is missing.
        """
        return self._from_tiles(size, lambda at: proofs.root(at, size))

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The proof that the event at a position is among the first `size`. Raises as `root`."""
        return self.inclusions([position], size)[0]

    def inclusions(self, positions: Sequence[int], size: int) -> list[list[bytes]]:
        """The proofs of several events at once. Raises as `root`."""
        if outside := [each for each in positions if not 1 <= each <= size]:
            raise _outside(outside[0], size)
        return self._from_tiles(size, lambda at: [proofs.inclusion(at, each - 1, size) for each in positions])

    def consistency(self, first: int, second: int) -> list[bytes]:
        """The proof that the log of the second size begins with that of the first. Raises as `root`."""
        if not 0 <= first <= second:
            raise _outside(first, second)
        return self._from_tiles(second, lambda at: proofs.consistency(at, first, second))

    def _from_tiles(self, size: int, asked: Callable[[proofs.Node], Answer]) -> Answer:
        with self._store.reading() as connection:
            if not 0 <= size <= self.size(connection):
                raise _outside(size, self.size(connection))
            try:
                return asked(partial(node, partial(tile, connection, {})))
            except NoTile as wrong:
                raise StoreBroken(
                    f"The stored tree is not whole: {wrong} is missing.",
                    vi="Cây băm đã lưu không toàn vẹn.",
                    cure="Compare the log with a checkpoint: dondoc verify --checkpoint FILE.",
                ) from wrong

    @staticmethod
    def _next(connection: Connection, after: int, upto: int) -> list[Any]:
        return [*islice(rows(connection, after), upto - after)]

    def _add(self, connection: Connection, found: Sequence[Any]) -> None:
        size = found[0].position - 1
        if any(b.position - a.position != 1 for a, b in pairwise(found)) or size != self.size(connection):
            raise StoreBroken(
                f"An event of the log is missing after position {size}.",
                vi=f"Nhật ký thiếu sự kiện sau vị trí {size}.",
                cure="Ask `dondoc verify` what was done to it.",
            )
        changed = grown(partial(tile, connection, {}), size, [leaf_hash(encode(row[:-1])) for row in found])
        for (level, number), hashes in changed.items():
            at = (tiles.c.level == level, tiles.c.number == number)
            if not connection.execute(update(tiles).where(*at).values(hashes=hashes)).rowcount:
                connection.execute(insert(tiles).values(level=level, number=number, hashes=hashes))

    def _begin_anew(self) -> None:
        with writing(self._store.engine) as connection:
            mine = tracking.c.follower == FOLLOWER
            connection.execute(select(tracking.c.position).where(mine).with_for_update())
            connection.execute(delete(tiles))
            connection.execute(update(tracking).where(mine).values(position=0))


def tile(connection: Connection, read: dict[tuple[int, int], bytes], level: int, number: int) -> bytes:
    """The hashes of a stored tile; empty where there is none. `read` keeps those that were read before."""
    if (level, number) not in read:
        query = select(tiles.c.hashes).where(tiles.c.level == level, tiles.c.number == number)
        found = connection.execute(query).scalar()
        read[level, number] = found if isinstance(found, bytes) else b""
    return read[level, number]


def _outside(asked: int, size: int) -> NotFound:
    return NotFound(
        f"The tree holds {size} events; {asked} is not among them.",
        vi=f"Cây băm có {size} sự kiện; không có vị trí {asked}.",
        cure="Name a position that there is, or let the tree grow: dondoc checkpoint.",
    )
