"""The guard against a storm: so many reminders on a day and no more. What is beyond it waits, and everybody is told.

A rule that went wrong, or a database that begins in the middle of a year, would else write to everybody at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from dondoc.domain.at_most import AtMost
from dondoc.domain.errors import Rejected
from dondoc.domain.facts.engine import RemindingStopped
from dondoc.domain.once import RecordOnce, stop_stream
from dondoc.domain.reminder import Reminder


class Storm:
    """Counts the reminders of one tick, with those of the day before it."""

    def __init__(self, most: AtMost | None, sent: Callable[[str], int], today: date) -> None:
        self._most = most
        self._sent = sent(today.isoformat()) if most else 0
        self._today = today
        self._waiting = 0

    def let_through(self, reminders: Iterable[Reminder]) -> Iterator[Reminder]:
        """Those that may go out today; whatever is held back anyway may always be recorded."""
        for reminder in reminders:
            if reminder.held_back or self._most is None:
                yield reminder
            elif self._sent < self._most.sent:
                self._sent += 1
                yield reminder
            else:
                self._waiting += 1

    def stopped(self) -> tuple[RecordOnce, Rejected] | None:
        """What is recorded (once a day) and told where something had to wait."""
        if not self._waiting or self._most is None:
            return None
        fact = RemindingStopped(day=self._today, sent=self._sent, most=self._most.sent, waiting=self._waiting)
        said = (
            f"{self._waiting} reminders wait: {self._sent} were sent on {self._today}, no more than {fact.most} may be."
        )
        problem = Rejected(
            said,
            rule="reminders.at-most",
            vi=f"Còn {self._waiting} lần đôn đốc đang chờ: ngày {self._today:%d/%m/%Y} đã gửi {self._sent} lần, "
            f"mức tối đa là {fact.most}.",
            place="reminders.yaml: at_most.sent",
            cure="Look at what they are (dondoc explain TASK --why-not); they go out on the next days, or at once when "
            "at_most.sent is raised.",
        )
        return RecordOnce(stream=stop_stream(self._today), fact=fact), problem
