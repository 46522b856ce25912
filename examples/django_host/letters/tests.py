"""Rows of Django and events of dondoc commit and roll back together; run with `manage.py test`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import TransactionTestCase

from dondoc import Dondoc, DondocError
from letters import beside
from letters.models import Letter, Office

TASK = "184.4.1:vu-tien-luong:2024-04"
LETTER = {"number": "15/TTr", "subject": "Chế độ tiền lương mới", "task": TASK}


class Together(TransactionTestCase):
    """A clerk of the salary department enters letters."""

    @classmethod
    def setUpClass(cls) -> None:
        """As an operator does once: `dondoc init`, and a tick."""
        super().setUpClass()
        made = Dondoc.create(beside.dondoc_settings())
        made.tick()
        made.close()
        cls.addClassCleanup(cls.forget)

    @staticmethod
    def forget() -> None:
        """Leave nothing that would keep the test's database from being dropped."""
        beside.opened().close()
        beside.opened.cache_clear()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA dondoc CASCADE")

    def setUp(self) -> None:
        """The clerk signs in."""
        self.clerk = get_user_model().objects.create_user("nguyen-van-a")
        Office.objects.create(user=self.clerk, office="vu-tien-luong/dau-moi")
        self.client.force_login(self.clerk)

    def version(self) -> int:
        """How many facts the task has, as others see it."""
        return len(beside.opened().store.read(f"task-{TASK}"))

    def prepare(self, dondoc: Dondoc) -> Any:
        """The step that a letter is for."""
        return dondoc.take_step(TASK, "prepare", {"subject": "Chế độ tiền lương mới"})

    def test_1_an_error_takes_the_row_and_the_event_back(self) -> None:
        """Whatever goes wrong within atomic(): neither is left."""
        before = self.version()
        with suppress(ZeroDivisionError), transaction.atomic():
            Letter.objects.create(number="1", subject="x")
            with beside.attached(self.clerk) as dondoc:
                self.prepare(dondoc)
                assert len(dondoc.store.read(f"task-{TASK}")) == before + 1
            raise ZeroDivisionError
        assert (Letter.objects.count(), self.version()) == (0, before)

    def test_2_a_savepoint_takes_back_what_is_within_it(self) -> None:
        """An inner atomic() that fails: what was done around it commits."""
        before = self.version()
        with transaction.atomic():
            Letter.objects.create(number="1", subject="x")
            with suppress(ZeroDivisionError), transaction.atomic(), beside.attached(self.clerk) as dondoc:
                Letter.objects.create(number="2", subject="x")
                self.prepare(dondoc)
                raise ZeroDivisionError
        assert (Letter.objects.count(), self.version()) == (1, before)

    def test_3_outside_of_a_transaction_nothing_is_written(self) -> None:
        """Django commits each statement by itself there: dondoc refuses and says so."""
        with self.assertRaisesMessage(DondocError, "autocommit"), beside.attached(self.clerk) as dondoc:
            self.prepare(dondoc)

    def test_4_whoever_is_not_signed_in_does_nothing(self) -> None:
        """The actor is Django's user; there is none."""
        before = self.version()
        self.client.logout()
        assert self.client.post("/letters", LETTER).status_code == 302
        assert (Letter.objects.count(), self.version()) == (0, before)

    def test_5_the_view_commits_both_or_neither(self) -> None:
        """The rules refuse a second letter for the same step: the register does not know it either."""
        before = self.version()
        with mock.patch("letters.views.log") as log:
            assert self.client.post("/letters", LETTER).status_code == 201
            log.info.assert_called_once()
            assert self.client.post("/letters", LETTER | {"number": "16/TTr"}).status_code == 409
            log.info.assert_called_once()
        assert (Letter.objects.count(), self.version()) == (1, before + 1)
        assert beside.opened().store.read(f"task-{TASK}")[-1].meta.actor == "nguyen-van-a"
        assert beside.opened().differences() == {}
