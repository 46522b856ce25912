"""A process that writes: `python -m dondoc.testing.stores.writer URL NAME COUNT`, and tells what it does line by line.

It says `ready`, waits for a line, and appends COUNT events. About every tenth transaction is held for up to HOLD
seconds, about every tenth is taken back and tried again, by a chance that is the same each time. With `--freeze` it
says `holding` in its first transaction and waits for a line there.
"""

from __future__ import annotations

import sys
import time
import zlib
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime

from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore


class TakenBack(Exception):
    """The transaction was taken back on purpose."""


def say(word: str) -> None:
    """Tell whoever started us."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def hold(arguments: Namespace, attempt: int) -> None:
    """What a transaction goes through before it ends."""
    if arguments.freeze:
        say("holding")
        sys.stdin.readline()
        return
    chance = zlib.crc32(f"{arguments.name} {attempt}".encode())
    if chance % 10 == 0:
        time.sleep(arguments.hold * (chance // 10 % 100) / 100)
    if chance % 10 == 1:
        raise TakenBack


def write(store: EventStore, arguments: Namespace) -> None:
    """Append as many events as were asked for."""
    meta = Meta(on=date(2024, 3, 18), actor="a", office="van-phong-bo/dau-moi")
    done = attempt = 0
    while done < arguments.count:
        attempt += 1
        fact = ActivityHeld(body="van-phong-bo", subject="x")
        record = Record(f"{arguments.name}-{done}", f"activity-{arguments.name}", done + 1, fact, meta)
        try:
            store.append([record], lambda *_: hold(arguments, attempt))  # noqa: B023  # called before the next turn
        except TakenBack:
            continue
        done += 1


def main() -> None:
    """Write."""
    parser = ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("name")
    parser.add_argument("count", type=int)
    parser.add_argument("--hold", type=float, default=0.1)
    parser.add_argument("--freeze", action="store_true")
    arguments = parser.parse_args()
    clock = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
    store = EventStore(open_engine(arguments.url), Registry(FACTS), clock)
    say("ready")
    sys.stdin.readline()
    write(store, arguments)
    store.engine.dispose()


if __name__ == "__main__":
    main()
