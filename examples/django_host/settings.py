"""The settings of a Django project with dondoc beside it. The server is libpq's: PGHOST, PGPORT, PGUSER, PGPASSWORD."""

from __future__ import annotations

import os
from pathlib import Path

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "for trials only")
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
ROOT_URLCONF = "urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "letters",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("PGDATABASE", "so_cong_van")},
}

DONDOC = {
    "config": Path(os.environ.get("DONDOC_CONFIG", "config")),
    "evidence": Path(os.environ.get("DONDOC_EVIDENCE", "evidence")),
    "clock": os.environ.get("DONDOC_CLOCK"),  # a simulated one for trials; the real one without it
    "db_schema": "dondoc",  # its tables apart from Django's, in the same database
}
