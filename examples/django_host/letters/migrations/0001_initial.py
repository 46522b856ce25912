"""The first tables of the register."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters, and the offices of users."""

    initial = True
    dependencies: ClassVar = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("number", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("subject", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=models.CASCADE, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("office", models.CharField(max_length=100)),
            ],
        ),
    ]
