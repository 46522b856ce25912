"""Notices as e-mail, through one mail server with STARTTLS: plain text, whole, and the same as HTML.

One notice has one recipient and a fixed envelope, so nothing in a text can add another. It never logs a password.
"""

from __future__ import annotations

import html
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from typing import Literal

from dondoc.domain.errors import NotDelivered
from dondoc.domain.notice import Notice
from dondoc.domain.ports import local

TIMEOUT = 20.0
"""Seconds that the server may take for one answer."""
_PERMANENT = range(550, 555)
"""Answers after which the same message to the same mailbox will never be taken."""


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where mail is handed in.

    `sender` is one plain address, `name` what stands before it. `tls` is `starttls`, `tls` from the first byte, or
    `none` (for a server on the same machine only: no password is sent then).
    """

    host: str
    port: int
    sender: str
    name: str = "Đôn đốc"
    user: str = ""
    password: str = ""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    context: ssl.SSLContext | None = None
    timeout: float = TIMEOUT


class MailChannel:
    """Sends each notice as a mail of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def lane(self, address: str) -> str:
        """One server for all."""
        return "email"

    def send(self, notice: Notice) -> None:
        """Hand it to the server, which answers for it from then on."""
        message = compose(notice, self._server)
        try:
            with self._connected() as server:
                server.send_message(message, self._server.sender, [notice.address])
        except smtplib.SMTPRecipientsRefused as wrong:
            (code, _), *_ = wrong.recipients.values()
            raise _refused(code) from None
        except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError) as wrong:
            raise NotDelivered("The mail server refused us.", reason=f"smtp-{wrong.smtp_code}", down=True) from None
        except smtplib.SMTPResponseException as wrong:
            raise _refused(wrong.smtp_code) from None
        except ssl.SSLError:
            raise NotDelivered("The mail server's certificate is not good.", reason="smtp-tls", down=True) from None
        except (OSError, smtplib.SMTPException) as wrong:
            reason = "smtp-timeout" if isinstance(wrong, TimeoutError) else "smtp-unreachable"
            raise NotDelivered("The mail server cannot be reached.", reason=reason, down=True) from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        at = self._server
        context = at.context or ssl.create_default_context()
        if at.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, timeout=at.timeout, context=context)
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=at.timeout)
        with server:
            if at.tls == "starttls":
                server.starttls(context=context)
                server.ehlo()
            if at.user and at.tls != "none":
                server.login(at.user, at.password)
            yield server


def compose(notice: Notice, server: MailServer) -> EmailMessage:
    """The mail of a notice.

    Raises:
        NotDelivered: a header would hold a line end; somebody tries to add headers of his own.
    """
    message = EmailMessage(policy=POLICY)
    try:
        message["From"] = Address(server.name, addr_spec=server.sender)
        message["To"] = Address(addr_spec=notice.address)
        message["Subject"] = notice.subject
    except (ValueError, IndexError) as wrong:
        raise NotDelivered("A header of the mail is malformed.", reason="mail-header", final=True) from wrong
    message["Date"] = format_datetime(local(notice.at))
    message["Message-ID"] = f"<{notice.key}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi"
    message.set_content(notice.text, cte="base64")
    message.add_alternative(_as_html(notice), subtype="html", cte="base64")
    return message


def _as_html(notice: Notice) -> str:
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"></head>'
        '<body><div style="white-space: pre-wrap; font-family: sans-serif">'
        f"{html.escape(notice.text)}</div></body></html>\n"
    )


def _refused(code: int) -> NotDelivered:
    return NotDelivered("The mail server did not take it.", reason=f"smtp-{code}", final=code in _PERMANENT)
