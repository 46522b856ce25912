"""Office files as packed archives: looked over before anything is unpacked, then read as a stream of elements.

A file is taken whole or refused: what is encrypted, hides programs or links, lies about its size, would unpack to very
much or names places outside itself is not opened. No declaration of document types is read, nothing is written to disk.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from dondoc.domain.errors import Invalid

MOST_BYTES = 10_000_000
MOST_UNPACKED = 60_000_000
MOST_PARTS = 1_000
MOST_RATIO = 150
SMALL = 1_000_000
"""Parts up to this size may be packed however tightly."""
MOST_DEPTH = 200
_CHUNK = 65_536
_OLD = b"\xd0\xcf\x11\xe0"
_LINKS = ("/hyperlink",)
"""Relations that may point outside: they are never followed, and every web address in a text makes one."""

Begin = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Said = Callable[[str], None]


def checked(file: Path) -> bytes:
    """The bytes of a file that is small enough and no link.

    Raises:
        Invalid: it cannot be read, is a link or no file, or is too large.
    """
    try:
        looked = file.lstat()
        if stat.S_ISLNK(looked.st_mode) or not stat.S_ISREG(looked.st_mode):
            raise refused(file.name, "a link or no file", "không phải tệp thường", "Give the file itself.")
        if looked.st_size > MOST_BYTES:
            raise refused(file.name, f"larger than {MOST_BYTES} bytes", "tệp quá lớn", "Cut it into several files.")
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise refused(file.name, str(wrong.strerror), "không đọc được tệp", "Check path and rights.") from wrong
    if len(raw) > MOST_BYTES:  # it grew since, or is no ordinary file
        raise refused(file.name, f"larger than {MOST_BYTES} bytes", "tệp quá lớn", "Cut it into several files.")
    return raw


@contextmanager
def archive(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive of an office file, once it was looked over.

    Raises:
        Invalid: it is none, or one that is not opened.
    """
    import io

    raw = checked(file)
    if raw.startswith(_OLD):
        raise refused(file.name, "encrypted, or of the old kind", "tệp có mật khẩu hoặc ở định dạng cũ",
                      "Remove the password and save it as .docx or .xlsx.")  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _look_over(packed, file.name)
            yield packed
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as wrong:
        if isinstance(wrong, Invalid):
            raise
        why = f"damaged, or its sizes are not what it says ({type(wrong).__name__})"
        raise refused(file.name, why, "tệp hỏng hoặc kích thước không đúng", "Save it anew.") from wrong


def _look_over(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise refused(name, "it would unpack to very much", "tệp giải nén ra quá lớn", "Save it without pictures.")
    seen: set[str] = set()
    for part in parts:
        path = part.filename
        if part.flag_bits & 1:
            raise refused(name, "encrypted", "tệp có mật khẩu", "Remove the password.")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused(name, "packed in an unusual way", "tệp nén theo cách lạ", "Save it anew.")
        if stat.S_ISLNK(part.external_attr >> 16) or path.startswith("/") or "\\" in path or ".." in path.split("/"):
            raise refused(name, f"a part leads outside ({path[:80]!r})", "có phần dẫn ra ngoài tệp", "Save it anew.")
        if path.lower() in seen:
            raise refused(name, f"two parts are called {path[:80]!r}", "có hai phần trùng tên", "Save it anew.")
        seen.add(path.lower())
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise refused(name, "a part is packed too tightly", "tệp giải nén ra quá lớn", "Save it anew.")
        if path.lower().endswith("vbaproject.bin"):
            raise refused(name, "it holds a program (macros)", "tệp có macro", "Save it without macros.")
        if path.endswith(".rels"):
            _look_at_relations(packed, part, name)


def _look_at_relations(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") == "External":
            kind = given.get("Type", "")
            if not kind.endswith(_LINKS):
                what = f"it leads outside ({kind.rpartition('/')[2][:40]!r})"
                raise refused(name, what, "tệp có liên kết ra ngoài", "Break the links, then save it.")

    stream(packed, part.filename, name, begin=begin)


def stream(packed: zipfile.ZipFile, part: str, name: str, *, begin: Begin, end: End | None = None,
           said: Said | None = None) -> None:  # fmt: skip
    """Read a part as a stream of elements, their names without namespaces.

    Raises:
        Invalid: it is not XML, declares a document type, or nests too deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def refuse_type(*_: object) -> None:
        raise refused(name, "it declares a document type", "tệp khai báo DTD", "Save it anew with an office program.")

    def started(tag: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise refused(name, "it nests too deep", "tệp lồng quá nhiều tầng", "Save it anew.")
        begin(_local(tag), {_local(key): value for key, value in given.items()})

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(_local(tag))

    parser.StartDoctypeDeclHandler = refuse_type
    parser.EntityDeclHandler = refuse_type
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    if said is not None:
        parser.CharacterDataHandler = said
    try:
        with packed.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as wrong:
        raise refused(name, f"not well formed ({part[:80]}: {wrong})", "tệp hỏng", "Save it anew.") from wrong
    except KeyError as wrong:
        raise refused(name, f"its part {part} is missing", "tệp thiếu phần chính", "Save it anew.") from wrong


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def refused(place: str, en: str, vi: str, cure: str) -> Invalid:
    """The refusal of a file."""
    return Invalid(f"{en[0].upper()}{en[1:]}.", vi=f"{vi[0].upper()}{vi[1:]}.", place=place, cure=cure)
