"""Commands on notices: what is in the outbox, send it now, try again what was given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.app import Dondoc, opened
from dondoc.interfaces import reasons
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.cli.tasking import show_receipt
from dondoc.projections import notices as fates
from dondoc.settings import Settings
from dondoc.store.outbox import DEAD, Message, Outbox

POLL_SECONDS = 0.5
app = typer.Typer(help="Notices: what waits, was sent, was given up.", no_args_is_help=True, rich_markup_mode=None)
Contacts = Annotated[
    Path | None, typer.Option("--contacts", help="File of contacts (or DONDOC_CONTACTS).", metavar="FILE")
]
STATES = {"queued": "chờ gửi", "sent": "đã gửi", "dead": "đã thôi gửi"}


@app.command("list")
def list_(dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
          limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100, db: options.Db = None,
          config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Notices with their keys and states, what is still to be written, and whom nobody could reach."""
    with opened(options.settings(db, config)) as dondoc:
        messages = Outbox(dondoc.store).listed(DEAD if dead else "", limit)
        waiting, _ = dondoc.ask(fates.count_waiting)
        unsent = [] if dead else dondoc.ask(fates.not_sent, limit)
    if as_json:
        missed = [{"task": task, "to": to, "reason": reason} for task, to, reason in unsent]
        output.envelope({"messages": [_message(m) for m in messages], "waiting": waiting, "not_sent": missed})
        return 0
    rows = [(m.key, m.day, m.receiver, m.channel, STATES[m.state], m.attempts, m.reason) for m in messages]
    heads = ("Mã", "Ngày", "Người nhận", "Kênh", "Tình trạng", "Số lần", "Lý do")
    output.table(f"Thông báo: {len(rows)}; còn {waiting} lượt chưa lập thông báo", heads, rows, numbers=(5,))
    if unsent:
        lines = [(task, to, reasons.said(reason)) for task, to, reason in unsent]
        output.table("Không gửi", ("Việc", "Gửi tới", "Lý do"), lines)
    return 0


@app.command("run")
def run(contacts: Contacts = None, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
        clock: options.Clock = None) -> int:  # fmt: skip
    """Write what waits, send what is due, and return; `serve` and `worker` do so all the time."""
    from dondoc.interfaces.sending import Delivery

    settings = options.settings(db, config, clock, contacts=contacts)
    with opened(settings) as dondoc:
        delivery = Delivery(dondoc, settings)
        try:
            delivery.contacts()
            written = delivery.run()
        finally:
            delivery.close()
        counts = {state: delivery.outbox.counts().get(state, 0) for state in STATES}
    if as_json:
        output.envelope({"written": written, **counts})
    else:
        said = ", ".join(f"{STATES[state]} {count}" for state, count in counts.items())
        output.line(f"Lập {written} thông báo mới. Trong hộp gửi: {said}.")
    return 0


@app.command("resend")
def resend(key: Annotated[str, typer.Argument(help="Key of a notice that was given up.", metavar="ID")],
           actor: options.ActorOption = None, office: options.OfficeOption = None, command_id: options.CommandId = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Let a notice be tried again; under the same key, by whoever sends next."""
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.resend(key, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


@contextmanager
def sending(dondoc: Dondoc, settings: Settings) -> Iterator[None]:
    """Send in the background while something else goes on; nothing where no contacts file is named."""
    if settings.contacts is None:
        yield
        return
    from dondoc.interfaces.sending import Delivery

    delivery, stop = Delivery(dondoc, settings), threading.Event()
    delivery.contacts()  # a wrong file is refused before anything begins

    def pump() -> None:
        while not stop.wait(POLL_SECONDS):
            delivery.pump()

    thread = threading.Thread(target=pump, name="dondoc-outbox", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        delivery.close()


def _message(found: Message) -> dict[str, Any]:
    return {
        "key": found.key,
        "state": found.state,
        "channel": found.channel,
        "receiver": found.receiver,
        "day": found.day,
        "attempts": found.attempts,
        "next_at": found.next_at if found.state == "queued" else None,
        "reason": found.reason,
        "entries": list(found.entries),
        "subject": found.subject,
    }
