"""Real other sides for channels: a mail server and an HTTP receiver, with certificates of their own and with faults."""

from __future__ import annotations

import http.server
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who vouches for localhost."""
    return trustme.CA()


@pytest.fixture(scope="session")
def trusted(authority: trustme.CA) -> ssl.SSLContext:
    """A client's view that trusts that authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate as a file."""
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture(scope="session")
def certified(authority: trustme.CA) -> ssl.SSLContext:
    """A server's own certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@dataclass
class Mailbox:
    """What a mail server has taken, and how it answers."""

    port: int = 0
    answer: str = "250 OK"
    answers: list[str] = field(default_factory=list)
    mails: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Refuse a mailbox that is not there."""
        if address.startswith("khong-co@"):
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a mail, unless told otherwise."""
        answer = self.answers.pop(0) if self.answers else self.answer
        if answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return answer


def _logged_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"dondoc", b"mat-khau-bi-mat")
    return AuthResult(success=good, handled=good)


class AnyPort(Controller):
    """Takes whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox(certified: ssl.SSLContext) -> Iterator[Mailbox]:
    """A mail server on this machine that wants STARTTLS and a login."""
    box = Mailbox()
    controller = AnyPort(
        box, hostname="127.0.0.1", port=0, tls_context=certified, require_starttls=True, auth_required=True,
        authenticator=_logged_in,
    )  # fmt: skip
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@dataclass
class Hook:
    """What a receiver has got, and how it answers: a status, headers, a pause before it, or drop by drop."""

    port: int = 0
    status: int = 204
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    drips: bool = False
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def hooks(certified: ssl.SSLContext) -> Iterator[Callable[..., Hook]]:
    """Starts receivers, with TLS or without."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(*, tls: bool = True) -> Hook:
        hook = Hook()

        class Receiver(http.server.BaseHTTPRequestHandler):
            """Answers as its hook says."""

            def do_POST(self) -> None:  # the library's name
                """Take what comes."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                time.sleep(hook.pause)
                self.send_response(hook.statuses.pop(0) if hook.statuses else hook.status)
                for name, value in hook.headers.items():
                    self.send_header(name, value)
                if hook.drips:
                    self.flush_headers()
                    for _ in range(40):
                        time.sleep(0.1)
                        self.wfile.write(b"X-Drip: drop\r\n")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Quiet(http.server.ThreadingHTTPServer):
            """Complains of nobody who hangs up."""

            def handle_error(self, *_: object) -> None:
                """Somebody hung up."""

        server = Quiet(("127.0.0.1", 0), Receiver)
        server.daemon_threads = True
        if tls:
            server.socket = certified.wrap_socket(server.socket, server_side=True)
        hook.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        servers.append(server)
        return hook

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
