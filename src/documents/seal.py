"""The newest checkpoint at the foot of what is handed over: a line for people, a QR code for whoever keeps it.

The code holds the whole signed note, so that whoever keeps the paper keeps a checkpoint. It makes none, and reads none.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import segno

MODULES = 4
"""The pixels of a module of the code in a picture: sharp enough where it is printed 3 cm wide."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands at the foot: the line that is read, the note that is scanned."""

    line: str
    note: str

    @property
    def svg(self) -> str:
        """The code as an SVG element without style or script."""
        return svg(self.note)

    @property
    def png(self) -> bytes:
        """The code as a PNG picture; the same note gives the same bytes."""
        return _png(self.note)


@lru_cache(maxsize=4)
def svg(note: str) -> str:
    """The code of a note as an SVG element without style or script."""
    return str(_code(note).svg_inline(svgclass="qr", lineclass=None, omitsize=True))


@lru_cache(maxsize=4)
def _png(note: str) -> bytes:
    kept = io.BytesIO()
    _code(note).save(kept, kind="png", scale=MODULES)
    return kept.getvalue()


def _code(note: str) -> segno.QRCode:
    # Larger modules are worth more than correction here: paper is scanned at leisure, and the note checks itself.
    return segno.make_qr(note, error="l", encoding="utf-8", boost_error=False)
