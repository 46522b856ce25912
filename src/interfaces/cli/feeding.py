"""Commands on calendar feeds. An address that is printed once is printed nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.domain.facts.feed import Kind
from dondoc.interfaces import wording
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.feeds import PLACE, Feeds

app = typer.Typer(help="Calendars to subscribe to.", no_args_is_help=True, rich_markup_mode=None)
Unit = Annotated[str, typer.Option("--unit", help="A unit; your own calendar where none is named.", metavar="UNIT")]
FeedId = Annotated[str, typer.Argument(help="A feed as `dondoc feed list` names it.", metavar="FEED")]


@contextmanager
def _feeds(db: options.Db, config: options.Config, clock: options.Clock) -> Iterator[tuple[Feeds, str]]:
    """The feeds, and where people open the console."""
    settings = options.settings(db, config, clock)
    with opened(settings) as dondoc:
        yield Feeds(dondoc), settings.url.rstrip("/")


@app.command("open")
def open_(unit: Unit = "", actor: options.ActorOption = None, office: options.OfficeOption = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Open your own calendar, or that of your unit; prints its address, which nobody is told again."""
    who = options.acting(actor, office)
    with _feeds(db, config, clock) as (feeds, url):
        kind: Kind = "unit" if unit else "person"
        feed, token = feeds.open(kind, unit or who.person, who)
        empty = kind == "person" and not feeds.held(who.person)
    address = url + PLACE.format(token=token)
    if as_json:
        output.envelope({"feed": feed.id, "address": address})
        return 0
    output.line(f"Đã mở lịch {feed.id}. Dán địa chỉ này vào phần mềm lịch; ai có địa chỉ đều xem được lịch:")
    output.line(address)
    if empty:
        output.line(
            "Lưu ý: người này chưa giữ chức vụ nào nên lịch còn trống; ghi vào holdings trong config/offices.yaml."
        )
    return 0


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Every feed that can be read, by owner."""
    with _feeds(db, config, clock) as (feeds, _):
        found = feeds.listed()
    if as_json:
        told = [{"feed": f.id, "kind": f.kind, "owner": f.owner, "opened_at": f.opened_at.isoformat()} for f in found]
        output.envelope({"feeds": told})
        return 0
    rows = [(feed.id, feed.owner, wording.moment(feed.opened_at)) for feed in found]
    output.table("Lịch đăng ký", ("Mã", "Của", "Mở lúc"), rows)
    return 0


@app.command("revoke")
def revoke(feed: FeedId, actor: options.ActorOption = None, office: options.OfficeOption = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Revoke a feed: from now on its address leads nowhere."""
    who = options.acting(actor, office)
    kind, owner, number = _named(feed)
    with _feeds(db, config, clock) as (feeds, _):
        feeds.revoke(kind, owner, number, who)
    if as_json:
        output.envelope({"feed": feed, "open": False})
    else:
        output.line(f"Đã thu hồi lịch {feed}; địa chỉ cũ không còn dùng được.")
    return 0


def _named(feed: str) -> tuple[Kind, str, int]:
    kind, _, rest = feed.partition(":")
    owner, _, number = rest.rpartition(":")
    if owner and number.isascii() and number.isdigit() and len(number) < 6:  # noqa: PLR2004  # nobody opens more
        match kind:
            case "person" | "unit":
                return kind, owner, int(number)
    raise Invalid(
        f"{feed!r} is not a feed.",
        vi=f"{feed!r} không phải mã lịch đăng ký.",
        place="FEED",
        cure="Write it as `dondoc feed list` does, such as unit:van-phong-bo:1.",
    )
