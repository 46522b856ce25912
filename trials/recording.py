"""The page of what trials found: one row for each trial and kind of database, that of its newest run."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

HEAD = "| trial | on | when | asked for | seen | found |"


def record(page: Path, kind: str, asked: list[str], told: dict[str, Any]) -> None:
    """Put what a trial told into the table of a page, in place of its row of before."""
    lines = page.read_text(encoding="utf-8").splitlines()
    start = lines.index(HEAD) + 2
    end = next((n for n in range(start, len(lines)) if not lines[n].startswith("|")), len(lines))
    rows = {tuple(line.split("|")[1:3]): line for line in lines[start:end]}
    name = told["trial"]
    seen = ", ".join(f"{_said(key)} {_said(value)}" for key, value in told.items() if key not in {"trial", "findings"})
    found = "nothing" if not told["findings"] else f"{len(told['findings'])} findings"
    cells = (f"`{name}`", _version(kind), date.today().isoformat(), " ".join(asked), seen, found)  # noqa: DTZ011  # the day here
    rows = {key: row for key, row in rows.items() if (key[0].strip(), key[1].split()[0]) != (f"`{name}`", kind)}
    rows[f" `{name}` ", f" {cells[1]} "] = f"| {' | '.join(cells)} |"
    lines[start:end] = sorted(rows.values())
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_said(key)} {each}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(str, dict.fromkeys(value)))
    return str(value).replace("_", " ")


def _version(kind: str) -> str:
    from cluster import program

    version = sqlite3.sqlite_version if kind == "SQLite" else program("postgres", "--version").split()[-1]
    return f"{kind} {version}, Python {platform.python_version()}, {os.cpu_count()} cores"
