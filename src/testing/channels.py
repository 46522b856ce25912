"""What every channel must do: a suite for channels of one's own. Subclass it in a test file and fill in three methods.

    class TestPigeons(ChannelSuite):
        def channel(self): return PigeonChannel(...)
        def arrived(self): return [(pigeon.key, pigeon.text) for pigeon in loft]
        def broken(self): return PigeonChannel(loft="burnt down")

It needs no test framework but one that runs methods called `test_...`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from dondoc.domain.errors import NotDelivered
from dondoc.domain.notice import Notice

TEXT = "Kính gửi: Đầu mối (Vụ A).\n\n1. Báo cáo quý I: “Cải cách tiền lương”\n   Thời hạn: 20/03/2024; đã quá 2 ngày"
NOTICE = Notice(
    key="n-0123456789abcdef0123456789abcdef",
    address="",
    receiver="vu-a",
    at=datetime(2024, 3, 22, 1, tzinfo=UTC),
    subject="[Đôn đốc] 1 việc (1 quá hạn), ngày 22/03/2024",
    text=TEXT,
    about=({"task": "kh.report:vu-a:2024-Q1", "what": "Báo cáo quý I", "days_late": 2},),
)


class Channel(Protocol):
    """What is tried."""

    def lane(self, address: str) -> str:
        """What the address shares with others."""

    def send(self, notice: Notice) -> None:
        """Hand a notice over."""


class ChannelSuite:
    """The tests; `address` is where the channel takes notices in these tests."""

    address = ""
    secrets: tuple[str, ...] = ()

    def channel(self) -> Channel:
        """A channel that works."""
        raise NotImplementedError

    def broken(self) -> Channel:
        """A channel whose other side cannot be reached."""
        raise NotImplementedError

    def arrived(self) -> Sequence[tuple[str, str]]:
        """What the other side has got so far, in order: key, and text as a reader sees it."""
        raise NotImplementedError

    def notice(self) -> Notice:
        """A notice for the address."""
        return replace(NOTICE, address=self.address)

    def test_a_notice_has_arrived_whole_when_send_returns(self) -> None:
        """Under its key, every word of it, Vietnamese letters too."""
        self.channel().send(self.notice())
        key, text = self.arrived()[-1]
        assert NOTICE.key in key
        assert all(line.strip() in text for line in TEXT.splitlines())

    def test_a_notice_that_is_sent_twice_bears_one_key(self) -> None:
        """Whoever gets it twice can tell."""
        channel = self.channel()
        channel.send(self.notice())
        channel.send(self.notice())
        assert {NOTICE.key in key for key, _ in self.arrived()} == {True}

    def test_what_cannot_be_handed_over_is_not_delivered(self) -> None:
        """It raises NotDelivered with a short reason, and nothing else."""
        refusal = _refusal(self.broken(), self.notice())
        assert refusal is not None, "it says that it was sent"
        assert refusal.reason
        assert " " not in refusal.reason
        for secret in (*self.secrets, *([self.address] if self.address else ())):
            assert secret not in f"{refusal!r} {refusal} {refusal.reason} {refusal.diagnostic()}"

    def test_a_lane_names_no_mailbox(self) -> None:
        """Lanes are stored and shown."""
        assert "@" not in self.channel().lane(self.address)

    def test_a_long_notice_arrives_whole(self) -> None:
        """The day after a long holiday brings many."""
        text = "\n".join(f"{n}. Nhiệm vụ số {n} của đơn vị, thời hạn ngày 20/03/2024" for n in range(1, 400))
        self.channel().send(replace(self.notice(), text=text))
        assert "399. Nhiệm vụ số 399" in self.arrived()[-1][1]


def _refusal(channel: Channel, notice: Notice) -> NotDelivered | None:
    try:
        channel.send(notice)
    except NotDelivered as refusal:
        return refusal
    return None
