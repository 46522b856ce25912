"""Webhooks to a real receiver: signature, body, list of receivers, and every way in which the other side can fail."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dondoc.channels.webhook import Receivers, WebhookChannel, sign
from dondoc.domain.errors import NotDelivered
from dondoc.testing import FrozenClock
from dondoc.testing.channels import NOTICE, ChannelSuite

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  # the published example
OLD = "whsec_" + base64.b64encode(b"mot-bi-mat-cu-hon").decode()
NOW = datetime(2024, 3, 22, 1, tzinfo=UTC)


def connected(trap: socket.socket) -> bool:
    """Whether anybody connected to a trap."""
    trap.settimeout(0.05)
    try:
        trap.accept()[0].close()
    except TimeoutError:
        return False
    return True


class TestWebhook(ChannelSuite):
    """The suite over webhooks, and what only webhooks have."""

    secrets = (SECRET,)

    @pytest.fixture(autouse=True)
    def other_side(self, hooks: Callable[..., Any], trusted: ssl.SSLContext) -> None:
        """A receiver of one's own."""
        self.hook, self.trusted, self.hooks = hooks(), trusted, hooks
        self.address = f"https://localhost:{self.hook.port}/don-doc?v=1"

    def receivers(self, **other: Any) -> Receivers:
        """The list, with this receiver on it."""
        known = Receivers({f"localhost:{self.hook.port}": (SECRET,)}, context=self.trusted, deadline=1.0)
        return replace(known, **other)

    def channel(self, **other: Any) -> WebhookChannel:
        """To that receiver."""
        return WebhookChannel(self.receivers(**other), "urn:dondoc", FrozenClock(NOW))

    def broken(self) -> WebhookChannel:
        """A name that leads to where nobody listens."""
        return WebhookChannel(self.receivers(), "urn:dondoc", FrozenClock(NOW), lambda _name, _port: ["127.0.0.2"])

    def arrived(self) -> list[tuple[str, str]]:
        """What was posted: key and text."""
        return [(headers["webhook-id"], json.loads(body)["data"]["text"]) for headers, body in self.hook.got]

    def refused(self, channel: WebhookChannel, address: str = "") -> NotDelivered:
        """Why a notice was not taken."""
        with pytest.raises(NotDelivered) as refusal:
            channel.send(replace(self.notice(), address=address or self.address))
        return refusal.value

    def test_the_body_is_a_cloudevent_and_the_same_in_every_attempt(self) -> None:
        """Version 1.0 in structured mode, with the notice and each reminder as data."""
        for _ in range(2):
            self.channel().send(self.notice())
        (headers, body), (_, again) = self.hook.got
        assert body == again
        event = json.loads(body)
        assert headers["content-type"].startswith("application/cloudevents+json")
        assert (event["specversion"], event["id"], event["type"]) == ("1.0", NOTICE.key, "vn.dondoc.notice")
        assert event["data"]["reminders"] == list(NOTICE.about)

    def test_a_receiver_can_check_the_signature_with_either_secret_while_they_change(self) -> None:
        """HMAC-SHA256 over id, moment and body; a changed body, id or moment does not agree."""
        self.channel(secrets={f"localhost:{self.hook.port}": (SECRET, OLD)}).send(self.notice())
        headers, body = self.hook.got[0]
        said = headers["webhook-signature"].split(" ")

        def signature(secret: str, key: str, stamp: str, body: bytes) -> str:
            raw = base64.b64decode(secret.removeprefix("whsec_"))
            digest = hmac.new(raw, f"{key}.{stamp}.".encode() + body, hashlib.sha256).digest()
            return "v1," + base64.b64encode(digest).decode()

        stamp = headers["webhook-timestamp"]
        assert int(stamp) == int(NOW.timestamp())
        assert said == [signature(secret, NOTICE.key, stamp, body) for secret in (SECRET, OLD)]
        for changed in ((NOTICE.key, stamp, body + b" "), ("n-1", stamp, body), (NOTICE.key, "1", body)):
            assert signature(SECRET, *changed) not in said

    def test_the_published_example_of_standard_webhooks_is_signed_alike(self) -> None:
        """The test vector of its reference libraries."""
        headers = sign(
            (SECRET,), "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
        )
        assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    @pytest.mark.parametrize(
        ("status", "headers", "final", "wait"),
        [
            (500, {}, False, 0), (429, {"Retry-After": "120"}, False, 120), (410, {}, True, 0),
            (503, {"Retry-After": "Fri, 22 Mar 2024 01:05:00 GMT"}, False, 300), (503, {"Retry-After": "x"}, False, 0),
        ],
    )  # fmt: skip
    def test_what_is_not_a_success_is_a_failure_with_its_pause(
        self, status: int, headers: dict[str, str], *, final: bool, wait: float
    ) -> None:
        """Retry-After in seconds or as a moment; only 410 is for ever."""
        self.hook.status, self.hook.headers = status, headers
        wrong = self.refused(self.channel())
        assert (wrong.reason, wrong.final, wrong.wait) == (f"http-{status}", final, wait)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_no_redirect_is_followed(self, status: int) -> None:
        """Not even to a receiver on the list: nobody so much as connects to the other one."""
        with socket.create_server(("127.0.0.1", 0)) as trap:
            port = trap.getsockname()[1]
            self.hook.status, self.hook.headers = status, {"Location": f"https://localhost:{port}/"}
            listed = {f"localhost:{each}": (SECRET,) for each in (self.hook.port, port)}
            assert self.refused(self.channel(secrets=listed)).reason == f"http-{status}"
            assert not connected(trap)

    def test_a_name_is_resolved_once_and_whatever_it_leads_to_next_is_not_called(self) -> None:
        """The address that was looked at is the one that is connected to: a name that changes gains nothing."""
        answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]]
        with socket.create_server(("127.0.0.2", self.hook.port)) as trap:
            channel = WebhookChannel(
                self.receivers(), "urn:dondoc", FrozenClock(NOW), lambda _name, _port: answers.pop(0)
            )
            channel.send(replace(self.notice(), address=self.address))
            assert (len(self.hook.got), len(answers)) == (1, 2)
            assert not connected(trap)
            channel._receivers = self.receivers(deadline=0.3)  # noqa: SLF001  # nobody answers at the trap
            assert self.refused(channel).reason == "webhook-timeout"
            assert connected(trap), "the trap would have told"

    @pytest.mark.parametrize("fault", ["hangs", "drips"])
    def test_whoever_hangs_or_drips_is_left_after_the_deadline(self, fault: str) -> None:
        """However steadily it drips."""
        self.hook.pause, self.hook.drips = (3, False) if fault == "hangs" else (0, True)
        begun = time.monotonic()
        wrong = self.refused(self.channel())
        assert (wrong.reason, wrong.down) == ("webhook-timeout", True)
        assert time.monotonic() - begun < 2

    def test_a_certificate_that_nobody_vouches_for_stops_it(self) -> None:
        """Nothing is said to a stranger."""
        assert self.refused(self.channel(context=None)).reason == "webhook-tls"
        assert self.hook.got == []

    @pytest.mark.parametrize(
        "address",
        [
            "https://127.0.0.1:{port}/", "https://localhost:1/", "https://trap.example.vn/", "https://a@localhost:{port}/",
            "http://localhost:{port}/", "ftp://localhost:{port}/", "https://localhost:99999/", "https://localhost:{port}/#a",
            "https://169.254.169.254/", "https://[::1]:{port}/", "https:///x", "localhost:{port}",
        ],
    )  # fmt: skip
    def test_whoever_is_not_on_the_list_is_not_called(self, address: str) -> None:
        """Each of these is refused for good before anything is opened."""
        assert self.refused(self.channel(), address.format(port=self.hook.port)).final
        assert self.hook.got == []

    @pytest.mark.parametrize(
        "leads", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", ".".join("0000"), "224.0.0.1"]
    )
    def test_a_listed_name_that_leads_to_this_machine_is_not_called(self, leads: str) -> None:
        """A name may be changed by whoever owns it; every address it leads to is looked at."""
        listed = self.receivers(secrets={f"host.example.vn:{self.hook.port}": (SECRET,)})
        asked: list[str] = []

        def resolve(name: str, _port: int) -> list[str]:
            asked.append(name)
            return ["10.0.0.1", leads]

        channel = WebhookChannel(listed, "urn:dondoc", FrozenClock(NOW), resolve)
        wrong = self.refused(channel, f"https://host.example.vn:{self.hook.port}/")
        assert (wrong.reason, wrong.final, asked) == ("webhook-address", True, ["host.example.vn"])
        assert self.hook.got == []

    def test_plain_http_needs_to_be_allowed(self) -> None:
        """Only inside a closed network, by a setting that says so."""
        plain = self.hooks(tls=False)
        listed = self.receivers(secrets={f"localhost:{plain.port}": (SECRET,)})
        address = f"http://localhost:{plain.port}/"
        for allowed in (False, True):
            channel = WebhookChannel(replace(listed, http=allowed), "urn:dondoc", FrozenClock(NOW))
            if allowed:
                channel.send(replace(self.notice(), address=address))
            else:
                assert self.refused(channel, address).reason == "webhook-no-https"
        assert len(plain.got) == 1

    def test_a_notice_too_large_is_given_up(self) -> None:
        """A receiver has its limits."""
        with pytest.raises(NotDelivered) as refusal:
            self.channel().send(replace(self.notice(), text="a" * 1_000_001))
        assert (refusal.value.reason, refusal.value.final) == ("webhook-too-large", True)
