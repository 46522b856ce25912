"""A plain script with a register of letters of its own: a letter and the step of its task are one transaction.

    python examples/plain_script.py --config config

It needs SQLAlchemy and dondoc, nothing else. Persons and letters are invented.
"""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from dondoc import Actor, Conflict, Dondoc, DondocError, Settings

TASK = "184.4.1:vu-tien-luong:2024-04"
NOW = datetime(2024, 4, 2, 8, tzinfo=timezone(timedelta(hours=7)))  # without `clock`, the real time
UNIT = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")


class Base(DeclarativeBase):
    """The tables of this program."""


class Letter(Base):
    """A letter in the register of this program."""

    __tablename__ = "letters"
    number: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]


def writing_at_once(engine: Engine) -> Engine:
    """An engine on SQLite whose transactions are there from their beginning, and write from their beginning."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # Python's driver begins none by itself

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def register(session: Session, dondoc: Dondoc, number: str, subject: str) -> None:
    """Enter a letter, and prepare the unit's information to the press by it; the caller commits."""
    session.add(Letter(number=number, subject=subject))
    dondoc.take_step(TASK, "prepare", {"subject": subject})


def attempt(session: Session, dondoc: Dondoc, number: str, subject: str) -> None:
    """Enter a letter for good, or not at all."""
    for _ in range(3):
        try:
            with session.begin():
                register(session, dondoc, number, subject)
        except Conflict:
            continue  # somebody else was first; nothing was written, neither there nor here
        except DondocError as refused:
            print(f"không ghi {number}: {refused.vi}")
            return
        else:
            print(f"đã ghi {number}")
            return


def main(config: Path, folder: Path) -> None:
    """Enter two letters; the rules refuse the second, and the register does not know it either."""
    db = f"sqlite:///{folder / 'letters.db'}"
    settings = Settings(db=db, config=config, evidence=folder / "evidence", clock=NOW)
    engine = writing_at_once(create_engine(db))
    Base.metadata.create_all(engine)
    opened = Dondoc.create(settings)  # makes dondoc's tables; otherwise once, by `dondoc init`
    opened.tick()  # opens what should be open by now; otherwise `dondoc worker` does that
    with Session(engine) as session:
        dondoc = Dondoc.attach(session, opened, actor=UNIT)
        attempt(session, dondoc, "15/TTr", "Chế độ tiền lương mới")
        attempt(session, dondoc, "16/TTr", "Chế độ tiền lương mới")
        print("sổ công văn:", [letter.number for letter in session.query(Letter)])
        print("việc:", dondoc.task(TASK)[0].state)
    opened.close()
    engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config"), help="the folder of dondoc's configuration")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the database is made")
    given = parser.parse_args()
    main(given.config, given.folder)
