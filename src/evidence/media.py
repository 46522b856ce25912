"""What kind of file is it? By what it begins with; the ending of its name is believed only where it agrees."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
)
_ENDINGS: dict[bytes, dict[str, str]] = {
    _ZIP: {
        "docx": f"{_OFFICE}.wordprocessingml.document",
        "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        "pptx": f"{_OFFICE}.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "": "application/zip",
    },
    _OLE: {
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
        "": UNKNOWN,
    },
}
_TEXTS = {"txt": "text/plain", "csv": "text/csv"}
_BRAND = 8
"""Where the beginning of a film says what it is: after its length and the word `ftyp`."""


def media_of(beginning: bytes, label: str) -> str:
    """The media type of a file that begins so and is called so; what nothing is known of is a mere row of bytes."""
    ending = label.rpartition(".")[2].lower() if "." in label else ""
    for start, media in _BEGINNINGS:
        if beginning.startswith(start):
            return media
    for start, endings in _ENDINGS.items():
        if beginning.startswith(start):
            return endings.get(ending, endings[""])
    if beginning[4:_BRAND] == b"ftyp":
        return "video/mp4"
    if ending in _TEXTS and b"\x00" not in beginning:
        return _TEXTS[ending]
    return UNKNOWN
