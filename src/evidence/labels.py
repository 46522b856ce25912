"""What a file is called: the name that somebody gave it, made harmless. It is shown, never used as a path."""

from __future__ import annotations

import re
import unicodedata

NAMELESS = "minh-chung"
LONGEST = 120


def label_of(given: str) -> str:
    """The last part of a name, without what is invisible, turns the writing round or means something in a path."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    plain = re.sub(r'[<>:"|?*\s]+', " ", seen).strip(" .")
    if len(plain) > LONGEST:
        stem, dot, ending = plain.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= len("jpeg") else ""
        plain = plain[: LONGEST - len(kept)].strip() + kept
    return plain or NAMELESS
