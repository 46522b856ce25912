"""Checkpoints in a running process: the tree grows, checkpoints are made when they are due and put into the outbox.

Without a signing key the tree grows and nothing is signed. What goes wrong is logged and tried again; it stops nobody.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from dondoc.answers import Answers
from dondoc.channels.base import Channel
from dondoc.documents.seal import Seal
from dondoc.domain.contact import NONE, Contacts
from dondoc.domain.errors import DondocError
from dondoc.domain.notice import LETTER, notice_key
from dondoc.domain.ports import local, unstamp
from dondoc.interfaces import wording
from dondoc.log import get_logger
from dondoc.settings import Settings
from dondoc.store import checkpoints
from dondoc.store.checkpoints import Kept
from dondoc.store.outbox import Message, Outbox
from dondoc.store.tree import StoredTree

log = get_logger("dondoc.checkpoint")
NOT_BY = {NONE, LETTER}
"""The channels that no checkpoint goes by: it is a text to be kept, not a letter to be signed."""


class Keeping:
    """Lets the tree of one log grow and has it signed; called again and again."""

    def __init__(self, dondoc: Answers, settings: Settings) -> None:
        self._dondoc = dondoc
        self._settings = settings
        self._tree = StoredTree(dondoc.store)

    def run(self) -> Kept | None:
        """Do what is due; the checkpoint that was made, if any."""
        try:
            if self._tree.size() < self._dondoc.store.position():
                self._tree.catch_up()
            return self._sign()
        except DondocError as wrong:
            log.error("no checkpoint", action="checkpoint-failed", code=wrong.code, error=str(wrong))
            return None

    def _sign(self) -> Kept | None:
        if not self._settings.key_file.exists():
            return None
        checkpointer = made_of(self._dondoc, self._settings)
        return checkpointer.make() if checkpointer.due() else None


def made_of(dondoc: Answers, settings: Settings) -> Any:
    """The maker of checkpoints of a log; a `dondoc.workflow.checkpointing.Checkpointer`.

    Raises:
        NotFound, Invalid: there is no signing key, or its file is wrong.
    """
    from dondoc.transparency.keyfile import read_keys
    from dondoc.workflow.checkpointing import Checkpointer

    facts = dondoc.catalogue.checkpointing.facts
    return Checkpointer(dondoc.store, read_keys(settings.key_file), dondoc.clock, facts)


def post(dondoc: Answers, outbox: Outbox, contacts: Callable[[], Contacts], channels: Mapping[str, Channel]) -> int:
    """Put the newest checkpoint into the outbox for each receiver that has not had it; how many that were."""
    to = dondoc.catalogue.checkpointing.to
    newest = dondoc.ask(checkpoints.newest) if to else None
    if newest is None:
        return 0
    entry = f"checkpoint-{newest.size}"
    known = contacts()
    reached = [(each.of, each.channel, each.address) for name in to for each in known.of(name)]
    had = {(receiver, channel) for _, receiver, channel in outbox.claims([entry])}
    new = [
        _message(newest, entry, receiver, channel, channels[channel].lane(address), simulated=dondoc.clock.simulated)
        for receiver, channel, address in dict.fromkeys(reached)
        if channel not in NOT_BY and channel in channels and (receiver, channel) not in had
    ]
    return len(outbox.put(new)) if new else 0


def said(newest: Kept | None) -> str:
    """The newest checkpoint in a line; empty without one."""
    if newest is None:
        return ""
    at = wording.moment(unstamp(newest.made_at))
    return f"Mã kiểm chứng nhật ký: {newest.code} ({wording.number(newest.size)} sự kiện, {at})"


def seal(newest: Kept | None) -> Seal | None:
    """The newest checkpoint for the foot of a page or a letter."""
    return Seal(said(newest), newest.note) if newest else None


def _message(newest: Kept, entry: str, receiver: str, channel: str, lane: str, *, simulated: bool) -> Message:
    day = local(unstamp(newest.made_at)).date()
    mark = "[MÔ PHỎNG] " if simulated else ""
    text = (
        "Điểm kiểm tra của nhật ký dondoc, để lưu giữ ở ngoài hệ thống.\n\n"
        f"{said(newest)}.\n\n"
        "Ai giữ bản này có thể đối chiếu toàn bộ nhật ký về sau: dondoc verify --checkpoint TỆP.\n"
        "Xin lưu nguyên văn phần dưới đây.\n\n"
        f"{newest.note}"
    )
    about: dict[str, Any] = {
        "checkpoint": newest.note, "size": newest.size, "code": newest.code,
        "note_base64": base64.b64encode(newest.note.encode()).decode(),
    }  # fmt: skip
    subject = f"{mark}[Điểm kiểm tra] {wording.number(newest.size)} sự kiện, ngày {wording.day(day)}"
    key = notice_key([entry], receiver, channel)
    where = (key, channel, receiver, lane, day.isoformat())
    return Message(*where, True, newest.made_at, (entry,), subject, text, (about,))
