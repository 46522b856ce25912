"""The rows of the register."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Letter(models.Model):
    """A letter in the register."""

    number = models.CharField(max_length=50, primary_key=True)
    subject = models.TextField()

    def __str__(self) -> str:
        """Its number."""
        return str(self.number)


class Office(models.Model):
    """The office that a user of Django holds, in dondoc's words: `vu-tien-luong/dau-moi`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    office = models.CharField(max_length=100)

    def __str__(self) -> str:
        """The office."""
        return str(self.office)
