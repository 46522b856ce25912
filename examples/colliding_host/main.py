"""An application whose own packages are called domain, workflow and projections, with dondoc beside them.

python examples/colliding_host/main.py --config config
"""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session

from domain import Base
from dondoc import Actor, Dondoc, Settings
from projections import counted
from workflow import enter

TASK = "184.4.1:vu-tien-luong:2024-04"
NOW = datetime(2024, 4, 2, 8, tzinfo=timezone(timedelta(hours=7)))  # without `clock`, the real time
USER = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")


def main(config: Path, folder: Path) -> None:
    """Enter one letter that is taken back, and one for good."""
    db = f"sqlite:///{folder / 'letters.db'}"
    engine = create_engine(db)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    Base.metadata.create_all(engine)
    opened = Dondoc.create(Settings(db=db, config=config, evidence=folder / "evidence", clock=NOW))
    opened.tick()
    with Session(engine) as session:
        enter(session, opened, USER, "15/TTr", "Chế độ tiền lương mới", TASK)
        session.rollback()
        print("hoàn tác:", counted(session), opened.task(TASK)[0].version)
        session.rollback()
        enter(session, opened, USER, "16/TTr", "Chế độ tiền lương mới", TASK)
        session.commit()
        print("ghi nhận:", counted(session), opened.task(TASK)[0].version)
    opened.close()
    engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config"), help="the folder of dondoc's configuration")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the database is made")
    given = parser.parse_args()
    main(given.config, given.folder)
