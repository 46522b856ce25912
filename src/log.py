"""Loggers: structured, and handed to the standard library, so that a host decides what becomes of them.

Importing dondoc configures nothing. The command line sets up JSON on standard error (`dondoc.interfaces.cli.logs`).
"""

from __future__ import annotations

import logging
from typing import Any

import structlog


def get_logger(name: str) -> Any:
    """A structured logger that writes to the standard library's logger of that name."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
