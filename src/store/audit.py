"""Is the log what it was? Everything is computed anew from the rows; no stored hash is trusted.

Roots that were kept elsewhere decide. Hashes that are stored beside the events (the chain, the tree, the head) only
help to say where something was done, and are compared too. What came after the newest known root can be cut unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from dondoc.store.recorder import NO_HASH
from dondoc.store.schema import events, head, tracking
from dondoc.store.tracing import HASH, POSITION, Trace
from dondoc.store.tree import FOLLOWER, rows, tile
from dondoc.transparency import proofs
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.finding import Finding
from dondoc.transparency.leaf import encode
from dondoc.transparency.tiles import WIDTH, NoTile, node
from dondoc.transparency.tree import SIZE, Frontier, leaf_hash

Progress = Callable[[int], None]
EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found: how many events there are up to the first bad one, their root, which checkpoints agree."""

    events: int
    root: bytes
    findings: tuple[Finding, ...]
    agreed: tuple[Checkpoint, ...]


def audit(
    connection: Connection, checkpoints: Sequence[Checkpoint] = (), progress: Progress = lambda _: None
) -> Audited:
    """Read the whole log, on a connection that sees one state of it, and compare it with checkpoints of it."""
    return _Scan(connection, checkpoints, progress).run()


class _Scan:
    def __init__(self, connection: Connection, checkpoints: Sequence[Checkpoint], progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._wanted: dict[int, list[Checkpoint]] = {}
        for each in checkpoints:
            self._wanted.setdefault(each.size, []).append(each)
        self._frontier = Frontier()
        self._chain = NO_HASH
        self._tile = (-1, b"")
        followed = select(tracking.c.position).where(tracking.c.follower == FOLLOWER)
        self._tree_size: int = connection.execute(followed).scalar() or 0
        self._tree_root = b""
        self._off_tree = 0
        self._off_row: Any = None
        self._before_off = b""
        self._agreed: list[Checkpoint] = []
        self._disagreed = False
        self._findings: list[Finding] = []

    def run(self) -> Audited:
        self._compare()
        whole = all(self._take(row) for row in rows(self._connection))
        size = self._frontier.size
        if whole:
            self._end(size)
        if self._off_tree:
            self._findings.insert(0, self._on_the_tree())
        self._findings.sort(key=lambda each: each.position)
        return Audited(size, self._frontier.root(), tuple(self._findings), tuple(self._agreed))

    def _take(self, row: Any) -> bool:
        """Read one row; False when what follows cannot be judged any more."""
        position = self._frontier.size + 1
        if row[POSITION] != position:
            self._findings.append(self._trace().missing(position, row))
            return False
        try:
            leaf = encode(row[:HASH])
        except (AttributeError, TypeError, ValueError):
            self._findings.append(self._trace().changed(position, row))
            return False
        hash_, chained = leaf_hash(leaf), sha256(self._chain + leaf).digest()
        if chained != row[HASH]:
            found = self._trace().changed(position, row)
            self._findings.append(found)
            if found.kind != "hash":
                return False
        elif position <= self._tree_size and not self._off_tree and (self._known(position) or hash_) != hash_:
            self._off_tree, self._off_row, self._before_off = position, row, self._chain
        self._frontier.add(hash_)
        self._chain = chained
        if position == self._tree_size or position in self._wanted:
            self._compare()
        if position % EVERY == 0:
            self._progress(position)
        return True

    def _compare(self) -> None:
        size = self._frontier.size
        if size == self._tree_size:
            self._tree_root = self._frontier.root()
        for each in self._wanted.pop(size, ()):
            if each.root == self._frontier.root():
                self._agreed.append(each)
                continue
            if not self._off_tree and not self._disagreed:
                first = max((good.size for good in self._agreed), default=0) + 1
                self._findings.append(Finding("rewritten", first, size))
            self._disagreed = True

    def _end(self, size: int) -> None:
        kept = self._connection.execute(select(head.c.position, head.c.hash)).first()
        said, hash_ = kept or (None, b"")
        most = max([said if type(said) is int else 0, self._tree_size, *self._wanted])
        if most > size:
            self._findings.append(Finding("truncated", size + 1, most))
        elif type(said) is int and said < size and hash_ == self._chain_at(said):
            self._findings.append(Finding("inserted", said + 1))
        elif (said, hash_) != (size, self._chain):
            self._findings.append(Finding("head", size + 1))
        if twice := self._twice():
            self._findings.append(Finding("inserted", twice))
        if self._tree_size <= size and not self._off_tree and self._root_of_tiles() not in {self._tree_root, None}:
            self._findings.append(Finding("tree", self._tree_size))

    def _twice(self) -> int:
        """A position that two rows claim, which no key of the table allows as long as it is there."""
        many = select(events.c.position).group_by(events.c.position).having(func.count() > 1)
        return self._connection.execute(many.order_by(events.c.position).limit(1)).scalar() or 0

    def _chain_at(self, position: int) -> Any:
        row = next(rows(self._connection, position - 1, position), None)
        return row[HASH] if row else NO_HASH

    def _root_of_tiles(self) -> bytes | None:
        try:
            return proofs.root(partial(node, partial(tile, self._connection, {})), self._tree_size)
        except NoTile:
            return None  # the tree was lost; it is made anew from the log

    def _on_the_tree(self) -> Finding:
        """The first event that agrees with its chain and not with the tree: one of the two was written anew."""
        if any(each.size >= self._off_tree for each in self._agreed):
            return Finding("tree", self._off_tree)
        if not self._disagreed:
            return Finding("disputed", self._off_tree)
        found = Trace(self._connection, self._known, self._before_off).changed(self._off_tree, self._off_row)
        return Finding("content", self._off_tree) if found.kind == "hash" else found

    def _trace(self) -> Trace:
        return Trace(self._connection, self._known, self._chain)

    def _known(self, position: int) -> bytes:
        """The hash of a leaf as the stored tree has it."""
        if position > self._tree_size:
            return b""
        number, at = divmod(position - 1, WIDTH)
        if self._tile[0] != number:
            self._tile = (number, tile(self._connection, {}, 0, number))
        return self._tile[1][at * SIZE : (at + 1) * SIZE]
