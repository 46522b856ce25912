"""Sending: what the outbox holds goes out by its channel, at least once, under the same key in every attempt.

Any number of processes may send from one outbox. Each lane (a mail server, a receiving host) has a thread of its own,
so that one that hangs delays nobody else. What fails is tried again after a growing, jittered pause; after the last
attempt it is given up, visibly.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from dondoc.domain.contact import EMAIL, WEBHOOK, Contacts
from dondoc.domain.errors import DondocError, NotDelivered
from dondoc.domain.facts.notice import NoticeDead, NoticeSent
from dondoc.domain.notice import Notice
from dondoc.domain.notice_decider import SettleNotice
from dondoc.domain.ports import Clock, Ids, chance, unstamp
from dondoc.log import get_logger
from dondoc.store.outbox import Message, Outbox

LEASE = timedelta(seconds=120)
"""How long a message is kept from other processes; longer than any channel may take."""
THREADS = 32
log = get_logger("dondoc.outbox")


class Channel(Protocol):
    """A way to send notices; see `dondoc.channels`."""

    def send(self, notice: Notice) -> None:
        """Hand a notice over, or raise NotDelivered."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures are met: the first pause, the longest one, both in seconds, and how often it is tried in all."""

    first: float = 10.0
    longest: float = 6 * 3600.0
    attempts: int = 23

    def pause(self, attempts: int, by_chance: float) -> float:
        """Seconds to wait after so many attempts: doubled each time, and between half and all of that by chance."""
        return float(min(self.longest, self.first * 2.0 ** min(attempts - 1, 40)) * (0.5 + by_chance / 2))


class Sender:
    """Sends what the outbox holds."""

    def __init__(
        self, outbox: Outbox, channels: Mapping[str, Channel], contacts: Callable[[], Contacts],
        settle: Callable[[SettleNotice], object], known: Callable[[str], bool], clock: Clock, ids: Ids,
        patience: Patience | None = None,
    ) -> None:  # fmt: skip
        self._outbox = outbox
        self._channels = channels
        self._contacts = contacts
        self._settle = settle
        self._known = known
        self._clock = clock
        self._ids = ids
        self._patience = patience or Patience()
        self._pool: ThreadPoolExecutor | None = None
        self._busy: dict[str, Future[None]] = {}
        self._stop = threading.Event()

    def pump(self) -> int:
        """Begin to send what is due, without waiting for it; the number of lanes that are busy."""
        self._busy = {lane: work for lane, work in self._busy.items() if not _ended(work)}
        self._pool = self._pool or ThreadPoolExecutor(THREADS, thread_name_prefix="dondoc-outbox")
        for lane in self._outbox.lanes(self._clock.now()):
            if lane not in self._busy and not self._stop.is_set():
                self._busy[lane] = self._pool.submit(self._empty, lane)
        return len(self._busy)

    def drain(self) -> None:
        """Send whatever is due now, and wait until that is done."""
        while self.pump():
            time.sleep(0.02)

    def close(self) -> None:
        """Let what is on its way end, and begin nothing more."""
        self._stop.set()
        if self._pool:
            self._pool.shutdown()

    def _empty(self, lane: str) -> None:
        while not self._stop.is_set():
            now = self._clock.now()
            message = self._outbox.lease(lane, now, now + LEASE)
            if message is None or not self._deliver(message):
                return

    def _deliver(self, message: Message) -> bool:
        """Send one message and record what became of it; False when its whole lane is out of reach."""
        try:
            # A process may have died between the two ways in which it is told that a notice was taken.
            if not self._known(message.key):
                self._send(message)
                self._settle(SettleNotice(fact=NoticeSent(**_named(message))))
            self._outbox.sent(message.key)
        except NotDelivered as refusal:
            return self._failed(message, refusal)
        return True

    def _send(self, message: Message) -> None:
        address = self._contacts().address(message.receiver, message.channel)
        if message.channel not in self._channels or (address is None and message.channel in {EMAIL, WEBHOOK}):
            raise NotDelivered("It is not known any more where that goes.", reason="no-contact")
        notice = Notice(
            message.key,
            address or "",
            message.receiver,
            unstamp(message.made_at),
            message.subject,
            message.text,
            message.about,
            self._clock.simulated,
        )
        try:
            self._channels[message.channel].send(notice)
        except NotDelivered:
            raise
        except Exception as wrong:  # noqa: BLE001  # a host's own channel may fail in any way; it must not stop the others
            # Its text is not logged: it may hold addresses or secrets.
            log.error("channel broken", action="channel-broken", channel=message.channel, error=type(wrong).__name__)
            raise NotDelivered(reason="channel-broken") from None

    def _failed(self, message: Message, refusal: NotDelivered) -> bool:
        attempts, now = message.attempts + 1, self._clock.now()
        if refusal.final or attempts >= self._patience.attempts:
            dead = NoticeDead(**_named(message), attempts=attempts, reason=refusal.reason)
            self._settle(SettleNotice(fact=dead))
            self._outbox.dead(message.key, attempts, refusal.reason)
            log.error("notice given up", action="notice-dead", key=message.key, reason=refusal.reason)
            return not refusal.down
        pause = max(self._patience.pause(attempts, chance(self._ids)), refusal.wait)
        self._outbox.failed(message.key, attempts, refusal.reason, now + timedelta(seconds=pause))
        log.warning("notice not taken", action="notice-failed", key=message.key, reason=refusal.reason, again=pause)
        if refusal.down or refusal.wait:
            wait = refusal.wait or self._patience.pause(1, chance(self._ids))
            self._outbox.rest(message.lane, now + timedelta(seconds=wait))
        return not (refusal.down or refusal.wait)


def _named(message: Message) -> dict[str, Any]:
    return {"key": message.key, "channel": message.channel, "receiver": message.receiver, "entries": message.entries}


def _ended(work: Future[None]) -> bool:
    """Whether a lane has been emptied. A database that failed is told of, and asked again by the next pump."""
    if not work.done():
        return False
    wrong = work.exception()
    if isinstance(wrong, DondocError):
        log.error("outbox failed", action="outbox-failed", code=wrong.code, error=str(wrong))
    elif wrong is not None:
        raise wrong
    return True
