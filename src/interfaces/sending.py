"""The sender, put together from settings: which channels there are, whom they reach, what they say.

Delivery is on when a contacts file is named. Until then reminders wait in the outbox, where everybody can see them.
"""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime

from dondoc.app import Dondoc
from dondoc.channels.base import Channel
from dondoc.channels.console import ConsoleChannel
from dondoc.channels.files import FileChannel
from dondoc.channels.mail import MailChannel, MailServer
from dondoc.channels.webhook import Receivers, WebhookChannel
from dondoc.config.contacts import read_contacts
from dondoc.domain.contact import EMAIL, WEBHOOK, Contacts, Reached, asked, reach
from dondoc.domain.errors import DondocError, Invalid
from dondoc.domain.notice import LETTER, Entry, Notice
from dondoc.domain.office import ENGINE
from dondoc.interfaces import checkpoints, letters, notices
from dondoc.log import get_logger
from dondoc.projections import notices as fates
from dondoc.settings import Settings
from dondoc.store.checkpoints import newest
from dondoc.store.outbox import Outbox
from dondoc.workflow.composing import Composer, Sources, Written
from dondoc.workflow.sending import Patience, Sender

SOURCE = "urn:dondoc"
IDLE = 60.0
"""Seconds after which it is asked again whether what waits, for its hour or for room in a budget, may go out."""
LONGEST = 10
"""How many times the gathering time a reminder waits at most while others keep coming."""
log = get_logger("dondoc.outbox")


class Delivery:
    """Writes notices and sends them, for one opened `Dondoc`; a host may hand in channels of its own by name."""

    def __init__(self, dondoc: Dondoc, settings: Settings, channels: dict[str, Channel] | None = None) -> None:
        self._dondoc = dondoc
        self._settings = settings
        self._channels = {**configured(settings, dondoc), **(channels or {})}
        self.outbox = Outbox(dondoc.store)
        self._waiting: tuple[float, float, int] | None = None
        self._idle: tuple[int, float] = (0, 0.0)
        self._composer = Composer(
            self._reached, self.outbox, self._sources(), dondoc.catalogue.delivery, dondoc.catalogue.calendar
        )
        self._sender = Sender(
            self.outbox,
            self._channels,
            self.contacts,
            lambda command: dondoc.dispatch(command, actor=ENGINE),
            lambda key: dondoc.ask(fates.sent, key),
            dondoc.clock,
            dondoc.ids,
            Patience(settings.outbox_pause, settings.outbox_longest_pause, settings.outbox_attempts),
        )

    def run(self) -> int:
        """Write all that waits, send all that is due, and return when that is done; the number of notices written."""
        written = self._composer.compose(self._dondoc.clock.now()) + self._post_checkpoint()
        self._sender.drain()
        return written

    def pump(self) -> None:
        """Write what has waited long enough and begin to send what is due. What is wrong is logged, and tried again."""
        try:
            if self._gathered() and not self._composer.compose(self._dondoc.clock.now()):
                _, newest = self._dondoc.ask(fates.count_waiting)
                self._idle = (newest, time.monotonic() + IDLE)
            self._post_checkpoint()
        except DondocError as wrong:
            log.error("nothing written", action="outbox-failed", code=wrong.code, error=str(wrong))
        try:
            self._sender.pump()
        except DondocError as wrong:
            log.error("nothing sent", action="outbox-failed", code=wrong.code, error=str(wrong))

    def close(self) -> None:
        """Let what is on its way end."""
        self._sender.close()

    def contacts(self) -> Contacts:
        """The contacts as their file says now.

        Raises:
            Invalid: no file is named.
            ConfigInvalid: the file is wrong.
        """
        if self._settings.contacts is None:
            raise Invalid(
                "No contacts file is named, so nothing can be sent.",
                vi="Chưa khai báo tệp liên hệ nên chưa gửi được thông báo.",
                place="DONDOC_CONTACTS",
                cure="Name it with DONDOC_CONTACTS; docs/how-to/delivery.md says what stands in it.",
            )
        return read_contacts(self._settings.contacts, self._dondoc.catalogue, self._channels)

    def _post_checkpoint(self) -> int:
        return checkpoints.post(self._dondoc, self.outbox, self.contacts, self._channels)

    def _gathered(self) -> bool:
        """Whether no reminder has come for a while: a tick records many, which belong into one notice.

        Those that come all the time do not keep the first one waiting for ever.
        """
        count, newest = self._dondoc.ask(fates.count_waiting)
        now, gather = time.monotonic(), self._settings.outbox_gather
        if self._idle[0] == newest and now < self._idle[1]:
            return False
        first, changed, before = self._waiting or (now, now, newest)
        changed = changed if newest == before else now
        self._waiting = (first, changed, newest) if count else None
        return bool(count) and (now - changed >= gather or now - first >= LONGEST * gather)

    def _reached(self, entry: Entry, on: date, contacts: Contacts) -> Reached:
        if entry.request:
            return asked(entry.to, entry.task, self._dondoc.catalogue, contacts)
        return reach(entry.to, on, self._dondoc.catalogue, contacts)

    def _sources(self) -> Sources:
        dondoc = self._dondoc

        def write(entries: Sequence[Entry], at: datetime) -> Written:
            return notices.write(dondoc.catalogue, entries, at, simulated=dondoc.clock.simulated)

        return Sources(
            waiting=lambda pressing: dondoc.ask(fates.waiting, pressing=pressing),
            deferred=lambda entries: dondoc.ask(fates.deferred, entries),
            contacts=self.contacts,
            write=write,
            lane=lambda channel, address: self._channels[channel].lane(address),
            record=lambda commands, on: dondoc.dispatch.append_missing(commands, ENGINE, on),
        )


def configured(settings: Settings, dondoc: Dondoc) -> dict[str, Channel]:
    """The channels that the settings set up, by name."""
    folder, trusted = settings.outbox_folder, _trusted(settings)

    def letter(notice: Notice) -> bytes:
        return letters.of_notice(notice, dondoc.catalogue, checkpoints.seal(dondoc.ask(newest)))

    found: dict[str, Channel] = {
        "console": ConsoleChannel(sys.stderr),
        "file": FileChannel(folder / "file"),
        LETTER: FileChannel(folder / LETTER, letter, ".docx"),
    }
    if settings.smtp_host:
        found[EMAIL] = MailChannel(
            MailServer(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_from,
                user=settings.smtp_user,
                password=settings.smtp_password.get_secret_value(),
                tls=settings.smtp_tls,
                context=trusted,
            )
        )
    if settings.webhook_secrets:
        receivers = Receivers(settings.webhook_secrets, settings.webhook_http, trusted)
        found[WEBHOOK] = WebhookChannel(receivers, SOURCE, dondoc.clock)
    return found


def _trusted(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.tls_ca:
        try:
            context.load_verify_locations(settings.tls_ca)
        except OSError as wrong:
            raise Invalid(
                f"{settings.tls_ca} holds no certificates that can be read.",
                vi=f"Không đọc được chứng thư trong {settings.tls_ca}.",
                place="DONDOC_TLS_CA",
                cure="Name a file of certificates in PEM.",
            ) from wrong
    return context
