"""Notices as signed webhooks: a CloudEvents 1.0 body, signed as Standard Webhooks asks, to receivers on a list only.

A name is resolved once, every address is looked at, and the connection goes to that address; redirects are not
followed, answers are not shown. Nothing waits longer than the deadline, whatever the other side does.
"""

from __future__ import annotations

import base64
import email.utils
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from dondoc.domain.errors import NotDelivered
from dondoc.domain.notice import Notice
from dondoc.domain.ports import Clock

TYPE = "vn.dondoc.notice"
MOST_BYTES = 1_000_000
LONGEST_WAIT = 86_400.0
_ASKS_TO_WAIT = {429, 503}
_GONE = 410
_SCHEMES = {"https": 443, "http": 80}
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Receivers:
    """The receivers that may be called: `host:port` with its secrets (`whsec_...`), the newest first.

    `http` allows plain http to them; `context` says which certificates are good; `deadline` is in seconds.
    """

    secrets: Mapping[str, tuple[str, ...]] = field(repr=False)
    http: bool = False
    context: ssl.SSLContext | None = None
    deadline: float = 10.0


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class WebhookChannel:
    """Posts each notice to its receiver."""

    def __init__(self, receivers: Receivers, source: str, clock: Clock, resolve: Resolve = resolved) -> None:
        self._receivers = receivers
        self._source = source
        self._clock = clock
        self._resolve = resolve

    def lane(self, address: str) -> str:
        """Each receiver has its own."""
        return f"webhook:{urlsplit(address).netloc.rpartition('@')[2].lower()}"

    def send(self, notice: Notice) -> None:
        """Post it; any 2xx is taken for an answer."""
        url = urlsplit(notice.address)
        name, port = self._listed(url)
        body = event(notice, self._source)
        if len(body) > MOST_BYTES:
            raise _final("The notice is too large for a webhook.", "webhook-too-large")
        headers = {
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "User-Agent": "dondoc",
            **sign(self._receivers.secrets[f"{name}:{port}"], notice.key, self._clock.now(), body),
        }
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        status, wait = self._post(url.scheme, name, port, target, body, headers)
        if not 200 <= status < 300:  # noqa: PLR2004  # the statuses that mean success
            asked = _seconds(wait, self._clock.now()) if status in _ASKS_TO_WAIT else 0.0
            raise NotDelivered(
                "The receiver did not take it.", reason=f"http-{status}", final=status == _GONE, wait=asked
            )

    def _listed(self, url: SplitResult) -> tuple[str, int]:
        try:
            name, port = (url.hostname or "").lower(), url.port or _SCHEMES.get(url.scheme, 0)
        except ValueError:
            raise _final("The address has no such port.", "webhook-address") from None
        if url.scheme not in _SCHEMES or url.username is not None or url.fragment:
            raise _final("The address is not of the form https://host/path.", "webhook-address")
        if url.scheme == "http" and not self._receivers.http:
            raise _final("Plain http is not allowed.", "webhook-no-https")
        if f"{name}:{port}" not in self._receivers.secrets:
            raise _final("The receiver is not on the list.", "webhook-not-listed")
        return name, port

    def _post(
        self, scheme: str, name: str, port: int, target: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        late = threading.Event()
        connection = http.client.HTTPConnection(name, port, timeout=self._receivers.deadline)
        try:
            connection.sock = self._connected(scheme, name, port)
            with _Deadline(connection.sock, self._receivers.deadline, late):
                connection.request("POST", target, body=body, headers=dict(headers))
                with connection.getresponse() as answer:
                    if late.is_set():  # what came of it before the line was cut is no answer
                        raise TimeoutError
                    return answer.status, answer.headers.get("Retry-After", "")
        except ssl.SSLError:
            raise NotDelivered("The certificate is not good.", reason="webhook-tls", down=True) from None
        except (OSError, http.client.HTTPException) as wrong:
            slow = late.is_set() or isinstance(wrong, TimeoutError)
            reason = "webhook-timeout" if slow else "webhook-unreachable"
            raise NotDelivered("The receiver cannot be reached.", reason=reason, down=True) from None
        finally:
            connection.close()

    def _connected(self, scheme: str, name: str, port: int) -> socket.socket:
        addresses = self._resolve(name, port)
        for address in addresses:
            _may_call(address, name)
        plain = socket.create_connection((addresses[0], port), timeout=self._receivers.deadline)
        if scheme == "http":
            return plain
        context = self._receivers.context or ssl.create_default_context()
        try:
            return context.wrap_socket(plain, server_hostname=name)
        except BaseException:
            plain.close()
            raise


class _Deadline:
    """Ends a connection that takes too long in all, however steadily it drips."""

    def __init__(self, connected: socket.socket, seconds: float, late: threading.Event) -> None:
        self._socket = connected
        self._late = late
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self._late.set()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was quicker


def _may_call(address: str, name: str) -> None:
    """Refuse this machine, its links and its cloud's secrets, unless the list names that very address.

    Ministries' receivers are on private addresses, so those are fine.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    named = address == name or (name == "localhost" and ip.is_loopback)
    if not named and (ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved):
        raise _final("The receiver's name leads to an address that must not be called.", "webhook-address")


def event(notice: Notice, source: str) -> bytes:
    """The notice as a CloudEvents 1.0 event in JSON; the same bytes in every attempt."""
    said = {
        "specversion": "1.0",
        "id": notice.key,
        "source": source,
        "type": TYPE,
        "subject": notice.receiver,
        "time": notice.at.astimezone(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "subject": notice.subject,
            "text": notice.text,
            "reminders": notice.about,
            "simulated": notice.simulated,
        },
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(secrets: tuple[str, ...], key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks; one signature for each secret, while they change."""
    stamp = str(int(at.timestamp()))
    signed = f"{key}.{stamp}.".encode() + body
    found = (hmac.new(_bytes(secret), signed, hashlib.sha256).digest() for secret in secrets)
    signatures = " ".join(f"v1,{base64.b64encode(each).decode()}" for each in found)
    return {"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": signatures}


def _bytes(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)


def _seconds(said: str, now: datetime) -> float:
    """How long a Retry-After asks us to wait: seconds, or a moment; at most a day."""
    if said.strip().isdigit():
        return min(float(said), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _final(said: str, reason: str) -> NotDelivered:
    return NotDelivered(said, reason=reason, final=True)
