"""The outbox: whom a reminder reaches, by what, once a day; what fails is tried again, given up visibly, sent again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import ConfigInvalid, NotAllowed, NotDelivered, Rejected
from dondoc.domain.facts.engine import ReminderIssued
from dondoc.domain.facts.notice import NoticeDead, NoticeNotSent, NoticeSent
from dondoc.domain.notice import Notice
from dondoc.domain.office import Actor, Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.sending import Delivery
from dondoc.interfaces.web.app import create_app
from dondoc.projections import notices as fates
from dondoc.settings import Settings
from dondoc.testing import LEAD, FrozenClock, SequentialIds, small_catalogue
from dondoc.workflow.sending import Patience

Open = Callable[..., Dondoc]
TASK = "kh.information:vu-a:2024-04"
ALL = """
contacts:
  - {of: an, channel: post}
  - {of: vu-a, channel: post}
  - {of: van-phong, channel: other}
  - {of: tinh-a, channel: letter}
  - {of: dai-a, channel: none}
"""


class Post:
    """A channel that remembers what it was given, and fails while it is told to."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.sent: list[Notice] = []
        self.failing: NotDelivered | None = None
        self.tries: list[str] = []
        self.hangs: threading.Event | None = None

    def lane(self, address: str) -> str:
        """One for each such channel."""
        return f"post-{id(self)}"

    def send(self, notice: Notice) -> None:
        """Take it, or not."""
        self.tries.append(notice.key)
        if self.hangs:
            self.hangs.wait(20)
        if self.failing:
            raise self.failing
        self.sent.append(notice)


class Town:
    """A small ministry with two postmen and a file of contacts."""

    def __init__(self, dondoc: Dondoc, folder: Path, clock: FrozenClock) -> None:
        """Everybody can be reached."""
        self.dondoc, self.folder, self.clock = dondoc, folder, clock
        self.post, self.other = Post(), Post()
        self.tell(ALL)
        self.delivery = self.another()

    def tell(self, contacts: str) -> None:
        """Change the contacts."""
        (self.folder / "contacts.yaml").write_text(contacts, encoding="utf-8")

    def another(self) -> Delivery:
        """One more process that sends."""
        settings = Settings(
            db=f"sqlite:///{self.folder / 'dondoc.db'}", contacts=self.folder / "contacts.yaml", outbox_attempts=3
        )
        return Delivery(self.dondoc, settings, {"post": self.post, "other": self.other})

    def on(self, day: date, hour: int = 8) -> None:
        """Tick and send at an hour of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=HANOI))
        self.dondoc.tick()
        self.delivery.run()

    def facts(self, kind: type) -> list:
        """The facts of a kind in the log."""
        return [r.fact for r in self.dondoc.store.read_all() if isinstance(r.fact, kind)]


@pytest.fixture
def town(opened: Open, tmp_path: Path, clock: FrozenClock) -> Town:
    """The small ministry on 18 March, where somebody holds the focal point of department A."""
    holdings = [
        Holding.model_validate({"office": "vu-a/dau-moi", "person": "an", "to": date(2024, 5, 1)}),
        Holding.model_validate({"office": "vu-a/dau-moi", "person": "binh", "from": date(2024, 5, 2)}),
    ]
    dondoc = opened(small_catalogue(holdings=holdings))
    dondoc.tick()
    return Town(dondoc, tmp_path, clock)


def test_a_reminder_reaches_whoever_holds_the_office_with_what_why_and_basis(town: Town) -> None:
    """The notice is whole: the words of the plan, the last day, the basis, the rung and the office that it is for."""
    town.on(date(2024, 4, 24))
    (notice,) = [n for n in town.post.sent if n.receiver == "an"]
    for said in ("Nhiệm vụ information", "30/04/2024", "Mục I", "còn 03 ngày", "Đầu mối (Vụ A)", TASK):
        assert said in notice.text
    assert notice.subject.startswith("[MÔ PHỎNG] [Đôn đốc] ")
    assert notice.subject.endswith("ngày 24/04/2024")
    fact = next(f for f in town.facts(NoticeSent) if f.receiver == "an")
    assert (fact.key, fact.channel) == (notice.key, "post")
    assert fact.entries


def test_one_receiver_gets_one_notice_a_day_however_many_reminders_there_are(town: Town) -> None:
    """All that a day brings is in it; a second run, or another process, sends nothing more."""
    town.on(date(2024, 4, 24))
    town.delivery.run()
    town.another().run()
    assert len({(n.receiver, n.at.date()) for n in town.post.sent}) == len(town.post.sent)
    told = {about["reminder"] for n in [*town.post.sent, *town.other.sent] for about in n.about}
    urged = [r for r in town.dondoc.store.read_all() if isinstance(r.fact, ReminderIssued)]
    letters = {r.event_id for r in urged if r.fact.to[0].startswith("tinh-a")}
    unreachable = {f.entry.split(":")[0] for f in town.facts(NoticeNotSent)}
    assert told | letters | unreachable == {r.event_id for r in urged}


def test_a_reminder_that_comes_after_the_notice_of_the_day_waits_for_the_next_one(town: Town) -> None:
    """Nobody gets two messages a day for what is told in days."""
    town.on(date(2024, 4, 24))
    before = len(town.post.sent)
    fact = next(f for f in town.facts(ReminderIssued) if f.task == TASK)
    again = fact.model_copy(update={"rung": "qua-han-1", "limit": "other"})
    from dondoc.domain.office import ENGINE
    from dondoc.domain.once import RecordOnce

    town.dondoc.dispatch(RecordOnce(stream="reminder-x", fact=again), actor=ENGINE)
    town.delivery.run()
    assert len(town.post.sent) == before
    town.on(date(2024, 4, 25))
    assert any("other" not in n.text and TASK in n.text for n in town.post.sent[before:])


def test_after_a_hand_over_the_new_holder_is_told_and_the_old_one_no_more(town: Town) -> None:
    """Nobody who left the office is written to; the department's address stands in for one without an own."""
    town.on(date(2024, 4, 24))
    town.tell(ALL + "  - {of: binh, channel: other}\n")
    town.on(date(2024, 5, 2))
    late = [n for n in (*town.post.sent, *town.other.sent) if n.at.astimezone(HANOI).date() >= date(2024, 5, 2)]
    receivers = {n.receiver for n in late if any(a["to"] == "vu-a/dau-moi" for a in n.about)}
    assert receivers == {"binh"}


def test_an_acting_person_gets_it_in_the_holders_place(opened: Open, tmp_path: Path, clock: FrozenClock) -> None:
    """While somebody stands in, the holder is left alone."""
    holdings = [
        Holding.model_validate({"office": "vu-a/dau-moi", "person": "an"}),
        Holding.model_validate({"office": "vu-a/dau-moi", "person": "binh", "acting": True}),
    ]
    dondoc = opened(small_catalogue(holdings=holdings))
    dondoc.tick()
    town = Town(dondoc, tmp_path, clock)
    town.tell("contacts:\n  - {of: an, channel: post}\n  - {of: binh, channel: post}\n")
    town.on(date(2024, 4, 24))
    assert {n.receiver for n in town.post.sent} == {"binh"}


def test_whoever_cannot_be_reached_is_recorded_with_the_reason(town: Town) -> None:
    """Nothing is dropped without a trace."""
    town.tell("contacts:\n  - {of: dai-a, channel: none}\n")
    town.on(date(2024, 4, 24))
    reasons = {(f.to, f.reason) for f in town.facts(NoticeNotSent)}
    assert ("vu-a/dau-moi", "no-contact") in reasons
    assert ("van-phong/thu-truong", "no-holder") in reasons
    assert ("dai-a/dau-moi", "told-otherwise") in reasons
    assert not town.post.sent
    assert town.dondoc.ask(fates.count_waiting) == (0, 0)


def test_what_was_done_or_urged_anew_meanwhile_is_not_sent(town: Town) -> None:
    """After long downtime only the current rung goes out, and nothing about what is done."""
    for day in (date(2024, 4, 24), date(2024, 5, 2), date(2024, 5, 9)):
        town.clock.set(datetime(day.year, day.month, day.day, 8, tzinfo=HANOI))
        town.dondoc.tick()
    rungs_of_task = [f.rung for f in town.facts(ReminderIssued) if f.task == TASK]
    assert len(rungs_of_task) > 1
    town.delivery.run()
    sent = {(a["task"], a["rung"]) for n in (*town.post.sent, *town.other.sent) for a in n.about}
    assert {rung for task, rung in sent if task == TASK} <= {rungs_of_task[-1]}
    assert any(f.reason == "overtaken" for f in town.facts(NoticeNotSent))


def test_nothing_waits_for_what_was_rolled_back(town: Town) -> None:
    """A reminder and its place in the outbox are one transaction."""
    before = town.dondoc.ask(fates.count_waiting)
    from dondoc.domain.office import ENGINE
    from dondoc.domain.once import RecordOnce

    fact = ReminderIssued(
        task=TASK, due=date(2024, 4, 30), ladder="nhac", rung="x", level=0, to=("vu-a/dau-moi",), why={}
    )

    def broken(*_: object) -> None:
        raise RuntimeError

    dispatch = town.dondoc.dispatch
    was, dispatch._project = dispatch._project, lambda c, r: (was(c, r), broken())  # noqa: SLF001  # the transaction fails after its rows
    with pytest.raises(RuntimeError):
        dispatch(RecordOnce(stream="reminder-x", fact=fact), actor=ENGINE)
    dispatch._project = was  # noqa: SLF001  # as it was
    assert town.dondoc.ask(fates.count_waiting) == before


def test_a_failure_is_tried_again_under_the_same_key_and_words_until_it_is_taken(town: Town) -> None:
    """At least once: the same notice, later and later."""
    town.post.failing = NotDelivered(reason="http-500")
    town.on(date(2024, 4, 24))
    first = town.post.tries[0]
    waiting = town.delivery.outbox.get(first)
    assert waiting is not None
    assert (waiting.state, waiting.attempts, waiting.reason) == ("queued", 1, "http-500")
    town.delivery.run()
    assert town.post.tries.count(first) == 1, "not before its pause is over"
    town.post.failing = None
    town.clock.advance(minutes=1)
    town.delivery.run()
    assert first in {n.key for n in town.post.sent}
    assert waiting.text == next(n.text for n in town.post.sent if n.key == first)


def test_a_receiver_that_asks_for_time_gets_it(town: Town) -> None:
    """Retry-After holds for the whole lane."""
    town.post.failing = NotDelivered(reason="http-429", wait=3600)
    town.on(date(2024, 4, 24))
    assert len(town.post.tries) == 1
    town.post.failing = None
    town.clock.advance(minutes=59)
    town.delivery.run()
    assert not town.post.sent
    town.clock.advance(minutes=2)
    town.delivery.run()
    assert town.post.sent


def test_what_fails_to_the_end_is_given_up_visibly_and_may_be_sent_again(town: Town) -> None:
    """A dead letter is a fact; whoever holds an office has it tried anew, and the log says so."""
    town.post.failing = NotDelivered(reason="http-500")
    town.on(date(2024, 4, 24))
    for _ in range(4):
        town.clock.advance(hours=12)
        town.delivery.run()
    key = town.post.tries[0]
    assert town.post.tries.count(key) == 3
    dead = next(f for f in town.facts(NoticeDead) if f.key == key)
    assert (dead.attempts, dead.reason) == (3, "http-500")
    town.post.failing = None
    with pytest.raises(NotAllowed):
        town.dondoc.resend(key, actor=Actor(person="la", office="vu-a/dau-moi"))
    town.dondoc.resend(key, actor=LEAD)
    town.delivery.run()
    assert key in {n.key for n in town.post.sent}
    with pytest.raises(Rejected):
        town.dondoc.resend(key, actor=LEAD)
    assert town.dondoc.differences() == {}


def test_what_can_never_arrive_is_given_up_at_once(town: Town) -> None:
    """Trying again a mailbox that does not exist only annoys its server."""
    town.post.failing = NotDelivered(reason="smtp-550", final=True)
    town.on(date(2024, 4, 24))
    assert {f.attempts for f in town.facts(NoticeDead)} == {1}


def test_a_channel_that_breaks_is_a_failure_like_any_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host's channel may raise whatever it likes; the others go on."""
    monkeypatch.setattr(town.post, "send", lambda _: 1 / 0)
    town.on(date(2024, 4, 24))
    town.on(date(2024, 5, 9))
    assert town.other.sent
    assert {m.reason for m in town.delivery.outbox.listed("queued")} == {"channel-broken"}


def test_a_receiver_that_hangs_delays_nobody_else(town: Town) -> None:
    """Every lane has a thread of its own."""
    town.post.failing = NotDelivered(reason="http-500")
    town.on(date(2024, 4, 24))
    tried = len(town.post.tries)
    town.post.hangs = threading.Event()
    town.clock.set(datetime(2024, 5, 9, 8, tzinfo=HANOI))
    town.dondoc.tick()
    town.delivery._composer.compose(town.clock.now())  # noqa: SLF001  # composing apart from sending
    begun = time.monotonic()
    while not (town.other.sent and len(town.post.tries) > tried) and time.monotonic() - begun < 5:
        town.delivery.pump()
        time.sleep(0.02)
    took = time.monotonic() - begun
    town.post.hangs.set()
    town.delivery.close()
    assert len(town.post.tries) > tried
    assert town.other.sent
    assert took < 1


def test_a_sender_that_died_is_relieved_and_sends_nothing_twice_that_was_recorded(town: Town) -> None:
    """A lease runs out; and where the log says that a notice was taken, it is not sent again."""
    town.post.failing = NotDelivered(reason="x")
    town.on(date(2024, 4, 24))
    town.post.failing = None
    town.clock.advance(minutes=1)
    outbox = town.delivery.outbox
    lane = outbox.lanes(town.clock.now())[0]
    held = outbox.lease(lane, town.clock.now(), town.clock.now() + timedelta(seconds=120))
    assert held is not None
    town.another().run()
    assert held.key not in {n.key for n in town.post.sent}
    town.clock.advance(minutes=3)
    town.another().run()
    assert [n.key for n in town.post.sent].count(held.key) == 1


def test_many_senders_share_the_work_and_send_each_notice_once(town: Town) -> None:
    """Eight at once: whoever leases first sends."""
    town.clock.set(datetime(2024, 5, 9, 8, tzinfo=HANOI))
    town.dondoc.tick()
    senders = [town.another() for _ in range(8)]
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [n.key for n in (*town.post.sent, *town.other.sent)]
    assert keys
    assert len(keys) == len(set(keys))


def test_pauses_grow_differ_and_are_bounded() -> None:
    """Doubled each time, by chance between half and all of it, never more than the longest."""
    patience = Patience()
    assert [patience.pause(n, 1) for n in (1, 2, 3)] == [10, 20, 40]
    assert patience.pause(1, 0) == 5
    assert patience.pause(60, 1) == 6 * 3600
    chances = {patience.pause(1, int(SequentialIds(f"{n}").new()[-1]) / 10) for n in range(3)}
    assert all(5 <= pause <= 10 for pause in chances)
    total = sum(patience.pause(n, 0.5) for n in range(1, patience.attempts))
    assert 40 * 3600 < total < 80 * 3600


def test_contacts_that_lead_nowhere_are_refused_with_their_line(town: Town) -> None:
    """And nothing is lost meanwhile."""
    town.tell("contacts:\n  - {of: an, channel: pigeon}\n  - {of: nobody, channel: post}\n")
    with pytest.raises(ConfigInvalid) as refusal:
        town.delivery.contacts()
    assert [f.place.rsplit(":")[-1] for f in refusal.value.findings] == ["2", "3"]
    town.tell('contacts:\n  - {of: an, channel: email, address: "a@example.vn\\nBcc: b@example.vn"}\n')
    with pytest.raises(ConfigInvalid):
        town.delivery.contacts()


def test_no_address_is_in_the_database(town: Town) -> None:
    """What is personal lies in the contacts file alone, and is gone when it is erased there."""
    town.tell(ALL.replace("{of: an, channel: post}", "{of: an, channel: post, address: hop-thu-cua-an}"))
    town.on(date(2024, 4, 24))
    assert any(n.address == "hop-thu-cua-an" for n in town.post.sent)
    for file in town.folder.glob("dondoc.db*"):
        assert b"hop-thu-cua-an" not in file.read_bytes()


def test_the_operators_page_sends_again_what_was_given_up(town: Town) -> None:
    """It lists the dead notice with its reason and a button; the button has it tried anew, and it is gone."""
    town.post.failing = NotDelivered(reason="smtp-550", final=True)
    town.on(date(2024, 4, 24))
    key = town.facts(NoticeDead)[0].key
    app = create_app(town.dondoc, lambda _: LEAD)

    async def ask(method: str, url: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://console") as client:
            form = {"Origin": "https://console", "Content-Type": "application/x-www-form-urlencoded"}
            return await client.request(method, url, headers=form)

    page = asyncio.run(ask("GET", "/operations")).text
    assert f'action="/operations/notices/{key}/resend"' in page
    assert "Đã thôi gửi" in page or "đã thôi gửi" in page
    town.post.failing = None
    assert asyncio.run(ask("POST", f"/operations/notices/{key}/resend")).status_code == 303
    town.delivery.run()
    assert key in {n.key for n in town.post.sent}
    assert f"{key}/resend" not in asyncio.run(ask("GET", "/operations")).text
