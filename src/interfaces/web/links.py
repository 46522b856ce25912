"""The addresses of the pages. One address is one state: what a page shows follows from its URL and the log."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses, below the path at which the console is mounted, that keep the day asked about.

    Attributes:
        root: the path at which the console is mounted; empty at the top.
        as_of: the day that was asked about (`2024-07-01`), or empty for today.
        known_at: the moment as known at which is asked (`2024-07-01T08:00`), or empty for all that is known.
    """

    root: str = ""
    as_of: str = ""
    known_at: str = ""

    def matrix(self, **query: str) -> str:
        """How every unit stands."""
        return self._to("/", **query)

    def tasks(self, **query: str) -> str:
        """The tasks behind a number."""
        return self._to("/tasks", **query)

    def task(self, task: str) -> str:
        """One task."""
        return self._to(f"/tasks/{quote(task, safe=':')}")

    def plans(self) -> str:
        """The plans that are followed."""
        return self._to("/plans")

    def plan(self, plan: str) -> str:
        """One plan."""
        return self._to(f"/plans/{quote(plan, safe='')}")

    def procedures(self) -> str:
        """The procedures that tasks go through."""
        return self._to("/procedures")

    def procedure(self, procedure: str, **query: str) -> str:
        """One procedure, in its newest version unless `version` says otherwise; `state` marks where a task is."""
        return self._to(f"/procedures/{quote(procedure, safe='')}", **query)

    def registers(self) -> str:
        """The registers."""
        return self._to("/registers")

    def register(self, register: str, **query: str) -> str:
        """One register, with what is asked of it."""
        return self._to(f"/registers/{quote(register, safe='')}", **query)

    def due(self, **query: str) -> str:
        """What is overdue and what falls due soon."""
        return self._to("/due", **query)

    def reminders(self, **query: str) -> str:
        """Whom we urged."""
        return self._to("/reminders", **query)

    def promises(self, **query: str) -> str:
        """The days that were promised, and what became of them."""
        return self._to("/promises", **query)

    def attention(self, **query: str) -> str:
        """What needs somebody to act."""
        return self._to("/attention", **query)

    def calendar(self, period: str = "", **query: str) -> str:
        """The calendar of a month, quarter or year; of the month asked about, where none is named."""
        return self._to(f"/calendar/{quote(period, safe='')}" if period else "/calendar", **query)

    def year(self, **query: str) -> str:
        """The heat map of a year."""
        return self._to("/year", **query)

    def quotas(self, **query: str) -> str:
        """The quotas that run, with their pace."""
        return self._to("/quotas", **query)

    def timeline(self, plan: str, **query: str) -> str:
        """The windows of one plan as bars."""
        return self._to(f"/plans/{quote(plan, safe='')}/timeline", **query)

    def story(self, task: str, event: int | None = None) -> str:
        """One task event by event, with its state before and after each; the last one unless another is named."""
        at = f"/{event}" if event else ""
        return self._to(f"/tasks/{quote(task, safe=':')}/events{at}")

    def desk(self) -> str:
        """What waits for clearance, running clocks, days that were set."""
        return self._to("/desk")

    def bodies(self, **query: str) -> str:
        """Bodies and their offices."""
        return self._to("/bodies", **query)

    def body(self, body: str) -> str:
        """One body: its names, its offices, who held them when."""
        return self._to(f"/bodies/{quote(body, safe='')}")

    def operations(self) -> str:
        """How the engine itself is doing; always that of now."""
        return f"{self.root}/operations"

    def resend(self, key: str) -> str:
        """Where a notice is sent again that was given up."""
        return f"{self.root}/operations/notices/{quote(key, safe='')}/resend"

    def keys(self) -> str:
        """What can be done with the keyboard."""
        return f"{self.root}/keys"

    def difference(self, **query: str) -> str:
        """What was learned about the day afterwards."""
        return self._to("/difference", **query)

    def my(self) -> str:
        """The work of whoever asks; always that of today."""
        return f"{self.root}/my"

    def step(self, task: str, step: str) -> str:
        """The form of a step of a task; always that of today."""
        return f"{self.root}/tasks/{quote(task, safe=':')}/steps/{quote(step, safe='')}"

    def recorded(self, task: str, event_id: str) -> str:
        """One task, where it says what was just recorded."""
        return self.today()._to(f"/tasks/{quote(task, safe=':')}", recorded=event_id)  # noqa: SLF001  # a link of its own kind

    def record(self, fact: str = "", **query: str) -> str:
        """The activities that can be recorded, or the form of one."""
        return self.today()._to(f"/record/{quote(fact, safe='')}" if fact else "/record", **query)  # noqa: SLF001  # as above

    def open_case(self, duty: str) -> str:
        """The form of a case of a duty."""
        return f"{self.root}/duties/{quote(duty, safe='')}/open"

    def tokens(self) -> str:
        """One's own tokens."""
        return f"{self.root}/tokens"

    def docs(self) -> str:
        """The description of the API for people."""
        return f"{self.root}/docs"

    def api(self, path: str) -> str:
        """An address of the API."""
        return f"{self.root}/api/v1/{path}"

    def feeds(self) -> str:
        """Where one opens a calendar of one's own."""
        return f"{self.root}/my/feeds"

    def feed(self, number: int) -> str:
        """Where one revokes a calendar of one's own."""
        return f"{self.root}/my/feeds/{number}/revoke"

    def login(self) -> str:
        """Where people log in."""
        return f"{self.root}/login"

    def login_as(self) -> str:
        """Where one logs in as one of the invented people of a demonstration."""
        return f"{self.root}/login/as"

    def logout(self) -> str:
        """Where people log out."""
        return f"{self.root}/logout"

    def static(self, name: str) -> str:
        """A file of the console itself."""
        return f"{self.root}/static/{name}"

    def today(self) -> Links:
        """The same addresses for today."""
        return Links(self.root)

    def _to(self, path: str, **query: str) -> str:
        times = {"as_of": self.as_of, "known_at": self.known_at}
        asked = {key: value for key, value in {**query, **times}.items() if value}
        return f"{self.root}{path}" + (f"?{urlencode(asked)}" if asked else "")
