"""Mail to a real server: STARTTLS, login, multipart, Vietnamese headers, and what it refuses."""

from __future__ import annotations

import logging
import ssl
from dataclasses import replace
from typing import Any

import pytest

from dondoc.channels.mail import MailChannel, MailServer
from dondoc.domain.errors import NotDelivered
from dondoc.testing.channels import NOTICE, ChannelSuite

PASSWORD = "mat-khau-bi-mat"  # noqa: S105  # of the test's own server
TO = "can.bo@example.vn"


class TestMail(ChannelSuite):
    """The suite over mail, and what only mail has."""

    address = TO
    secrets = (PASSWORD,)

    @pytest.fixture(autouse=True)
    def other_side(self, mailbox: Any, trusted: ssl.SSLContext) -> None:
        """A mail server of one's own."""
        self.box, self.trusted = mailbox, trusted

    def server(self, **other: Any) -> MailServer:
        """The server as it is configured."""
        known = MailServer(
            "localhost", self.box.port, "dondoc@example.vn", user="dondoc", password=PASSWORD, context=self.trusted,
            timeout=2,
        )  # fmt: skip
        return replace(known, **other)

    def channel(self) -> MailChannel:
        """To that server."""
        return MailChannel(self.server())

    def broken(self) -> MailChannel:
        """Nobody listens on port 1."""
        return MailChannel(self.server(port=1))

    def arrived(self) -> list[tuple[str, str]]:
        """The mails: key and plain text."""
        return [(m["Message-ID"], m.get_body(("plain",)).get_content()) for _, _, m in self.box.mails]

    def refused(self, channel: MailChannel, **other: Any) -> NotDelivered:
        """Why a notice was not taken."""
        with pytest.raises(NotDelivered) as refusal:
            channel.send(replace(self.notice(), **other))
        return refusal.value

    def test_a_mail_is_multipart_with_readable_vietnamese_headers(self) -> None:
        """Both parts say the same; the subject is encoded, the key is the Message-ID, no answering machine replies."""
        self.channel().send(self.notice())
        sender, to, mail = self.box.mails[0]
        assert (sender, to) == ("dondoc@example.vn", [TO])
        assert mail["Subject"] == NOTICE.subject
        assert mail["From"] == "Đôn đốc <dondoc@example.vn>"
        assert mail["Message-ID"] == f"<{NOTICE.key}@example.vn>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        html = mail.get_body(("html",)).get_content()
        assert "“Cải cách tiền lương”" in html
        assert all(ord(char) < 128 for char in mail.as_string().split("\n\n")[0])

    def test_markup_in_a_text_is_shown_and_not_obeyed(self) -> None:
        """A task may be called anything."""
        self.channel().send(replace(self.notice(), text="<script>alert(1)</script>"))
        assert "&lt;script&gt;" in self.box.mails[0][2].get_body(("html",)).get_content()

    @pytest.mark.parametrize("trick", ["a\r\nBcc: x@example.vn", "a\nBcc: x@example.vn", "a\rBcc: x@example.vn"])
    def test_a_line_end_adds_no_header_and_no_recipient(self, trick: str) -> None:
        """Neither in the subject nor in the address; the envelope is fixed."""
        assert self.refused(self.channel(), subject=trick).final
        assert self.refused(self.channel(), address=f"b@example.vn{trick[1:]}").final
        assert self.box.mails == []

    def test_two_addresses_are_not_one(self) -> None:
        """A list of mailboxes is refused."""
        assert self.refused(self.channel(), address="a@example.vn, b@example.vn").final

    def test_a_mailbox_that_is_not_there_is_final_and_a_full_one_is_not(self) -> None:
        """5xx about the recipient will not change; 4xx will."""
        gone = self.refused(self.channel(), address="khong-co@example.vn")
        assert (gone.reason, gone.final) == ("smtp-550", True)
        self.box.answers = ["452 Mailbox full"]
        full = self.refused(self.channel())
        assert (full.reason, full.final, full.down) == ("smtp-452", False, False)

    def test_a_wrong_password_is_our_fault_and_is_shown_nowhere(self, caplog: pytest.LogCaptureFixture) -> None:
        """It may be set right, so nothing is given up for it."""
        caplog.set_level(logging.DEBUG)
        other = "".join(reversed(PASSWORD))
        wrong = self.refused(MailChannel(self.server(password=other)))
        assert (wrong.reason, wrong.final, wrong.down) == ("smtp-535", False, True)
        assert other not in caplog.text + repr(wrong) + repr(self.server(password=other))

    def test_a_certificate_that_nobody_vouches_for_stops_everything(self) -> None:
        """No login, no mail."""
        wrong = self.refused(MailChannel(self.server(context=None)))
        assert (wrong.reason, wrong.down) == ("smtp-tls", True)
        assert self.box.mails == []

    def test_no_password_goes_over_a_line_without_tls(self) -> None:
        """The server refuses us, and has not seen it."""
        assert self.refused(MailChannel(self.server(tls="none"))).reason.startswith("smtp-")
