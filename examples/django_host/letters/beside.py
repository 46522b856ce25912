"""dondoc in Django's own transaction: copy this file into a project on PostgreSQL.

Django begins, commits and rolls back; dondoc's statements go through the very connection of `transaction.atomic()`, so
they share its savepoints, its commit and its rollback. Nothing here ends a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from sqlalchemy import URL, Engine, NullPool, create_engine

from dondoc import Actor, Dondoc, Settings


class Borrowed:
    """Django's connection, lent to SQLAlchemy without the right to end its transaction or to close it."""

    def __init__(self, lent: Any) -> None:
        self._lent = lent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lent, name)

    def commit(self) -> None:
        """Django commits."""

    def rollback(self) -> None:
        """Django rolls back."""

    def close(self) -> None:
        """Django closes."""

    def add_notice_handler(self, _handler: Any) -> None:
        """Django listens to what the server says."""


def dondoc_settings() -> Settings:
    """Where dondoc's tables are: in the database of Django."""
    told = connection.settings_dict
    url = URL.create(
        "postgresql",
        username=told["USER"] or None,
        password=told["PASSWORD"] or None,
        host=told["HOST"] or None,
        port=int(told["PORT"]) if told["PORT"] else None,
        database=told["NAME"],
    )
    return Settings(db=url.render_as_string(hide_password=False), **settings.DONDOC)


@cache
def opened() -> Dondoc:
    """Dondoc on a connection of its own: reads the configuration, once in each process. Good for questions, too."""
    return Dondoc.open(dondoc_settings())


@cache
def _engine() -> Engine:
    """What makes SQLAlchemy's connections out of Django's; keeps none of them."""
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: Borrowed(connection.connection),
        poolclass=NullPool,
        use_native_hstore=False,
    )


@contextmanager
def attached(user: Any) -> Iterator[Dondoc]:
    """Dondoc within `transaction.atomic()`, for a user whom Django has verified.

    Raises:
        Invalid: there is no transaction: outside of `atomic()` Django commits every statement by itself.
    """
    connection.ensure_connection()
    actor = Actor(person=user.get_username(), office=user.office.office)
    with _engine().connect() as borrowed:
        yield Dondoc.attach(borrowed, opened(), actor=actor)
